package io.pannier.app.train;

import io.pannier.spi.Catalogue;
import io.pannier.spi.PannierException;
import io.pannier.spi.ProductVectors;
import io.pannier.text.EncodedCatalogue;
import io.pannier.text.KnownTexts;
import io.pannier.text.TextConfig;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vectors of a catalogue that is trained on, encoded when a trainer first looks. On a thread of
 * its own, since a strategy's memory is metered.
 */
final class TrainingTexts {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingTexts.class);

  private final Catalogue catalogue;
  private final TextConfig config;
  private final KnownTexts known;
  private @Nullable ProductVectors vectors;

  /**
   * @param config of the language model; none is loaded where it is off
   * @param known what was encoded before
   */
  TrainingTexts(Catalogue catalogue, TextConfig config, KnownTexts known) {
    this.catalogue = catalogue;
    this.config = config;
    this.known = known;
  }

  synchronized ProductVectors vectors() {
    ProductVectors found = vectors;
    if (found == null) {
      found = config.enabled() ? encoded() : ProductVectors.NONE;
      vectors = found;
    }
    return found;
  }

  private ProductVectors encoded() {
    try {
      return CompletableFuture.supplyAsync(this::encode).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PannierException || e.getCause() instanceof LinkageError) {
        // As where it serves: what can be learned without texts is learned.
        LOG.warn("the language model cannot be used; the model is trained without texts", e);
        return ProductVectors.NONE;
      }
      throw e;
    }
  }

  private ProductVectors encode() {
    try (EncodedCatalogue all = EncodedCatalogue.of(catalogue, config, known)) {
      return all.products();
    }
  }
}
