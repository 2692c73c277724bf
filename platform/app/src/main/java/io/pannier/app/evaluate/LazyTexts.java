package io.pannier.app.evaluate;

import io.pannier.laboratory.evaluation.QuestionTexts;
import io.pannier.spi.Catalogue;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.QuestionText;
import io.pannier.text.EncodedCatalogue;
import io.pannier.text.KnownTexts;
import io.pannier.text.TextConfig;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The texts of an evaluation, encoded for the first strategy that looks at them: most do not, and
 * it takes a minute. On a thread of its own, since a strategy's memory is metered.
 */
final class LazyTexts implements QuestionTexts, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LazyTexts.class);

  private final Catalogue catalogue;
  private final KnownTexts known;
  private @Nullable CompletableFuture<EncodedCatalogue> encoded;

  /**
   * @param known what was encoded before
   */
  LazyTexts(Catalogue catalogue, KnownTexts known) {
    this.catalogue = catalogue;
    this.known = known;
  }

  @Override
  public QuestionText of(String query) {
    // A question in words needs its vector now; one without only when a strategy looks.
    return query.isEmpty()
        ? new QuestionText("", null, new LazyVectors())
        : encoded().question(query);
  }

  private synchronized CompletableFuture<EncodedCatalogue> begun() {
    CompletableFuture<EncodedCatalogue> begun = encoded;
    if (begun == null) {
      TextConfig config = TextConfig.defaults();
      begun = CompletableFuture.supplyAsync(() -> EncodedCatalogue.of(catalogue, config, known));
      begun.thenAccept(ready -> LOG.info("texts encoded by {}", ready.model()));
      encoded = begun;
    }
    return begun;
  }

  private EncodedCatalogue encoded() {
    return begun().join();
  }

  @Override
  public synchronized void close() {
    if (encoded != null && encoded.isDone() && !encoded.isCompletedExceptionally()) {
      encoded.join().close();
    }
  }

  /** Stands for the vectors until somebody looks. */
  private final class LazyVectors implements ProductVectors {
    private ProductVectors vectors() {
      return encoded().products();
    }

    @Override
    public String model() {
      return vectors().model();
    }

    @Override
    public int dimension() {
      return vectors().dimension();
    }

    @Override
    public int size() {
      return vectors().size();
    }

    @Override
    public boolean vector(int item, float[] into) {
      return vectors().vector(item, into);
    }

    @Override
    public void likeness(float[] query, float[] into) {
      vectors().likeness(query, into);
    }
  }
}
