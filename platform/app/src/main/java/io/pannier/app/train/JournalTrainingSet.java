package io.pannier.app.train;

import io.pannier.app.Program;
import io.pannier.messages.Coverage;
import io.pannier.messages.Shop;
import io.pannier.scoring.Observations;
import io.pannier.spi.Catalogue;
import io.pannier.spi.Observation;
import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.TrainingSet;
import io.pannier.store.Store;
import io.pannier.text.KnownTexts;
import io.pannier.text.TextConfig;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the journal holds of a shop, read again by each iteration a page at a time: memory does not
 * grow with the journal.
 */
public final class JournalTrainingSet implements TrainingSet, AutoCloseable {
  private static final int PAGES = 4;
  private static final int PATIENCE_MINUTES = 5;

  private final Store store;
  private final Shop shop;
  private final ShopCatalogue catalogue;
  private final TrainingTexts texts;
  private volatile boolean closed;

  /**
   * Reads the shop's catalogue.
   *
   * @param language the installation's language model; what it encoded while it served is not
   *     encoded again
   */
  public JournalTrainingSet(Store store, Shop shop, TextConfig language) {
    this.store = store;
    this.shop = shop;
    List<Product> products = new ArrayList<>();
    Program.await(store.products().each(shop, (page, at) -> products.addAll(page)));
    this.catalogue = ShopCatalogue.of(products, store.items().size(shop.number()));
    this.texts =
        new TrainingTexts(
            catalogue, language, KnownTexts.ofShop(store.textVectors(), shop.number()));
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
    return new Pages();
  }

  /** Ends readings that nobody follows to their end. */
  @Override
  public void close() {
    closed = true;
  }

  private final class Pages implements Iterator<List<Observation>> {
    /** An empty page is the last. */
    private final BlockingQueue<List<Observation>> pages = new ArrayBlockingQueue<>(PAGES);

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private @Nullable List<Observation> next;

    Pages() {
      Coverage nothing = new Coverage(Map.of());
      store
          .journal()
          .replay(
              Map.of(),
              batch -> {
                List<Observation> page = Observations.of(batch, shop.number(), nothing);
                if (!page.isEmpty()) {
                  put(page);
                }
              })
          .onFailure(failure::set)
          .onComplete(done -> Thread.startVirtualThread(() -> put(List.of())));
    }

    private void put(List<Observation> page) {
      try {
        while (!closed && !pages.offer(page, 1, TimeUnit.SECONDS)) {}
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean hasNext() {
      List<Observation> page = next;
      if (page == null) {
        page = take();
        next = page;
      }
      return !page.isEmpty();
    }

    private List<Observation> take() {
      try {
        List<Observation> page = pages.poll(PATIENCE_MINUTES, TimeUnit.MINUTES);
        Throwable broken = failure.get();
        if (page == null || broken != null) {
          throw new PannierException(
              StandardErrorCode.STORE_UNAVAILABLE, "the journal cannot be read on", broken);
        }
        return page;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PannierException(
            StandardErrorCode.DEADLINE_EXCEEDED, "interrupted while reading the journal", e);
      }
    }

    @Override
    public List<Observation> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      List<Observation> page = next;
      next = null;
      return page == null ? List.of() : page;
    }
  }
}
