package io.pannier.text;

import io.micrometer.core.instrument.MeterRegistry;
import io.pannier.messages.Addresses;
import io.pannier.messages.ProductsStored;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.QuestionText;
import io.pannier.store.TextVectors;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Follows what is stored of products, has their texts encoded behind the import, and answers what
 * texts say to a question. At a restart the whole catalogue passes by like new products do, and
 * only what the cache lacks is encoded.
 */
public final class TextVerticle extends VerticleBase {
  private final TextConfig config;
  private final Encoders encoders;
  private final CatalogueEncoder catalogue;
  private final QuestionEncoder questions;
  private final TextMeters meters;

  public TextVerticle(
      TextConfig config, TextVectors store, CatalogueSource source, MeterRegistry registry) {
    this(config, store, source, registry, () -> OnnxTextEncoder.open(config));
  }

  TextVerticle(
      TextConfig config,
      TextVectors store,
      CatalogueSource source,
      MeterRegistry registry,
      Supplier<? extends TextEncoder> loader) {
    this.config = config;
    this.encoders = new Encoders(loader, store);
    this.catalogue = new CatalogueEncoder(config, encoders, source);
    this.questions = new QuestionEncoder(encoders);
    this.meters = new TextMeters(registry, catalogue::waiting);
    catalogue.report(meters);
  }

  @Override
  public Future<?> start() {
    if (config.enabled()) {
      vertx
          .eventBus()
          .<ProductsStored>localConsumer(
              Addresses.PRODUCTS_STORED,
              message -> catalogue.stored(message.body().shop(), message.body().products()));
    }
    return Future.succeededFuture();
  }

  /** Lets the encoding begin: not before the doors are open, since it takes processor time. */
  public void begin() {
    catalogue.begin();
  }

  /** What a shop's products say; those that are not yet encoded say nothing. */
  public ProductVectors products(int shop) {
    return catalogue.vectors(shop);
  }

  /** Products that wait to be encoded. */
  public int waiting() {
    return catalogue.waiting();
  }

  /**
   * What texts say to a question.
   *
   * @param query in words; empty for none, and then the answer is there at once
   * @return never fails; without a vector where no model answers
   */
  public CompletableFuture<QuestionText> question(int shop, String query) {
    ProductVectors products = products(shop);
    if (query.isEmpty() || !config.enabled()) {
      return CompletableFuture.completedFuture(new QuestionText(query, null, products));
    }
    return questions
        .encode(query, meters)
        .thenApply(vector -> new QuestionText(query, vector, products));
  }

  @Override
  public Future<?> stop() {
    return vertx.executeBlocking(
        () -> {
          catalogue.close();
          questions.close();
          encoders.close();
          return true;
        });
  }
}
