package io.pannier.ingestion;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.ProductDraft;
import io.pannier.messages.Shop;
import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in memory with one shop. */
final class FakeStore implements IngestionStore {
  static final Shop SHOP = new Shop(1, "demo", "GBP");
  static final UUID RECEIPT = new UUID(1, 2);

  private final Map<String, Integer> items = new ConcurrentHashMap<>();
  private final Set<UUID> keys = ConcurrentHashMap.newKeySet();
  private final Map<Integer, FakeLog> logs = new ConcurrentHashMap<>();
  private final List<PoisonRecord> buried = new CopyOnWriteArrayList<>();
  private final List<ProductDraft> products = new CopyOnWriteArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private volatile Runnable onProductFailure = () -> {};
  private volatile int maxItems = Integer.MAX_VALUE;
  private volatile @Nullable RuntimeException productFailure;

  @Override
  public Optional<Shop> shop(String name) {
    return name.equals(SHOP.name()) ? Optional.of(SHOP) : Optional.empty();
  }

  @Override
  public int find(int shop, String sku) {
    return items.getOrDefault(sku, -1);
  }

  @Override
  public synchronized Future<Void> assign(Shop shop, Collection<String> skus) {
    for (String sku : skus) {
      if (!items.containsKey(sku) && items.size() == maxItems) {
        return Future.failedFuture(
            new PannierException(StandardErrorCode.ITEMS_EXCEEDED, "too many items"));
      }
      items.putIfAbsent(sku, items.size());
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<EventLog> openLane(int lane, Consumer<EventsJournaled> published) {
    FakeLog log = new FakeLog(lane, keys, published, refused);
    logs.put(lane, log);
    return Future.succeededFuture(log);
  }

  @Override
  public Future<List<Product>> putProducts(Shop shop, List<ProductDraft> drafts) {
    RuntimeException failure = productFailure;
    if (failure != null) {
      onProductFailure.run();
      return Future.failedFuture(failure);
    }
    products.addAll(drafts);
    List<Product> stored = new ArrayList<>();
    for (ProductDraft draft : drafts) {
      items.putIfAbsent(draft.sku(), items.size());
      stored.add(
          new Product(
              items.get(draft.sku()),
              draft.sku(),
              draft.title(),
              draft.category(),
              draft.brand(),
              draft.currency(),
              draft.price(),
              draft.cost(),
              draft.stock(),
              true,
              draft.tags(),
              draft.attributes(),
              List.of(),
              ProductStatistics.NONE));
    }
    return Future.succeededFuture(stored);
  }

  @Override
  public Future<Void> putProfiles(Shop shop, List<Profile> profiles) {
    return Future.succeededFuture();
  }

  @Override
  public Future<UUID> erase(Shop shop, String shopper) {
    return Future.succeededFuture(RECEIPT);
  }

  @Override
  public Future<Void> bury(List<PoisonRecord> records) {
    buried.addAll(records);
    return Future.succeededFuture();
  }

  FakeLog log(int lane) {
    return Objects.requireNonNull(logs.get(lane), "lane " + lane + " is not open");
  }

  List<PoisonRecord> buried() {
    return buried;
  }

  List<ProductDraft> products() {
    return products;
  }

  void failProducts(@Nullable RuntimeException failure) {
    productFailure = failure;
  }

  void onProductFailure(Runnable then) {
    onProductFailure = then;
  }

  /** Makes every lane refuse batches that hold this event. */
  void refuse(String id) {
    refused.add(id);
  }

  void allowItems(int most) {
    maxItems = most;
  }
}
