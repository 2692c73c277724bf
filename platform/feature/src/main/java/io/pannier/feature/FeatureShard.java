package io.pannier.feature;

import io.pannier.messages.Coverage;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.Keys;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ShopperHistory;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of one shard: the shoppers and products whose key falls to it. Plain code without the
 * event bus; not thread-safe.
 */
final class FeatureShard {
  private final int index;
  private final FeatureConfig config;
  private final TimeScale scale;
  private final Long2ObjectOpenHashMap<ShopperState> shoppers = new Long2ObjectOpenHashMap<>();
  private final Long2ObjectOpenHashMap<Map<String, String>> profiles =
      new Long2ObjectOpenHashMap<>();
  private final Long2ObjectOpenHashMap<ProductState> products = new Long2ObjectOpenHashMap<>();
  private final LongOpenHashSet changedProducts = new LongOpenHashSet();
  private Coverage coverage = new Coverage(Map.of());
  private @Nullable RunningSnapshot snapshot;
  private int snapshotEpoch;
  private long shopperBytes;

  FeatureShard(int index, FeatureConfig config) {
    this.index = index;
    this.config = config;
    this.scale = TimeScale.of(config);
  }

  Map<Integer, Long> covered() {
    return coverage.asMap();
  }

  void follow(EventsJournaled batch) {
    for (JournaledEvent journaled : batch.events()) {
      EventType type = journaled.event().type();
      if (type != null && !coverage.covers(batch.lane(), journaled.offset())) {
        add(journaled.shop(), journaled.event(), type);
      }
    }
    coverage.extend(batch);
  }

  private void add(int shop, ShopEvent event, EventType type) {
    long shopperKey = event.shopperKey();
    if (shopperKey != 0 && Keys.shardOfShopper(shopperKey, config.shards()) == index) {
      ShopperState state = shoppers.get(shopperKey);
      if (state == null) {
        state = new ShopperState();
        state.snapshotEpoch = snapshotEpoch;
        shoppers.put(shopperKey, state);
      } else {
        shopperBytes -= state.bytes();
        keepForSnapshot(RunningSnapshot.SHOPPER, shopperKey, state);
      }
      state.add(event, type, scale, config.historyLength());
      shopperBytes += state.bytes();
    }
    if (event.item() >= 0 && ownsItem(shop, event.item())) {
      long key = productKey(shop, event.item());
      ProductState state = productForChange(key);
      state.add(event, type, scale);
      changedProducts.add(key);
    }
  }

  void state(int shop, Product product, long statedAt) {
    if (ownsItem(shop, product.item())) {
      long key = productKey(shop, product.item());
      productForChange(key).state(product, statedAt);
      changedProducts.add(key);
    }
  }

  void profile(int shop, Profile profile) {
    long key = Keys.shopper(shop, profile.shopper());
    if (Keys.shardOfShopper(key, config.shards()) == index) {
      profiles.put(key, profile.attributes());
    }
  }

  void erase(long shopperKey) {
    ShopperState gone = shoppers.remove(shopperKey);
    if (gone != null) {
      shopperBytes -= gone.bytes();
    }
    profiles.remove(shopperKey);
  }

  ShopperHistory history(long shopperKey, long now) {
    ShopperState state = shoppers.get(shopperKey);
    return state == null ? ShopperHistory.EMPTY : state.history(now, scale);
  }

  Map<String, String> profile(long shopperKey) {
    Map<String, String> profile = profiles.get(shopperKey);
    return profile == null ? Map.of() : profile;
  }

  /** Takes up to {@code limit} products that changed since they were last taken, by shop. */
  Map<Integer, List<Product>> takeChanged(int limit, long now) {
    Map<Integer, List<Product>> byShop = new HashMap<>();
    var keys = changedProducts.iterator();
    for (int taken = 0; taken < limit && keys.hasNext(); taken++) {
      long key = keys.nextLong();
      keys.remove();
      ProductState state = products.get(key);
      Product view = state == null ? null : state.view(now, scale);
      if (view != null) {
        byShop.computeIfAbsent((int) (key >>> 32), shop -> new ArrayList<>()).add(view);
      }
    }
    return byShop;
  }

  int shopperCount() {
    return shoppers.size();
  }

  int productCount() {
    return products.size();
  }

  /** Heap bytes of the shoppers' state, the map's entries included. */
  long shopperBytes() {
    return shopperBytes + 16L * shoppers.size();
  }

  boolean snapshotting() {
    return snapshot != null;
  }

  /** Begins a snapshot of the state as it is now. */
  RunningSnapshot beginSnapshot() {
    RunningSnapshot begun =
        new RunningSnapshot(
            ++snapshotEpoch,
            covered(),
            shoppers.keySet().toLongArray(),
            products.keySet().toLongArray());
    snapshot = begun;
    return begun;
  }

  void endSnapshot() {
    snapshot = null;
  }

  /** Replaces the state by a snapshot. */
  void restore(byte[] data, Map<Integer, Long> covered) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(data));
    int version = in.readInt();
    if (version != RunningSnapshot.VERSION) {
      throw new IOException("feature snapshot of version " + version);
    }
    shoppers.clear();
    products.clear();
    shopperBytes = 0;
    for (byte tag = in.readByte(); tag != RunningSnapshot.END; tag = in.readByte()) {
      long key = in.readLong();
      if (tag == RunningSnapshot.SHOPPER) {
        ShopperState state = ShopperState.read(in);
        shopperBytes += state.bytes();
        shoppers.put(key, state);
      } else {
        products.put(key, ProductState.read(in));
        changedProducts.add(key);
      }
    }
    coverage = new Coverage(covered);
  }

  @Nullable ShopperState shopper(long key) {
    return shoppers.get(key);
  }

  @Nullable ProductState product(long key) {
    return products.get(key);
  }

  /**
   * A number that agrees where everything that the journal says agrees, in whatever order it came.
   */
  long digest() {
    long digest = 0;
    for (var entry : shoppers.long2ObjectEntrySet()) {
      digest += mix(entry.getLongKey() ^ mix(entry.getValue().hashCode()));
    }
    for (var entry : products.long2ObjectEntrySet()) {
      digest += mix(~entry.getLongKey() ^ mix(entry.getValue().countsHash()));
    }
    return digest;
  }

  private ProductState productForChange(long key) {
    ProductState state = products.get(key);
    if (state == null) {
      state = new ProductState();
      state.snapshotEpoch = snapshotEpoch;
      products.put(key, state);
    } else {
      keepForSnapshot(RunningSnapshot.PRODUCT, key, state);
    }
    return state;
  }

  private void keepForSnapshot(byte tag, long key, OwnedState state) {
    if (snapshot != null) {
      snapshot.write(tag, key, state);
    }
  }

  private boolean ownsItem(int shop, int item) {
    return Keys.shardOfItem(shop, item, config.shards()) == index;
  }

  private static long productKey(int shop, int item) {
    return (long) shop << 32 | item;
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 32) * 0x9E3779B97F4A7C15L;
    return mixed ^ mixed >>> 29;
  }
}
