package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.app.Program;
import io.pannier.store.Role;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators do in the console reaches what shoppers get, and the other way round. */
@ExtendWith(SharedInstallation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConsoleIT {
  private static final String PASSWORD = "correct horse battery";
  private static final int UNHURRIED_MILLIS = 3_000;

  private final Installation installation;
  private final ShopClient client;
  private final String shop;
  private final ApiDocument openApi;
  private AdminConsole console;

  ConsoleIT(Installation installation) {
    this.installation = installation;
    this.client = installation.client();
    this.shop = "/shops/" + installation.shop().name();
    this.openApi = new ApiDocument(client.page("/v1/openapi.yaml"));
  }

  @BeforeAll
  void signIn() {
    String name = "admin-" + UUID.randomUUID().toString().substring(0, 8);
    Program.await(installation.store().accounts().create(name, PASSWORD, Role.ADMIN));
    console = new AdminConsole(installation.server(), name, PASSWORD);
  }

  @Test
  void aStrategyThatIsSwitchedOffAnswersNoOfferFromTheNextOneOn() {
    installation.place("switched", "item-knn", "genetic", UNHURRIED_MILLIS);
    assertThat(ask("switched").path("degraded").asBoolean()).isFalse();
    try {
      turn("item-knn", false);
      JsonNode offer = ask("switched");
      assertThat(offer.path("degraded").asBoolean()).isTrue();
      assertThat(offer.path("rung").asText()).isEqualTo("fallback");
      assertThat(offer.path("strategy").asText()).startsWith("popularity@").contains("+genetic@");

      turn("genetic", false);
      assertThat(ask("switched").path("strategy").asText()).endsWith("+greedy@platform");
      assertThat(strategy("genetic").at("/switchedOff/reason").asText()).isEqualTo("a test");
    } finally {
      turn("item-knn", true);
      turn("genetic", true);
    }
    JsonNode offer = ask("switched");
    assertThat(offer.path("degraded").asBoolean()).isFalse();
    assertThat(strategy("genetic").path("switchedOff").isNull()).isTrue();
    assertThat(strategy("genetic").at("/health/state").asText()).isEqualTo("ready");
    assertThat(strategy("genetic").at("/health/calls").asLong()).isPositive();
  }

  @Test
  void aDecisionIsFoundAndComesOutTheSameToTheBit() {
    installation.place("replayed", "item-knn", "genetic", UNHURRIED_MILLIS);
    String decision = ask("replayed").path("decision").asText();
    String path = shop + "/decisions/" + decision;
    Waiting.until(
        "the decision is in the ledger",
        () -> console.send("GET", path, "", "").status(),
        status -> status == 200);

    JsonNode view = console.get(path);
    openApi.assertValid("DecisionView", view);
    openApi.assertValid("DecisionPage", console.get(shop + "/decisions"));
    assertThat(view.at("/decision/placement").asText()).isEqualTo("replayed");
    assertThat(view.at("/candidates/0/cost").isNumber()).isTrue();
    assertThat(console.get(shop + "/decisions?limit=1").path("decisions")).hasSize(1);
    JsonNode replay = console.send("POST", path + "/replay", "", "").ok();
    openApi.assertValid("Replay", replay);
    assertThat(replay.path("differences")).isEmpty();
    assertThat(replay.path("same").asBoolean()).isTrue();
    assertThat(replay.at("/offer/bundles/0/items")).isEqualTo(view.at("/offer/bundles/0/items"));
  }

  @Test
  void anExplanationTellsWhyAndIsCountedNowhere() {
    installation.place("explained", "item-knn", "genetic", UNHURRIED_MILLIS);
    ObjectNode question =
        Installation.question("explained", "", Installation.cart(installation.sku(0)));
    question.remove("session");
    JsonNode told = console.post(shop + "/explain", question);
    openApi.assertValid("Explanation", told);
    assertThat(told.at("/offer/bundles")).isNotEmpty();
    assertThat(told.at("/context/cart/0/sku").asText()).isEqualTo(installation.sku(0));
    assertThat(told.path("candidates"))
        .isNotEmpty()
        .allSatisfy(
            candidate -> {
              assertThat(candidate.path("title").asText()).isNotEmpty();
              assertThat(candidate.path("because").asText()).isNotEmpty();
              assertThat(candidate.path("price").decimalValue())
                  .isGreaterThan(candidate.path("cost").decimalValue());
            });
    String path = shop + "/decisions/" + told.at("/offer/decision").asText();
    Waiting.until(
        "the decision is in the ledger",
        () -> console.send("GET", path, "", "").status(),
        status -> status == 200);
    assertThat(console.send("POST", path + "/replay", "", "").ok().path("same").asBoolean())
        .isTrue();
    for (JsonNode placement : console.get(shop + "/overview").path("placements")) {
      assertThat(placement.path("name").asText()).isNotEqualTo("explained");
    }
  }

  @Test
  void anExplanationIsOfTheArmThatTheSessionIsIn() {
    installation.place("explained-arms", "item-knn", "genetic", UNHURRIED_MILLIS);
    client.place("explained-arms", Installation.half("sellers", "popularity"));
    for (int i = 0; i < 6; i++) {
      ObjectNode question =
          Installation.question(
              "explained-arms", "visitor-" + i, Installation.cart(installation.sku(0)));
      String shown = client.post("offers", question).ok().path("strategy").asText();
      assertThat(console.post(shop + "/explain", question).at("/offer/strategy").asText())
          .isEqualTo(shown);
    }
  }

  @Test
  void theOverviewTellsWhatWasTakenAndWhatItBrought() {
    installation.place("watched", "item-knn", "genetic", UNHURRIED_MILLIS);
    JsonNode offer = ask("watched");
    ask("watched");
    for (String type : new String[] {"offer-shown", "offer-accepted"}) {
      client.event(
          ShopClient.JSON
              .createObjectNode()
              .put("id", UUID.randomUUID().toString())
              .put("type", type)
              .put("time", Instant.now().toString())
              .put("session", "console-it")
              .put("decision", offer.path("decision").asText())
              .put("bundle", 0)
              .put("position", 0));
    }
    JsonNode watched =
        Waiting.until(
            "the acceptance is counted",
            () -> placement(console.get(shop + "/overview")),
            found -> found.path("accepted").asInt() == 1);
    assertThat(watched.path("offers").asInt()).isEqualTo(2);
    assertThat(watched.path("shown").asInt()).isEqualTo(1);
    assertThat(watched.path("revenue").decimalValue())
        .isEqualByComparingTo(offer.at("/bundles/0/price").decimalValue());

    JsonNode live = console.firstOf(shop + "/overview/live?minutes=5");
    openApi.assertValid("Overview", live);
    assertThat(live.path("series")).hasSize(5);
    assertThat(live.at("/acceptance/lower").asDouble())
        .isLessThan(live.at("/acceptance/rate").asDouble());
    assertThat(live.at("/latency").findValuesAsText("stage")).contains("scoring", "offer");
    assertThat(live.at("/freshness/lastEventAt").asText()).isNotEmpty();
  }

  @Test
  void aFileIsImportedAndWhatItHoldsArrives() {
    String id = UUID.randomUUID().toString();
    String event =
        "{\"id\":\"%s\",\"type\":\"product-viewed\",\"time\":\"%s\",\"shopper\":\"imported\","
                .formatted(id, Instant.now().minusSeconds(60))
            + "\"sku\":\"%s\"}\n{\"id\":\"no time\"}\n".formatted(installation.sku(0));
    JsonNode begun =
        console
            .send(
                "POST",
                shop + "/import?format=events&file=views.ndjson",
                event,
                "application/x-ndjson")
            .ok();
    JsonNode job =
        Waiting.until(
            "the import is over",
            () -> console.get(shop + "/imports").at("/imports/0"),
            found -> !found.path("state").asText().equals("running"));
    assertThat(job.path("id")).isEqualTo(begun.path("id"));
    assertThat(job.path("error").isNull()).as(job.toString()).isTrue();
    assertThat(job.path("accepted").asInt()).isEqualTo(1);
    assertThat(job.path("rejected").asInt()).isEqualTo(1);
    JsonNode shopper = console.get(shop + "/shoppers/imported");
    openApi.assertValid("ShopperView", shopper);
    openApi.assertValid("Imports", console.get(shop + "/imports"));
    assertThat(shopper.at("/events/0/id").asText()).isEqualTo(id);

    assertThat(
            console
                .delete(shop + "/shoppers/imported", AdminConsole.reason("asked for it"))
                .path("receipt")
                .asText())
        .isNotEmpty();
    Waiting.until(
        "the shopper is forgotten",
        () -> console.get(shop + "/shoppers/imported").path("events").size(),
        events -> events == 0);
    assertThat(console.get("/audit?limit=20").toString()).doesNotContain("\"imported\"");
  }

  @Test
  void theProcessTellsHowItsStrategiesAre() {
    ask("cart");
    JsonNode nodes =
        Waiting.until(
            "the process has described itself after an offer",
            () -> strategy("genetic").path("nodes"),
            found -> found.at("/0/state").asText().equals("ready"));
    assertThat(nodes).hasSize(1);
    assertThat(nodes.at("/0/name").asText()).endsWith(":" + installation.server().getPort());
    assertThat(nodes.at("/0/stale").asBoolean(true)).isFalse();
    assertThat(nodes.at("/0/version")).isEqualTo(strategy("genetic").path("version"));
    assertThat(Instant.parse(nodes.at("/0/started").asText())).isBefore(Instant.now());
  }

  @Test
  void whatIsListedFollowsItsSchema() {
    openApi.assertValid("AdminShops", console.get("/shops"));
    openApi.assertValid("People", console.get("/people"));
    openApi.assertValid("AuditPage", console.get("/audit"));
    openApi.assertValid("Plugins", console.get("/plugins"));
    openApi.assertValid("ApiKeys", console.get(shop + "/keys"));
    openApi.assertValid("AdminPlacements", console.get(shop + "/placements"));
    openApi.assertValid("PlacementRevisions", console.get(shop + "/placements/cart/revisions"));
    openApi.assertValid("ScheduledChanges", console.get(shop + "/placements/cart/scheduled"));
    openApi.assertValid("AdminStrategies", console.get(shop + "/strategies"));
    openApi.assertValid("ModelRevisions", console.get(shop + "/strategies/genetic/models"));
    openApi.assertValid("AdminProducts", console.get(shop + "/products?q="));
    openApi.assertValid("DeadLetters", console.get(shop + "/dead-letters"));
  }

  private static JsonNode placement(JsonNode overview) {
    for (JsonNode placement : overview.path("placements")) {
      if (placement.path("name").asText().equals("watched")) {
        return placement;
      }
    }
    return ShopClient.JSON.createObjectNode();
  }

  private void turn(String strategy, boolean on) {
    console.post(
        shop + "/strategies/" + strategy + "/switch", AdminConsole.reason("a test").put("on", on));
  }

  private JsonNode strategy(String name) {
    for (JsonNode strategy : console.get(shop + "/strategies").path("strategies")) {
      if (strategy.path("name").asText().equals(name)) {
        return strategy;
      }
    }
    throw new AssertionError(name);
  }

  private JsonNode ask(String placement) {
    return client
        .post(
            "offers",
            Installation.question(placement, "console-it", Installation.cart(installation.sku(0))))
        .ok();
  }
}
