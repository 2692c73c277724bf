package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.app.Program;
import io.pannier.store.Role;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Visitors in arms, what these bring, and what is taken out of traffic by itself. */
@ExtendWith(SharedInstallation.class)
final class ExperimentIT {
  private static final String PASSWORD = "correct horse battery staple";

  private final Installation installation;
  private final ShopClient client;

  ExperimentIT(Installation installation) {
    this.installation = installation;
    this.client = installation.client();
  }

  @Test
  void eachArmAnswersItsVisitorsAndIsCreditedWithWhatTheyBuy() {
    installation.place("divided", "item-knn", "genetic", 3_000);
    divide("divided", arm("sellers", 0.4).put("scoring", "popularity"));
    Map<String, String> armOf = new HashMap<>();
    Map<String, String> decisionOf = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      String visitor = "divided-" + i;
      JsonNode offer = offer("divided", visitor);
      JsonNode again = offer("divided", visitor);
      assertThat(again.path("arm")).isEqualTo(offer.path("arm"));
      String arm = offer.at("/arm/name").asText();
      assertThat(offer.path("strategy").asText())
          .startsWith(arm.equals("sellers") ? "popularity@" : "item-knn@");
      double share = offer.at("/arm/share").asDouble();
      assertThat(offer.at("/bundles/0/propensity").asDouble()).isLessThanOrEqualTo(share);
      armOf.put(visitor, arm);
      decisionOf.put(visitor, offer.path("decision").asText());
    }
    Set<String> arms = new HashSet<>(armOf.values());
    assertThat(arms).containsExactlyInAnyOrder("control", "sellers");
    long sellers = armOf.values().stream().filter("sellers"::equals).count();

    String buyer =
        armOf.entrySet().stream()
            .filter(entry -> entry.getValue().equals("sellers"))
            .findFirst()
            .orElseThrow()
            .getKey();
    buy(buyer, "", 10);
    buy(buyer, decisionOf.getOrDefault(buyer, ""), 5);
    buy("divided-nobody", "", 99);

    JsonNode report =
        Waiting.until(
            "what was bought is counted",
            () -> client.get("placements/divided/experiment").ok(),
            figures -> figures.at("/arms/1/revenue").asDouble() == 15);
    new ApiDocument(client.page("/v1/openapi.yaml")).assertValid("Experiment", report);
    assertThat(report.at("/arms/0/name").asText()).isEqualTo("control");
    assertThat(report.at("/arms/1/visitors").asLong()).isEqualTo(sellers);
    assertThat(report.at("/arms/0/visitors").asLong()).isEqualTo(60 - sellers);
    assertThat(report.at("/arms/1/buyers").asLong()).isEqualTo(1);
    assertThat(report.at("/arms/1/attached").asLong()).isEqualTo(1);
    assertThat(report.at("/arms/0/revenue").asDouble()).isZero();
    assertThat(report.at("/sampleRatio/ok").asBoolean()).isTrue();
    assertThat(report.path("holdOut").isNull()).isTrue();
    assertThat(
            Program.await(
                installation.store().ledger().recent(installation.shop().number(), null, 200)))
        .filteredOn(decision -> decision.placement().equals("divided"))
        .allMatch(decision -> decision.arm().equals(armOf.getOrDefault(decision.session(), "?")));
  }

  @Test
  void aHoldOutSeesNoOffersAndHearsWhy() {
    installation.place("held", "item-knn", "genetic", 3_000);
    divide("held", arm("holdout", 1).put("offers", false));
    JsonNode offer = offer("held", "held-1");
    assertThat(offer.path("bundles")).isEmpty();
    assertThat(offer.path("reason").asText()).contains("hold-out");
    assertThat(offer.path("degraded").asBoolean()).isFalse();
    ObjectNode ranked = Installation.question("held", "held-1", Installation.cart());
    ranked.putArray("candidates").add(installation.sku(3)).add(installation.sku(5));
    assertThat(client.post("rank", ranked).ok().path("candidates")).hasSize(2);
  }

  @Test
  void anArmThatFailsIsTakenOutByItself() {
    installation.place("guarded", "item-knn", "genetic", 3_000);
    divide("guarded", arm("broken", 0.5).put("scoring", "no-such-strategy"));
    for (int i = 0; i < 460; i++) {
      offer("guarded", "guarded-" + i);
    }
    JsonNode placement =
        Waiting.patiently(
            "the guardrail has acted",
            () -> client.get("placements/guarded").ok(),
            now -> now.path("arms").isEmpty());
    assertThat(placement.path("salt").isNull()).isTrue();
    assertThat(
            Program.await(installation.store().placements().history(installation.shop(), "guarded"))
                .getFirst())
        .satisfies(
            revision -> {
              assertThat(revision.author()).isEqualTo("guardrail");
              assertThat(revision.reason()).contains("broken", "degraded");
            });
    assertThat(offer("guarded", "guarded-1").path("degraded").asBoolean()).isFalse();
  }

  @Test
  void sharesFollowWhatTheArmsEarnWherePeopleWantThat() {
    installation.place("allocated", "item-knn", "genetic", 3_000);
    ObjectNode change = ShopClient.JSON.createObjectNode().put("allocation", "bandit");
    change
        .putArray("arms")
        .add(arm("sellers", 0.4).put("scoring", "popularity"))
        .add(arm("holdout", 0.1).put("offers", false));
    client.place("allocated", change);
    for (int i = 0; i < 140; i++) {
      String visitor = "allocated-" + i;
      boolean sellers = offer("allocated", visitor).at("/arm/name").asText().equals("sellers");
      buy(visitor, "", (sellers ? 40 : 4) + i % 7);
    }
    JsonNode placement =
        Waiting.patiently(
            "more visitors come into the arm that earns more",
            () -> client.get("placements/allocated").ok(),
            now -> now.at("/arms/0/share").asDouble() > 0.7);
    assertThat(placement.at("/arms/1/share").asDouble()).isEqualTo(0.1);
    assertThat(placement.path("allocation").asText()).isEqualTo("bandit");
    var revision =
        Program.await(installation.store().placements().history(installation.shop(), "allocated"))
            .getFirst();
    assertThat(revision.author()).isEqualTo("allocation");
    assertThat(revision.reason()).contains("sellers from 40 %", "probability");

    offer("allocated", "allocated-0");
    JsonNode report = client.get("placements/allocated/experiment").ok();
    new ApiDocument(client.page("/v1/openapi.yaml")).assertValid("Experiment", report);
    assertThat(report.at("/allocation/periods").asInt()).isEqualTo(2);
    assertThat(report.at("/allocation/arms/1/best").asDouble()).isGreaterThan(0.9);
    assertThat(report.at("/allocation/arms")).hasSize(2);
    assertThat(report.at("/segments/0/segment").asText()).isEqualTo("anonymous");
    assertThat(report.at("/holdOut/arm").asText()).isEqualTo("holdout");
    assertThat(report.at("/holdOut/margin").has("estimate")).isTrue();
    ObjectNode luck =
        ShopClient.JSON.createObjectNode().put("allocation", "luck").put("reason", "x");
    assertThat(client.put("placements/allocated", luck).status()).isEqualTo(422);
  }

  @Test
  void aChangeIsRehearsedOnWhatWasDecidedAndTheDialShowsTheFront() {
    installation.place("rehearsed", "item-knn", "genetic", 3_000);
    for (int i = 0; i < 20; i++) {
      offer("rehearsed", "rehearsed-" + i);
    }
    String base = "/shops/flow/placements/rehearsed/";
    AdminConsole viewer = viewer();
    ObjectNode same = ShopClient.JSON.createObjectNode();
    same.putObject("change");
    JsonNode nothing =
        Waiting.until(
                "decisions are in the ledger",
                () -> ask(viewer, base + "rehearsal", same),
                answer -> answer.status() == 200 && answer.json().path("decisions").asInt() >= 20)
            .ok();
    assertThat(nothing.path("changed").asInt()).isZero();
    assertThat(nothing.at("/objectives/2/difference").asDouble()).isZero();

    ObjectNode margin = ShopClient.JSON.createObjectNode();
    margin.putObject("change").putObject("objectiveWeights").put("margin", 1);
    ObjectNode conversion = ShopClient.JSON.createObjectNode();
    conversion.putObject("change").putObject("objectiveWeights").put("conversion", 1);
    double forMargin = after(viewer.post(base + "rehearsal", margin), "margin");
    double forConversion = after(viewer.post(base + "rehearsal", conversion), "margin");
    assertThat(forMargin).isGreaterThan(forConversion);

    JsonNode front = viewer.post(base + "dial", margin);
    JsonNode points = front.path("points");
    assertThat(points).hasSizeGreaterThan(1);
    JsonNode chosen = points.path(front.path("chosen").asInt(-1));
    for (JsonNode point : points) {
      assertThat(point.at("/objectives/margin").asDouble())
          .isLessThanOrEqualTo(chosen.at("/objectives/margin").asDouble());
      assertThat(point.at("/items/0/title").asText()).isNotEmpty();
    }
    assertThat(ask(viewer, "/shops/flow/placements/nowhere/dial", margin).status()).isEqualTo(404);
    ObjectNode wrong = ShopClient.JSON.createObjectNode();
    wrong.putObject("change").putObject("objectiveWeights").put("fame", 1);
    assertThat(ask(viewer, base + "rehearsal", wrong).status()).isEqualTo(422);
    assertThat(client.get("placements/rehearsed").ok().path("revision").asLong()).isEqualTo(1);
  }

  private AdminConsole viewer() {
    String name = "viewer-" + UUID.randomUUID().toString().substring(0, 8);
    Program.await(installation.store().accounts().create(name, PASSWORD, Role.VIEWER));
    return new AdminConsole(installation.server(), name, PASSWORD);
  }

  private static ShopClient.Answer ask(AdminConsole console, String path, ObjectNode body) {
    return console.send("POST", path, body.toString(), "application/json");
  }

  private static double after(JsonNode rehearsal, String objective) {
    for (JsonNode row : rehearsal.path("objectives")) {
      if (row.path("objective").asText().equals(objective)) {
        return row.path("after").asDouble();
      }
    }
    throw new AssertionError(rehearsal.toString());
  }

  private JsonNode offer(String placement, String session) {
    ArrayNode cart = Installation.cart(installation.sku(0), installation.sku(4));
    return client.post("offers", Installation.question(placement, session, cart)).ok();
  }

  private void divide(String placement, ObjectNode arm) {
    ObjectNode change = ShopClient.JSON.createObjectNode();
    change.putArray("arms").add(arm);
    client.place(placement, change);
  }

  private static ObjectNode arm(String name, double share) {
    return ShopClient.JSON.createObjectNode().put("name", name).put("share", share);
  }

  private void buy(String session, String decision, double price) {
    ObjectNode event =
        ShopClient.JSON
            .createObjectNode()
            .put("id", UUID.randomUUID().toString())
            .put("type", "purchased")
            .put("time", Instant.now().toString())
            .put("session", session)
            .put("sku", installation.sku(7))
            .put("price", price)
            .put("currency", "EUR");
    if (!decision.isEmpty()) {
      event.put("decision", decision).put("bundle", 0).put("position", 0);
    }
    client.event(event);
  }
}
