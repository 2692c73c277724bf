package io.pannier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.EventsSubmitted;
import io.pannier.messages.OfferAsked;
import io.pannier.messages.OfferRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a well-behaved server of a shop sees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpInterfaceTest {
  private Rig rig;

  @BeforeAll
  void start() {
    rig = new Rig();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @Test
  void eventsAreAcceptedOnceAndTheBadOnesAreNamed() throws Exception {
    String good = event("e1", "product-viewed");
    String body = "[" + good + "," + event("e2", "danced") + "," + good + "]";

    JsonObject first = accepted(rig.post("/v1/shops/demo/events", body));
    JsonObject again = accepted(rig.post("/v1/shops/demo/events", "[" + good + "]"));

    assertThat(first.getInteger("accepted")).isEqualTo(1);
    assertThat(first.getInteger("duplicates")).isEqualTo(1);
    JsonObject rejected = first.getJsonArray("rejected").getJsonObject(0);
    assertThat(rejected.getInteger("index")).isEqualTo(1);
    assertThat(rejected.getString("code")).isEqualTo("EVENT_TYPE_UNKNOWN");
    assertThat(again.getInteger("duplicates")).isEqualTo(1);
    EventsSubmitted sent = rig.stages.events.poll(5, TimeUnit.SECONDS);
    assertThat(sent).isNotNull();
    assertThat(sent.indexes()).containsExactly(0, 2);
    assertThat(sent.bulk()).isFalse();
  }

  @Test
  void linesAreReadOneByOne() {
    HttpResponse<Buffer> response =
        Rig.await(
            rig.request(HttpMethod.POST, "/v1/shops/demo/events")
                .putHeader("Content-Type", "application/x-ndjson; charset=utf-8")
                .sendBuffer(
                    Buffer.buffer(
                        event("l1", "shared") + "\nnot json\n\n" + event("l2", "shared") + "\n")));

    JsonObject answer = accepted(response);

    assertThat(answer.getInteger("accepted")).isEqualTo(2);
    assertThat(answer.getJsonArray("rejected").getJsonObject(0).getInteger("index")).isEqualTo(1);
  }

  @Test
  void aLargeBatchIsParsedOnAWorkerAndCountsAsBulk() {
    JsonArray batch = new JsonArray();
    for (int i = 0; i < 900; i++) {
      batch.add(new JsonObject(event("bulk-" + i, "product-viewed")));
    }
    rig.stages.events.clear();

    JsonObject answer = accepted(rig.post("/v1/shops/demo/events", batch.toBuffer()));

    assertThat(answer.getInteger("accepted")).isEqualTo(900);
    assertThat(rig.stages.events.remove().bulk()).isTrue();
  }

  @Test
  void historyTakesWhatLiveEventsMayNotBe() {
    String old =
        new JsonObject(event("old", "purchased")).put("time", "2011-12-09T12:50:00Z").encode();

    JsonObject live = accepted(rig.post("/v1/shops/demo/events", "[" + old + "]"));
    JsonObject history = accepted(rig.post("/v1/shops/demo/history", "[" + old + "]"));

    assertThat(live.getJsonArray("rejected").getJsonObject(0).getString("code"))
        .isEqualTo("EVENT_TIME_OUT_OF_RANGE");
    assertThat(history.getInteger("accepted")).isEqualTo(1);
  }

  @Test
  void productsAndShoppersGoTheSameWay() {
    HttpResponse<Buffer> products =
        Rig.await(
            rig.request(HttpMethod.PUT, "/v1/shops/demo/products")
                .sendJson(
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("sku", "mug")
                                .put("title", "Mug")
                                .put("price", 4.5)
                                .put("cost", 2)
                                .put("currency", "GBP")
                                .put("stock", 3))));
    HttpResponse<Buffer> shoppers =
        Rig.await(
            rig.request(HttpMethod.PUT, "/v1/shops/demo/shoppers")
                .sendJson(new JsonArray().add(new JsonObject().put("shopper", ""))));

    assertThat(accepted(products).getInteger("accepted")).isEqualTo(1);
    assertThat(accepted(shoppers).getJsonArray("rejected")).hasSize(1);
  }

  @Test
  void anOfferComesBackOverTheReplyAddress() {
    rig.stages.asked.clear();
    HttpResponse<Buffer> response =
        rig.post(
            "/v1/shops/demo/offers",
            new JsonObject()
                .put("placement", "cart")
                .put("shopper", "ann")
                .put("session", "s1")
                .put("limit", 2)
                .put("explain", true)
                .put("query", " a picnic for four ")
                .put(
                    "cart",
                    new JsonArray().add(new JsonObject().put("sku", "tea").put("quantity", 3)))
                .toBuffer());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.bodyAsJsonObject().getString("placement")).isEqualTo("cart");
    OfferAsked asked = rig.stages.asked.remove();
    assertThat(asked.cart()).containsExactly(new OfferAsked.CartLine("tea", 3));
    assertThat(asked.limit()).isEqualTo(2);
    assertThat(asked.explain()).isTrue();
    assertThat(asked.query()).isEqualTo("a picnic for four");
    assertThat(asked.cartId()).isEqualTo(-1);
    assertThat(asked.subscriber()).isEmpty();
  }

  @Test
  void whatIsAskedInWordsHasTimeToBeRead() {
    rig.stages.asked.clear();
    for (String question :
        new String[] {
          "{\"placement\":\"cart\"}", "{\"placement\":\"cart\",\"query\":\"a picnic\"}"
        }) {
      assertThat(rig.post("/v1/shops/demo/offers", Buffer.buffer(question)).statusCode())
          .isEqualTo(200);
    }
    OfferAsked plain = rig.stages.asked.remove();
    OfferAsked inWords = rig.stages.asked.remove();
    assertThat(plain.placement().deadline()).isLessThan(OfferDesk.WORDS_DEADLINE);
    assertThat(inWords.placement())
        .isEqualTo(plain.placement().withDeadline(OfferDesk.WORDS_DEADLINE));
  }

  @Test
  void aRankingCarriesItsCandidates() {
    rig.stages.asked.clear();
    HttpResponse<Buffer> response =
        rig.post("/v1/shops/demo/rank", "{\"placement\":\"home\",\"candidates\":[\"a\",\"b\"]}");

    assertThat(response.statusCode()).isEqualTo(200);
    OfferAsked asked = rig.stages.asked.remove();
    assertThat(asked.kind()).isEqualTo(OfferRequest.Kind.RANK);
    assertThat(asked.candidates()).containsExactly("a", "b");
  }

  @Test
  void anOfferThatNobodyMakesIsTimedOut() {
    try (Rig hasty = new Rig(c -> c.with(b -> b.offerGrace = Duration.ofMillis(50)))) {
      hasty.stages.silent.add("product");

      HttpResponse<Buffer> response =
          hasty.post("/v1/shops/demo/offers", "{\"placement\":\"product\"}");

      problem(response, 503, "DEADLINE_EXCEEDED");
      assertThat(response.getHeader("Retry-After")).isEqualTo("1");
    }
  }

  @Test
  void aDecisionTellsItsBindingPrices() {
    String path = "/v1/shops/demo/decisions/" + FakeInstallation.DECISION;

    JsonObject answer = rig.get(path).bodyAsJsonObject();

    assertThat(answer.getBoolean("binding")).isTrue();
    assertThat(answer.getString("shopper")).isEqualTo("ann");
    assertThat(answer.getString("decidedAt")).isEqualTo("2026-06-01T12:00:00Z");
    assertThat(answer.getJsonArray("bundles").getJsonObject(0).getDouble("price")).isEqualTo(8.1);
    problem(rig.get("/v1/shops/demo/decisions/nonsense"), 404, "DECISION_UNKNOWN");
  }

  @Test
  void productsAreFoundByTitle() {
    JsonObject answer = rig.get("/v1/shops/demo/products?query=lantern").bodyAsJsonObject();

    JsonObject found = answer.getJsonArray("products").getJsonObject(0);
    assertThat(found.getString("title")).isEqualTo("WHITE METAL \"LANTERN\"");
    assertThat(found.getDouble("price")).isEqualTo(3.39);
    problem(rig.get("/v1/shops/demo/products"), 422, "FIELD_INVALID");
    problem(rig.get("/v1/shops/demo/products?query=a&limit=0"), 422, "FIELD_INVALID");
  }

  @Test
  void aPlacementIsChangedWithAReason() {
    HttpResponse<Buffer> changed =
        Rig.await(
            rig.request(HttpMethod.PUT, "/v1/shops/demo/placements/home")
                .sendJson(
                    new JsonObject()
                        .put("reason", "spring sale")
                        .put("limit", 5)
                        .put(
                            "constraints",
                            new JsonObject().put("budget", 99.95).put("marginFloor", 0.2))
                        .put("objectiveWeights", new JsonObject().put("margin", 2))));

    JsonObject answer = changed.bodyAsJsonObject();

    assertThat(changed.statusCode()).as(changed.bodyAsString()).isEqualTo(200);
    assertThat(answer.getInteger("revision")).isEqualTo(2);
    assertThat(answer.getJsonObject("constraints").getDouble("budget")).isEqualTo(99.95);
    assertThat(answer.getJsonObject("constraints").getInteger("maxItems")).isEqualTo(4);
    assertThat(answer.getJsonObject("objectiveWeights").fieldNames()).containsExactly("margin");
    assertThat(rig.installation.changes).contains("boss: spring sale");
    assertThat(rig.get("/v1/shops/demo/placements/home").bodyAsJsonObject()).isEqualTo(answer);
  }

  @Test
  void shadowsAreNamedOnceAndCanBeTakenAway() {
    JsonObject two =
        change("{\"reason\":\"look\",\"shadow\":[\"ppo\",\"transformer\",\"ppo\"]}")
            .bodyAsJsonObject();
    assertThat(two.getJsonArray("shadow")).containsExactly("ppo", "transformer");
    JsonObject other = change("{\"reason\":\"limit only\",\"limit\":4}").bodyAsJsonObject();
    assertThat(other.getJsonArray("shadow")).isEqualTo(two.getJsonArray("shadow"));
    assertThat(
            change("{\"reason\":\"done\",\"shadow\":[]}").bodyAsJsonObject().getJsonArray("shadow"))
        .isEmpty();
    problem(change("{\"reason\":\"x\",\"shadow\":\"ppo\"}"), 422, "FIELD_INVALID");
    problem(change("{\"reason\":\"x\",\"shadow\":[7]}"), 422, "FIELD_INVALID");
    problem(
        change(
            "{\"reason\":\"x\",\"shadow\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\"]}"),
        422,
        "FIELD_INVALID");
  }

  @Test
  void strategiesSayWhatTheyDoAndHowOftenAShadowAgrees() {
    JsonArray strategies =
        rig.get("/v1/shops/demo/strategies").bodyAsJsonObject().getJsonArray("strategies");
    assertThat(strategies).hasSize(2);
    JsonObject ppo = strategies.getJsonObject(1);
    assertThat(ppo.getString("model")).isEqualTo("ppo/2");
    assertThat(ppo.getJsonArray("shadow")).containsExactly("cart");
    assertThat(ppo.getJsonArray("agreement").getJsonObject(0).getInteger("agreed")).isEqualTo(60);
    assertThat(strategies.getJsonObject(0).getValue("model")).isNull();
    problem(anonymous("/v1/shops/demo/strategies"), 401, "UNAUTHENTICATED");
  }

  @Test
  void aChangeWithoutAReasonOrWithNonsenseIsRefused() {
    problem(change("{\"limit\":5}"), 422, "FIELD_MISSING");
    problem(change("{\"reason\":\"x\",\"constraints\":{\"budget\":1.005}}"), 422, "FIELD_INVALID");
    problem(change("{\"reason\":\"x\",\"constraints\":{\"minItems\":9}}"), 422, "PROBLEM_INVALID");
    problem(change("{\"reason\":\"x\",\"scoring\":\"../etc\"}"), 422, "FIELD_INVALID");
    problem(change("{\"reason\":\"x\",\"eventWeights\":{\"danced\":1}}"), 422, "FIELD_INVALID");
  }

  @Test
  void aShopperIsForgotten() {
    HttpResponse<Buffer> response =
        Rig.await(rig.request(HttpMethod.DELETE, "/v1/shops/demo/shoppers/ann%20%2F%20x").send());

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.bodyAsJsonObject().getString("receipt")).hasSize(36);
    assertThat(rig.stages.erasures.remove().shopper()).isEqualTo("ann / x");
  }

  @Test
  void operatorsSeeHealthAndFigures() {
    assertThat(anonymous("/health/live").statusCode()).isEqualTo(200);
    assertThat(anonymous("/health/ready").statusCode()).isEqualTo(200);
    rig.installation.ready = false;
    assertThat(anonymous("/health/ready").statusCode()).isEqualTo(503);
    rig.installation.ready = true;
    assertThat(anonymous("/metrics").bodyAsString()).isEqualTo("pannier_up 1\n");
    assertThat(anonymous("/metrics").getHeader("Content-Type")).startsWith("text/plain");
  }

  @Test
  void pagesOnTheClassPathAreServed() {
    assertThat(anonymous("/").bodyAsString()).contains("test page");
    assertThat(anonymous("/index.html").statusCode()).isEqualTo(200);
    assertThat(anonymous("/../openapi.yaml").statusCode()).isEqualTo(404);
  }

  @Test
  void pagesLoadNothingFromElsewhereAndAreAskedForEveryTime() {
    HttpResponse<Buffer> page = anonymous("/");
    assertThat(page.getHeader("Content-Security-Policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.getHeader("Cache-Control")).isNull();
  }

  @Test
  void largeAnswersAreCompressedForWhoAsks() {
    HttpResponse<Buffer> response =
        Rig.await(rig.http.get("/v1/openapi.yaml").putHeader("Accept-Encoding", "gzip").send());

    assertThat(response.getHeader("Content-Encoding")).isEqualTo("gzip");
  }

  private HttpResponse<Buffer> anonymous(String path) {
    return Rig.await(rig.http.get(path).send());
  }

  private HttpResponse<Buffer> change(String body) {
    return Rig.await(
        rig.request(HttpMethod.PUT, "/v1/shops/demo/placements/cart")
            .putHeader("Content-Type", "application/json")
            .sendBuffer(Buffer.buffer(body)));
  }

  private static JsonObject accepted(HttpResponse<Buffer> response) {
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(202);
    return response.bodyAsJsonObject();
  }

  @Test
  void visitorsKeepTheirArmsWhileOnlySharesChange() {
    JsonObject first = divided("[{\"name\":\"canary\",\"share\":0.1,\"scoring\":\"ppo\"}]");
    JsonObject wider = divided("[{\"name\":\"canary\",\"share\":0.4,\"scoring\":\"ppo\"}]");
    JsonObject other = divided("[{\"name\":\"canary\",\"share\":0.4,\"offers\":false}]");
    JsonObject none = divided("[]");

    assertThat(first.getString("salt")).isNotEmpty();
    assertThat(wider.getString("salt")).isEqualTo(first.getString("salt"));
    assertThat(other.getString("salt")).isNotEqualTo(first.getString("salt"));
    assertThat(other.getJsonArray("arms").getJsonObject(0).getBoolean("offers")).isFalse();
    assertThat(none.getString("salt")).isNull();
    for (String bad :
        List.of(
            "[{\"name\":\"control\",\"share\":0.1}]",
            "[{\"name\":\"a\",\"share\":0.6},{\"name\":\"b\",\"share\":0.6}]",
            "[{\"name\":\"a\",\"share\":0.1},{\"name\":\"a\",\"share\":0.1}]",
            "[{\"name\":\"a\",\"share\":-0.1}]",
            "[{\"name\":\"a\"}]",
            "{}",
            "[7]")) {
      assertThat(divide(bad).statusCode()).as(bad).isEqualTo(422);
    }
  }

  private JsonObject divided(String arms) {
    HttpResponse<Buffer> response = divide(arms);
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(200);
    return response.bodyAsJsonObject();
  }

  private HttpResponse<Buffer> divide(String arms) {
    return Rig.await(
        rig.request(HttpMethod.PUT, "/v1/shops/demo/placements/product")
            .putHeader("Content-Type", "application/json")
            .sendBuffer(Buffer.buffer("{\"arms\":" + arms + ",\"reason\":\"a try\"}")));
  }

  private static void problem(HttpResponse<Buffer> response, int status, String code) {
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(status);
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo(code);
  }

  static String event(String id, String type) {
    return new JsonObject()
        .put("id", id)
        .put("type", type)
        .put("time", "2026-06-01T11:59:00Z")
        .put("shopper", "ann")
        .put("session", "s1")
        .put("sku", "mug")
        .encode();
  }
}
