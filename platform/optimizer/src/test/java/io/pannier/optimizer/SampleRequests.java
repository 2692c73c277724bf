package io.pannier.optimizer;

import io.opentelemetry.api.trace.SpanContext;
import io.pannier.messages.CandidatesScored;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.Rung;
import io.pannier.messages.Shop;
import io.pannier.messages.rules.RuleTrace;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingContext;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.Relation;
import io.pannier.spi.ScoredCandidates;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Scored requests made by hand. */
final class SampleRequests {
  static final Shop SHOP = new Shop(1, "demo", "GBP");

  private SampleRequests() {}

  static Product product(int item, long price, long cost, int stock, Relation... relations) {
    return new Product(
        item,
        "sku-" + item,
        "Title " + item,
        "category " + item % 3,
        "",
        "GBP",
        price,
        cost,
        stock,
        true,
        List.of(),
        Map.of(),
        List.of(relations),
        ProductStatistics.NONE);
  }

  static Placement placement(BundleConstraints constraints) {
    Placement standard = Placement.standard("cart");
    return new Placement(
        "cart",
        1,
        "item-knn",
        "popularity",
        "",
        "genetic",
        List.of(),
        Duration.ofMillis(50),
        60,
        3,
        standard.objectiveWeights(),
        standard.eventWeights(),
        constraints,
        standard.model());
  }

  /** Candidates in the given order, with falling scores and no complementarity. */
  static CandidatesScored scored(
      Placement placement, List<Product> cart, List<Product> candidates) {
    int n = candidates.size();
    int[] items = candidates.stream().mapToInt(Product::item).toArray();
    float[] scores = new float[n];
    int[] because = new int[n];
    Arrays.fill(because, -1);
    for (int i = 0; i < n; i++) {
      scores[i] = 1f / (i + 1);
    }
    long now = System.nanoTime();
    return new CandidatesScored(
        request(placement, cart, now),
        candidates,
        new ScoredCandidates(items, scores, because),
        new float[n * n],
        new float[n],
        cart,
        candidates,
        "item-knn@1.0.0",
        "",
        Rung.STRATEGY,
        List.of(),
        now,
        now);
  }

  /** The same with the question that is handed on. */
  static CandidatesScored asked(CandidatesScored scored, BundlingContext question) {
    return new CandidatesScored(
        scored.request(),
        scored.products(),
        scored.scores(),
        scored.lift(),
        scored.cartLift(),
        scored.cartProducts(),
        scored.reasonProducts(),
        scored.strategy(),
        scored.model(),
        scored.rung(),
        scored.failures(),
        scored.builtNanos(),
        scored.scoredNanos(),
        question,
        scored.rules());
  }

  /** The same under rules. */
  static CandidatesScored ruled(CandidatesScored scored, RuleTrace rules) {
    return new CandidatesScored(
        scored.request(),
        scored.products(),
        scored.scores(),
        scored.lift(),
        scored.cartLift(),
        scored.cartProducts(),
        scored.reasonProducts(),
        scored.strategy(),
        scored.model(),
        scored.rung(),
        scored.failures(),
        scored.builtNanos(),
        scored.scoredNanos(),
        scored.question(),
        rules);
  }

  private static OfferRequest request(Placement placement, List<Product> cart, long now) {
    int[] items = cart.stream().mapToInt(Product::item).toArray();
    int[] quantities = new int[items.length];
    Arrays.fill(quantities, 1);
    return new OfferRequest(
        new UUID(1, 2),
        SHOP,
        "ann",
        7,
        "s1",
        placement,
        items,
        quantities,
        1,
        null,
        OfferRequest.Kind.BUNDLES,
        3,
        false,
        1_790_000_000_000L,
        now,
        now + placement.deadline().toNanos(),
        List.of(),
        "reply",
        "socket-1",
        SpanContext.getInvalid());
  }
}
