package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.app.Program;
import io.pannier.laboratory.orders.ProductLine;
import io.pannier.messages.Rung;
import io.pannier.messages.codec.ProblemCodec;
import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.EventType;
import io.pannier.spi.Objective;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Decision;
import io.pannier.store.Outcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One offer from the cart to the outcome: what is told, what is kept, what is forgotten. */
@ExtendWith(SharedInstallation.class)
final class EndToEndIT {
  private static final String UNKNOWN = "no-such-sku";

  private final Installation installation;
  private final ShopClient client;
  private final ApiDocument openApi;
  private final ApiDocument asyncApi;

  EndToEndIT(Installation installation) {
    this.installation = installation;
    this.client = installation.client();
    this.openApi = new ApiDocument(client.page("/v1/openapi.yaml"));
    this.asyncApi = new ApiDocument(client.page("/v1/asyncapi.yaml"));
  }

  @Test
  void aCartBringsPricedBundlesThatAddUp() {
    ArrayNode cart = Installation.cart(installation.sku(0), installation.sku(4));
    JsonNode message = offerTo("ann", "adds-up", cart);
    asyncApi.assertValid("offer", message);
    JsonNode offer = message.path("offer");
    openApi.assertValid("Offer", offer);
    assertThat(message.path("cart").asLong(-1)).isEqualTo(1);
    assertThat(UUID.fromString(offer.path("decision").asText()).version()).isEqualTo(7);
    assertThat(offer.path("strategy").asText()).matches("item-knn@.+\\+genetic@.+");
    assertThat(offer.path("degraded").asBoolean()).as(offer.toString()).isFalse();
    assertThat(offer.path("rung").asText()).isEqualTo("strategy");
    assertThat(Instant.parse(offer.path("validUntil").asText())).isAfter(Instant.now());
    assertThat(offer.path("warnings")).isEmpty();
    assertThat(offer.path("bundles")).isNotEmpty();
    for (int i = 0; i < offer.path("bundles").size(); i++) {
      JsonNode bundle = offer.path("bundles").get(i);
      assertThat(bundle.path("bundle").asInt(-1)).isEqualTo(i);
      assertThat(bundle.path("position").asInt(-1)).isEqualTo(i);
      assertPrices(bundle);
      assertItems(bundle, cart);
      assertWhy(bundle);
    }
  }

  private void assertPrices(JsonNode bundle) {
    BigDecimal list = BigDecimal.ZERO;
    for (JsonNode item : bundle.path("items")) {
      ProductLine product = installation.product(item.path("sku").asText());
      BigDecimal price = item.path("price").decimalValue();
      assertThat(price).isEqualByComparingTo(BigDecimal.valueOf(product.price(), 2));
      list = list.add(price.multiply(BigDecimal.valueOf(item.path("quantity").asInt())));
    }
    BigDecimal discount = bundle.path("discount").decimalValue();
    assertThat(discount).isNotNegative();
    assertThat(bundle.path("listPrice").decimalValue()).isEqualByComparingTo(list);
    assertThat(bundle.path("price").decimalValue()).isEqualByComparingTo(list.subtract(discount));
    assertThat(bundle.path("price").decimalValue().stripTrailingZeros().scale())
        .isLessThanOrEqualTo(2);
    assertThat(bundle.path("currency").asText()).isEqualTo("EUR");
  }

  private void assertItems(JsonNode bundle, JsonNode cart) {
    assertThat(bundle.path("items")).isNotEmpty();
    List<String> skus = new ArrayList<>();
    for (JsonNode item : bundle.path("items")) {
      skus.add(item.path("sku").asText());
      assertThat(item.path("quantity").asInt())
          .isBetween(1, installation.product(item.path("sku").asText()).stock());
    }
    assertThat(skus)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(cart.findValuesAsText("sku"));
  }

  private static void assertWhy(JsonNode bundle) {
    for (Objective objective : Objective.values()) {
      assertThat(bundle.path("objectives").path(objective.wireName()).isNumber())
          .as(objective + " in " + bundle)
          .isTrue();
    }
    assertThat(bundle.at("/objectives/conversion").asDouble()).isBetween(0.0, 1.0);
    assertThat(bundle.path("propensity").asDouble()).isBetween(Double.MIN_VALUE, 1.0);
    for (JsonNode item : bundle.path("items")) {
      assertThat(bundle.path("reasons").findValuesAsText("sku"))
          .contains(item.path("sku").asText());
    }
    assertThat(bundle.path("reasons")).allMatch(reason -> !reason.path("text").asText().isEmpty());
  }

  @Test
  void theLedgerKeepsADecisionAndReplaysItToTheBit() {
    JsonNode offer =
        offerTo("bob", "replayed", Installation.cart(installation.sku(0))).path("offer");
    JsonNode told = decided(offer).json();
    openApi.assertValid("Decision", told);
    assertThat(told.path("binding").asBoolean()).isTrue();
    assertThat(told.path("shopper").asText()).isEqualTo("bob");
    assertThat(told.path("session").asText()).isEqualTo("replayed");
    assertThat(told.path("bundles")).isEqualTo(offer.path("bundles"));

    Decision kept = kept(offer).orElseThrow();
    assertThat(kept.rung()).isEqualTo(Rung.STRATEGY);
    assertThat(kept.scoring() + "+" + kept.bundling()).isEqualTo(offer.path("strategy").asText());
    assertThat(kept.generations()).isEqualTo(offer.at("/timing/generations").asLong());
    BundlingProblem problem =
        ProblemCodec.decode(Objects.requireNonNull(kept.candidates()).getBytes());
    assertThat(problem.seed()).isEqualTo(kept.seed());
    BundlingResult again =
        Replay.of(installation.plugins(), "genetic", problem, kept.generations());
    assertThat(again.generations()).isEqualTo(kept.generations());
    assertThat(again.bundles()).hasSameSizeAs(offer.path("bundles"));
    for (int i = 0; i < again.bundles().size(); i++) {
      assertSame(problem, again.bundles().get(i), offer.path("bundles").get(i));
    }
  }

  private void assertSame(BundlingProblem problem, ComposedBundle again, JsonNode bundle) {
    assertThat(again.candidates()).hasSize(bundle.path("items").size());
    for (int i = 0; i < again.candidates().length; i++) {
      int candidate = again.candidates()[i];
      JsonNode item = bundle.path("items").get(i);
      assertThat(
              installation
                  .store()
                  .items()
                  .sku(installation.shop().number(), problem.item(candidate)))
          .isEqualTo(item.path("sku").asText());
      assertThat(again.quantities()[i])
          .isEqualTo(item.path("quantity").asInt())
          .isLessThanOrEqualTo(problem.stock(candidate));
    }
    assertThat(BigDecimal.valueOf(again.discount(), 2))
        .isEqualByComparingTo(bundle.path("discount").decimalValue());
    assertThat(again.propensity()).isEqualTo(bundle.path("propensity").asDouble());
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    assertThat(evaluator.violation(again)).isEmpty();
    double[] objectives = new double[Objective.count()];
    evaluator.objectives(
        again.candidates(),
        again.quantities(),
        again.candidates().length,
        again.discount(),
        objectives);
    double conversion = objectives[Objective.CONVERSION.ordinal()];
    assertThat(Math.round(conversion * 1e6) / 1e6)
        .isEqualTo(bundle.at("/objectives/conversion").asDouble());
  }

  @Test
  void whatTheShopperDidIsJoinedToTheDecision() {
    JsonNode offer =
        offerTo("cleo", "outcomes", Installation.cart(installation.sku(5))).path("offer");
    assertThat(offer.path("bundles")).isNotEmpty();
    client.event(outcome("offer-shown", offer));
    client.event(outcome("offer-accepted", offer));
    UUID decision = id(offer);
    List<Outcome> joined =
        Waiting.until(
            "both outcomes are joined", () -> outcomes(decision), outcomes -> outcomes.size() == 2);
    assertThat(joined)
        .extracting(Outcome::type)
        .containsExactlyInAnyOrder(EventType.OFFER_SHOWN, EventType.OFFER_ACCEPTED);
    assertThat(joined)
        .allMatch(outcome -> outcome.decision().equals(decision))
        .allMatch(outcome -> outcome.bundle() == 0 && outcome.position() == 0);
  }

  @Test
  void anUnknownSkuIsLeftOutOfTheCartAndNamed() {
    ArrayNode cart = Installation.cart(installation.sku(6), UNKNOWN);
    JsonNode offer = offerTo("dora", "unknown", cart).path("offer");
    assertThat(offer.path("bundles")).isNotEmpty();
    assertThat(offer.path("warnings")).hasSize(1);
    assertThat(offer.path("warnings").get(0).asText())
        .contains(StandardErrorCode.SKU_UNKNOWN.name(), UNKNOWN);
  }

  @Test
  void anErasedShopperIsForgottenByTheLedger() {
    JsonNode offer =
        offerTo("eve", "forgotten", Installation.cart(installation.sku(7))).path("offer");
    decided(offer);
    ShopClient.Answer answer = client.delete("shoppers/eve");
    assertThat(answer.status()).isEqualTo(202);
    openApi.assertValid("Receipt", answer.json());
    UUID receipt = UUID.fromString(answer.json().path("receipt").asText());
    Waiting.until(
        "the erasure is carried out",
        () -> Program.await(installation.store().erasures().done(receipt)),
        done -> done.equals(Optional.of(true)));
    ShopClient.Answer gone = client.get("decisions/" + id(offer));
    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.json().path("code").asText())
        .isEqualTo(StandardErrorCode.SHOPPER_ERASED.name());
    assertThat(gone.text()).doesNotContain("eve\"");
    Decision kept = kept(offer).orElseThrow();
    assertThat(kept.erased()).isTrue();
    assertThat(kept.candidates()).isNotNull();
  }

  /** Connects, subscribes with an empty cart, then changes the cart; the answer to that. */
  private JsonNode offerTo(String shopper, String session, JsonNode cart) {
    try (Storefront storefront = client.storefront(shopper, session)) {
      JsonNode subscribed = storefront.subscribe("cart", Installation.cart());
      asyncApi.assertValid("subscribed", subscribed);
      storefront.cart(1, "cart", cart);
      return storefront.offer(1);
    }
  }

  private ObjectNode outcome(String type, JsonNode offer) {
    return ShopClient.JSON
        .createObjectNode()
        .put("id", UUID.randomUUID().toString())
        .put("type", type)
        .put("time", Instant.now().toString())
        .put("shopper", "cleo")
        .put("session", "outcomes")
        .put("decision", offer.path("decision").asText())
        .put("bundle", 0)
        .put("position", 0);
  }

  /** The decision as it is told over HTTP, once the ledger has it. */
  private ShopClient.Answer decided(JsonNode offer) {
    return Waiting.until(
        "the decision is in the ledger",
        () -> client.get("decisions/" + id(offer)),
        answer -> answer.status() == 200);
  }

  private Optional<Decision> kept(JsonNode offer) {
    return Program.await(
        installation.store().ledger().find(installation.shop().number(), id(offer)));
  }

  private List<Outcome> outcomes(UUID decision) {
    return Program.await(
        installation.store().outcomes().of(installation.shop().number(), decision));
  }

  private static UUID id(JsonNode offer) {
    return UUID.fromString(offer.path("decision").asText());
  }
}
