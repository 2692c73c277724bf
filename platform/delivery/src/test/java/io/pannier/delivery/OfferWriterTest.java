package io.pannier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.BundlesComposed;
import io.pannier.messages.Rung;
import io.pannier.messages.codec.ProblemCodec;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.store.Decision;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OfferWriterTest {
  private final BundlesComposed composed = SampleAnswers.answer("", -1, Rung.STRATEGY, 9);

  @Test
  void pricesAreExactAndAddUp() {
    JsonObject bundle = offer().getJsonArray("bundles").getJsonObject(0);
    assertThat(raw()).contains("\"listPrice\":7.63", "\"price\":7.25", "\"discount\":0.38");
    assertThat(bundle.getJsonArray("items").getJsonObject(1))
        .isEqualTo(
            new JsonObject(
                "{\"sku\":\"sku-4\",\"title\":\"HOT WATER BOTTLE\",\"quantity\":2,"
                    + "\"price\":2.12}"));
    assertThat(bundle.getJsonObject("objectives").getDouble("revenue")).isEqualTo(0.725);
  }

  @Test
  void reasonsNameWhatCarriedTheBundleAndWhatHeldItBack() {
    JsonArray reasons = offer().getJsonArray("bundles").getJsonObject(0).getJsonArray("reasons");
    assertThat(reasons.stream().map(reason -> ((JsonObject) reason).getString("text")))
        .contains(
            "WHITE METAL LANTERN is often bought with HANGING HEART in your cart",
            "WHITE METAL LANTERN and HOT WATER BOTTLE are bought together 4.5 times as often as"
                + " by chance",
            "You save 0.38 GBP",
            "all 2 in stock are in the bundle");
  }

  /** Who composed knows better than who scored. */
  @Test
  void whatCarriedAnItemOfTheBundleIsSaidByWhoComposedIt() {
    BundlesComposed said =
        new BundlesComposed(
            composed.scored(),
            composed.problem(),
            new BundlingResult(
                List.of(
                    composed.result().bundles().getFirst().withBecause(new int[] {-1, 3}),
                    composed.result().bundles().getFirst().withBecause(new int[] {4, 9})),
                12,
                768,
                List.of()),
            composed.strategy(),
            composed.model(),
            composed.rung(),
            List.of(),
            "",
            System.nanoTime());
    JsonArray bundles = new JsonArray(OfferWriter.bundles(said));
    assertThat(bundles.getJsonObject(0).getJsonArray("reasons").stream())
        .map(reason -> ((JsonObject) reason).getString("text"))
        .startsWith(
            "WHITE METAL LANTERN is often bought with HANGING HEART in your cart",
            "HOT WATER BOTTLE goes with WHITE METAL LANTERN in this bundle");
    JsonObject mate = bundles.getJsonObject(1).getJsonArray("reasons").getJsonObject(0);
    assertThat(mate.getString("kind")).isEqualTo("complement");
    assertThat(mate.getString("because")).isEqualTo("sku-4");
    JsonObject ofCart = bundles.getJsonObject(1).getJsonArray("reasons").getJsonObject(1);
    assertThat(ofCart.getString("kind")).isEqualTo("co-purchase");
    assertThat(ofCart.getString("text"))
        .isEqualTo("HOT WATER BOTTLE goes with HANGING HEART in your cart");
  }

  @Test
  void aDegradedAnswerSaysSo() {
    assertThat(offer().getBoolean("degraded")).isFalse();
    BundlesComposed degraded = SampleAnswers.answer("", -1, Rung.FALLBACK, 9);
    JsonObject offer =
        new JsonObject(OfferWriter.offer(degraded, OfferWriter.bundles(degraded), null, 0, 0));
    assertThat(offer.getBoolean("degraded")).isTrue();
    assertThat(offer.getString("rung")).isEqualTo("fallback");
    assertThat(offer.getString("strategy")).isEqualTo("item-knn@1.0.0+genetic@1.0.0");
  }

  @Test
  void theLedgerKeepsTheWholeProblem() {
    Decision decision = DecisionRecord.of(composed, Rung.STRATEGY, Buffer.buffer(raw()), 5);
    BundlingProblem kept =
        ProblemCodec.decode(Objects.requireNonNull(decision.candidates()).getBytes());
    assertThat(kept)
        .usingRecursiveComparison()
        .isEqualTo(Objects.requireNonNull(composed.problem()));
    assertThat(decision.generations()).isEqualTo(12);
    assertThat(decision.seed()).isEqualTo(42);
  }

  private String raw() {
    return OfferWriter.offer(composed, OfferWriter.bundles(composed), null, 0, 0).toString();
  }

  private JsonObject offer() {
    return new JsonObject(raw());
  }
}
