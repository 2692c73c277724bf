package io.pannier.delivery;

import io.opentelemetry.api.trace.SpanContext;
import io.pannier.messages.BundlesComposed;
import io.pannier.messages.CandidatesScored;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.Rung;
import io.pannier.messages.Shop;
import io.pannier.messages.TimeOrderedId;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.ScoredCandidates;
import java.util.List;
import java.util.Map;

/** Composed answers made by hand: two candidates, one bundle of both with a discount. */
final class SampleAnswers {
  static final Shop SHOP = new Shop(1, "demo", "GBP");
  static final Product LANTERN = product(3, "WHITE METAL LANTERN", 339);
  static final Product BOTTLE = product(4, "HOT WATER BOTTLE", 212);
  static final Product HEART = product(9, "HANGING HEART", 255);

  private SampleAnswers() {}

  static Product product(int item, String title, long price) {
    return new Product(
        item,
        "sku-" + item,
        title,
        "",
        "",
        "GBP",
        price,
        price / 2,
        10,
        true,
        List.of(),
        Map.of(),
        List.of(),
        ProductStatistics.NONE);
  }

  static BundlesComposed answer(String subscriber, long cartId, Rung rung, int... cart) {
    OfferRequest request = request(subscriber, cartId, cart);
    List<Product> products = List.of(LANTERN, BOTTLE);
    CandidatesScored scored =
        new CandidatesScored(
            request,
            products,
            new ScoredCandidates(new int[] {3, 4}, new float[] {2, 1}, new int[] {9, -1}),
            new float[] {0, 1.5f, 1.5f, 0},
            new float[] {0.5f, 0},
            List.of(HEART),
            List.of(HEART, BOTTLE),
            "item-knn@1.0.0",
            "item-knn/2",
            rung,
            List.of(),
            request.arrivedNanos(),
            request.arrivedNanos());
    ComposedBundle bundle =
        new ComposedBundle(
            new int[] {0, 1}, new int[] {1, 2}, 38, new double[] {0.1, 72.5, 30, 0.5, 0}, 1, 1);
    return new BundlesComposed(
        scored,
        problem(products),
        new BundlingResult(List.of(bundle), 12, 768, List.of()),
        "genetic@1.0.0",
        "",
        rung,
        List.of(),
        "",
        System.nanoTime());
  }

  private static OfferRequest request(String subscriber, long cartId, int... cart) {
    long now = System.nanoTime();
    return new OfferRequest(
        TimeOrderedId.next(1_790_000_000_000L),
        SHOP,
        "ann",
        7,
        "s1",
        Placement.standard("cart"),
        cart,
        new int[cart.length],
        cartId,
        null,
        OfferRequest.Kind.BUNDLES,
        3,
        true,
        1_790_000_000_000L,
        now,
        now + 50_000_000,
        List.of(),
        "reply",
        subscriber,
        SpanContext.getInvalid());
  }

  private static BundlingProblem problem(List<Product> products) {
    Placement placement = Placement.standard("cart");
    return new BundlingProblem(
        new int[] {3, 4},
        new float[] {1, 0.5f},
        products.stream().mapToLong(Product::price).toArray(),
        products.stream().mapToLong(Product::cost).toArray(),
        new int[] {10, 2},
        new int[] {0, 1},
        new float[2],
        new float[] {0, 1.5f, 1.5f, 0},
        new float[] {0.5f, 0},
        new long[2],
        new long[2],
        new double[] {1, 1, 1, 0, 0},
        placement.constraints(),
        placement.model(),
        3,
        42);
  }
}
