package io.pannier.ingestion;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pannier.messages.SubmissionResult;

/** The counters of ingestion. */
final class IngestionMetrics {
  private final Kind events;
  private final Kind products;
  private final Kind shoppers;
  private final Counter carts;
  private final Counter cartsNotJournaled;
  private final Counter itemsExceeded;

  /** Counters of one kind of element. */
  static final class Kind {
    private final Counter accepted;
    private final Counter duplicates;
    private final Counter rejected;

    private Kind(MeterRegistry registry, String name) {
      accepted = counter(registry, name, "accepted");
      duplicates = counter(registry, name, "duplicate");
      rejected = counter(registry, name, "rejected");
    }

    void count(SubmissionResult result) {
      accepted.increment(result.accepted());
      duplicates.increment(result.duplicates());
      rejected.increment(result.rejected().size());
    }

    /** A batch that failed as a whole. */
    void failed(int elements) {
      rejected.increment(elements);
    }

    private static Counter counter(MeterRegistry registry, String name, String result) {
      return Counter.builder("pannier.ingestion." + name).tag("result", result).register(registry);
    }
  }

  IngestionMetrics(MeterRegistry registry) {
    events = new Kind(registry, "events");
    products = new Kind(registry, "products");
    shoppers = new Kind(registry, "shoppers");
    carts = registry.counter("pannier.ingestion.carts");
    cartsNotJournaled = registry.counter("pannier.ingestion.carts.not.journaled");
    itemsExceeded = registry.counter("pannier.ingestion.items.exceeded");
  }

  Kind events() {
    return events;
  }

  Kind products() {
    return products;
  }

  Kind shoppers() {
    return shoppers;
  }

  void cart() {
    carts.increment();
  }

  void cartNotJournaled() {
    cartsNotJournaled.increment();
  }

  void itemsExceeded() {
    itemsExceeded.increment();
  }
}
