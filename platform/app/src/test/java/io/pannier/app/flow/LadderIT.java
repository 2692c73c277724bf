package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.plugins.mischief.Mischief;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strategies that misbehave cost their own placement quality, and nothing else. */
@ExtendWith(SharedInstallation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LadderIT {
  private static final int DEADLINE_MILLIS = 400;

  /** For the way to the program and back on a machine that is busy with the mischief itself. */
  private static final int GRACE_MILLIS = 350;

  /** Enough to see a first failure, a thread that is given up, and a quarantine. */
  private static final int OFFERS = 7;

  private final Installation installation;
  private final ShopClient client;

  LadderIT(Installation installation) {
    this.installation = installation;
    this.client = installation.client();
  }

  @BeforeAll
  void letMischiefIn() throws IOException {
    MischiefPlugin.installInto(installation.plugins());
    installation.place("mischief", "moody", "genetic", DEADLINE_MILLIS);
    Waiting.until(
        "the plugin is loaded",
        () -> ask("mischief", cart(1)),
        offer -> offer.path("strategy").asText().startsWith("moody@1.0.0+genetic@"));
  }

  @ParameterizedTest
  @CsvSource({
    "throwing, STRATEGY_FAILED",
    "hanging, STRATEGY_TIMEOUT",
    "sleeping, STRATEGY_TIMEOUT",
    "greedy, STRATEGY_ALLOCATION_EXCEEDED",
    "not-a-number, STRATEGY_INVALID_ANSWER",
    "from-the-cart, STRATEGY_INVALID_ANSWER",
    "not-installed, STRATEGY_UNKNOWN"
  })
  void whoeverScoresBadlyIsReplacedByTheFallback(String strategy, StandardErrorCode code) {
    String placement = "scoring-" + strategy;
    installation.place(placement, strategy, "genetic", DEADLINE_MILLIS);
    for (int i = 0; i < OFFERS; i++) {
      JsonNode offer = timely(placement);
      assertDegraded(offer, "fallback");
      assertThat(offer.path("strategy").asText()).startsWith("popularity@");
    }
    assertThat(steps(strategy, code)).isPositive();
    assertThat(ask("cart", cart(1)).path("degraded").asBoolean()).isFalse();
    recovers(placement);
  }

  @ParameterizedTest
  @CsvSource({
    "throwing-bundler, STRATEGY_FAILED",
    "hanging-bundler, STRATEGY_TIMEOUT",
    "over-stock, STRATEGY_INVALID_ANSWER",
    "not-installed, STRATEGY_UNKNOWN"
  })
  void whoeverComposesBadlyIsReplacedByTheGreedyComposer(String strategy, StandardErrorCode code) {
    String placement = "bundling-" + strategy;
    installation.place(placement, "item-knn", strategy, DEADLINE_MILLIS);
    ObjectNode manyUnits = ShopClient.JSON.createObjectNode();
    manyUnits.putObject("constraints").put("maxQuantity", 10_000);
    client.place(placement, manyUnits);
    for (int i = 0; i < OFFERS; i++) {
      JsonNode offer = timely(placement);
      assertDegraded(offer, "fallback");
      assertThat(offer.path("strategy").asText()).startsWith("item-knn@").doesNotContain(strategy);
    }
    assertThat(steps(strategy, code)).isPositive();
    assertThat(ask("cart", cart(1)).path("degraded").asBoolean()).isFalse();
    recovers(placement);
  }

  @Test
  void whereTheFallbackFailsTooWhatSellsBestIsOffered() {
    moodyAlone("all-moody");
    JsonNode offer = ask("all-moody", cart(Mischief.BAD_MOOD));
    assertDegraded(offer, "popularity");
    assertThat(offer.path("strategy").asText()).startsWith("bestsellers@platform");
    assertThat(steps("moody", StandardErrorCode.STRATEGY_FAILED)).isPositive();
    recovers("all-moody");
  }

  @Test
  void aSessionThatHadAGoodAnswerKeepsItWhileItStillHolds() {
    moodyAlone("cached");
    try (Storefront storefront = client.storefront("regular", "cached-session")) {
      storefront.subscribe("cached", cart(1));
      JsonNode good = storefront.next("offer").path("offer");
      assertThat(good.path("rung").asText()).isEqualTo("strategy");
      storefront.cart(1, "cached", cart(Mischief.BAD_MOOD));
      JsonNode kept = storefront.offer(1).path("offer");
      assertDegraded(kept, "cached");
      assertThat(kept.path("bundles")).isEqualTo(good.path("bundles"));
      assertThat(kept.path("strategy")).isEqualTo(good.path("strategy"));
      assertThat(kept.path("decision")).isNotEqualTo(good.path("decision"));

      // What the shopper has taken meanwhile must not be offered again.
      String taken = good.at("/bundles/0/items/0/sku").asText();
      storefront.cart(2, "cached", cart(Mischief.BAD_MOOD).add(line(taken, 1)));
      assertDegraded(storefront.offer(2).path("offer"), "popularity");
    }
    recovers("cached");
  }

  private void moodyAlone(String placement) {
    installation.place(placement, "moody", "genetic", DEADLINE_MILLIS);
    client.place(placement, ShopClient.JSON.createObjectNode().put("fallback", "moody"));
    Waiting.until(
        "moody is in service",
        () -> ask(placement, cart(1)),
        offer -> !offer.path("degraded").asBoolean());
  }

  private static void assertDegraded(JsonNode offer, String rung) {
    assertThat(offer.path("degraded").asBoolean()).as(offer.toString()).isTrue();
    assertThat(offer.path("rung").asText()).as(offer.toString()).isEqualTo(rung);
    assertThat(offer.path("bundles")).as(offer.toString()).isNotEmpty();
  }

  /** An offer, which must come before the placement's deadline and a grace. */
  private JsonNode timely(String placement) {
    long asked = System.nanoTime();
    JsonNode offer = ask(placement, cart(1));
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked))
        .as("milliseconds that %s took: %s", placement, offer)
        .isLessThan(DEADLINE_MILLIS + GRACE_MILLIS);
    return offer;
  }

  private JsonNode ask(String placement, JsonNode cart) {
    return client
        .post("offers", Installation.question(placement, "", cart).without("session"))
        .ok();
  }

  private ArrayNode cart(int quantity) {
    return ShopClient.JSON.createArrayNode().add(line(installation.sku(0), quantity));
  }

  private static ObjectNode line(String sku, int quantity) {
    return ShopClient.JSON.createObjectNode().put("sku", sku).put("quantity", quantity);
  }

  /** With its proper strategies back, the placement answers as if nothing had been. */
  private void recovers(String placement) {
    installation.place(placement, "item-knn", "genetic", DEADLINE_MILLIS);
    JsonNode offer =
        Waiting.until(
            "the placement is itself again",
            () -> ask(placement, cart(1)),
            answer -> !answer.path("degraded").asBoolean());
    assertThat(offer.path("rung").asText()).isEqualTo("strategy");
    assertThat(offer.path("strategy").asText()).matches("item-knn@.+\\+genetic@.+");
  }

  /** What /metrics says of a strategy's failures by one code. */
  private double steps(String strategy, StandardErrorCode code) {
    Pattern line =
        Pattern.compile(
            "pannier_ladder_steps_total\\{code=\"%s\",strategy=\"%s\"\\} (\\S+)"
                .formatted(code, strategy));
    Matcher matcher = line.matcher(client.page("/metrics"));
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }
}
