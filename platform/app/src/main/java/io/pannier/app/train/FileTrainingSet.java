package io.pannier.app.train;

import io.pannier.laboratory.orders.Batch;
import io.pannier.laboratory.orders.OrderSource;
import io.pannier.messages.ProductDraft;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.json.EventJson;
import io.pannier.messages.json.EventWindow;
import io.pannier.messages.json.Parsed;
import io.pannier.messages.json.ProductJson;
import io.pannier.scoring.Observations;
import io.pannier.spi.Catalogue;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.TrainingSet;
import io.pannier.text.KnownTexts;
import io.pannier.text.TextConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a file of past orders holds, by the same reading as an import. In memory. */
public final class FileTrainingSet implements TrainingSet {
  private final Map<String, Integer> items = new HashMap<>();
  private final Map<String, ProductDraft> stated = new HashMap<>();
  private final List<List<Observation>> batches = new ArrayList<>();
  private final ShopCatalogue catalogue;
  private final TrainingTexts texts;
  private int rejected;
  private String firstRejection = "";

  private FileTrainingSet(OrderSource source, Shop shop) {
    for (Optional<Batch> batch = source.next(); batch.isPresent(); batch = source.next()) {
      add(batch.get(), shop);
    }
    if (batches.isEmpty()) {
      throw new PannierException(
          StandardErrorCode.DATA_INVALID,
          "the file holds no event that could be read"
              + (firstRejection.isEmpty() ? "" : "; the first: " + firstRejection));
    }
    List<Product> products = new ArrayList<>();
    items.forEach((sku, item) -> products.add(product(sku, item, shop)));
    catalogue = ShopCatalogue.of(products, items.size());
    texts = new TrainingTexts(catalogue, TextConfig.defaults(), KnownTexts.inMemory());
  }

  /**
   * Reads a source to its end; closes it.
   *
   * @param currency of the file's prices
   * @throws PannierException DATA_INVALID where it holds no event; FILE_FAILED
   */
  public static FileTrainingSet read(OrderSource source, String currency) {
    try (source) {
      return new FileTrainingSet(source, new Shop(1, "file", currency));
    }
  }

  private void add(Batch batch, Shop shop) {
    if (batch.kind() == Batch.Kind.PRODUCTS) {
      for (ProductDraft draft : ProductJson.array(shop, batch.json(), batch.size()).elements()) {
        stated.put(draft.sku(), draft);
        item(draft.sku());
      }
      return;
    }
    Parsed<ShopEvent> events = EventJson.lines(shop, batch.json(), EventWindow.ANY, batch.size());
    if (!events.rejected().isEmpty()) {
      rejected += events.rejected().size();
      firstRejection =
          firstRejection.isEmpty() ? events.rejected().getFirst().message() : firstRejection;
    }
    List<Observation> observations = new ArrayList<>(batch.size());
    for (ShopEvent event : events.elements()) {
      EventType type = event.type();
      if (type != null) {
        int item = event.sku().isEmpty() ? -1 : item(event.sku());
        observations.add(Observations.of(event.withItem(item), type));
      }
    }
    if (!observations.isEmpty()) {
      batches.add(List.copyOf(observations));
    }
  }

  /** Events that an import would refuse; they are left out. */
  public int rejected() {
    return rejected;
  }

  /** Why the first of them was. */
  public String firstRejection() {
    return firstRejection;
  }

  /** Observations in all. */
  public int events() {
    return batches.stream().mapToInt(List::size).sum();
  }

  private int item(String sku) {
    return items.computeIfAbsent(sku, _ -> items.size());
  }

  private Product product(String sku, int item, Shop shop) {
    ProductDraft draft = stated.get(sku);
    return new Product(
        item,
        sku,
        draft == null ? sku : draft.title(),
        draft == null ? "" : draft.category(),
        draft == null ? "" : draft.brand(),
        shop.currency(),
        draft == null ? 0 : draft.price(),
        draft == null ? 0 : draft.cost(),
        draft == null ? 0 : draft.stock(),
        true,
        draft == null ? List.of() : draft.tags(),
        draft == null ? Map.of() : draft.attributes(),
        List.of(),
        ProductStatistics.NONE);
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public ProductVectors texts() {
    return texts.vectors();
  }

  @Override
  public Iterator<List<Observation>> iterator() {
    return batches.iterator();
  }
}
