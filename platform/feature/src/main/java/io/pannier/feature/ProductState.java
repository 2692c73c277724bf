package io.pannier.feature;

import io.pannier.messages.ShopEvent;
import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one product: what its shop states, counts of what happened to it, and how many
 * units were sold since the shop last stated its stock. Not thread-safe: its shard owns it.
 */
final class ProductState extends OwnedState {
  private @Nullable Product stated;
  private long statedAt;
  private long soldSince;
  private BucketCounts counts = new BucketCounts();

  void state(Product product, long at) {
    if (at > statedAt) {
      soldSince = 0;
      statedAt = at;
    }
    stated = product;
  }

  void add(ShopEvent event, EventType type, TimeScale scale) {
    boolean purchase = type == EventType.PURCHASED;
    counts.add(
        scale.bucket(event.time()),
        type.ordinal(),
        purchase ? event.quantity() : 1,
        scale.horizonBuckets());
    if (purchase && event.time() >= statedAt) {
      soldSince += event.quantity();
    }
  }

  /** The product as of now, or null while its shop has not stated it. */
  @Nullable Product view(long now, TimeScale scale) {
    Product product = stated;
    if (product == null) {
      return null;
    }
    double[] sums = new double[16];
    counts.decayedInto(scale.position(now), scale.halfLifeBuckets(), sums);
    float[] byType = new float[EventType.count()];
    for (int i = 0; i < byType.length; i++) {
      byType[i] = (float) sums[i];
    }
    long left = Math.max(0, product.stock() - soldSince);
    return product.withStatistics(new ProductStatistics(byType, now), (int) left);
  }

  /** Writes what the journal says; what the shop states comes from the catalogue. */
  @Override
  void write(DataOutput out) throws IOException {
    out.writeLong(statedAt);
    out.writeLong(soldSince);
    counts.write(out);
  }

  static ProductState read(DataInput in) throws IOException {
    ProductState state = new ProductState();
    state.statedAt = in.readLong();
    state.soldSince = in.readLong();
    state.counts = BucketCounts.read(in);
    return state;
  }

  /** A number that agrees where the counts agree. */
  int countsHash() {
    return counts.hashCode();
  }
}
