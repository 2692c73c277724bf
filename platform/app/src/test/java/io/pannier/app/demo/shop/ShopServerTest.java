package io.pannier.app.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.app.Program;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.messages.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop's server beside an installation that answers from a script. */
class ShopServerTest {
  private static final String KEY = "the-key-of-the-shop";
  private static final String TAB = "{\"tab\":\"tab-00112233\"}";

  private final Vertx vertx = Vertx.vertx();
  private final WebClient http = WebClient.create(vertx);
  private final ShopServer shop = new ShopServer();
  private final List<JsonObject> asked = new ArrayList<>();
  private JsonObject decision = new JsonObject();
  private JsonArray events = new JsonArray();
  private int port;

  @BeforeEach
  void start() {
    Router router = Router.router(vertx);
    router.route("/v1/*").handler(BodyHandler.create(false)).handler(this::installation);
    shop.draw(router);
    router
        .route()
        .failureHandler(
            ctx -> ctx.response().setStatusCode(400).end(Failure.of(ctx.failure()).code().name()));
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    port = Program.await(server.listen(0, "localhost")).actualPort();
    shop.open(
        Goods.catalogue(), new ShopAccess(URI.create("http://localhost:" + port), "demo", KEY));
  }

  @AfterEach
  void stop() {
    shop.close();
    Program.await(vertx.close());
  }

  private void installation(RoutingContext ctx) {
    assertThat(ctx.request().getHeader("Authorization")).isEqualTo("Bearer " + KEY);
    String path = ctx.request().path();
    if (path.endsWith("/tokens")) {
      asked.add(ctx.body().asJsonObject());
      ctx.json(new JsonObject().put("token", "t").put("expiresAt", "2026-11-21T10:00:00Z"));
    } else if (path.endsWith("/events")) {
      events = ctx.body().asJsonArray();
      ctx.json(new JsonObject().put("accepted", events.size()).put("rejected", new JsonArray()));
    } else {
      ctx.json(decision);
    }
  }

  private HttpResponse<Buffer> call(HttpMethod method, String path, String body, String cookie) {
    HttpRequest<Buffer> request = http.request(method, port, "localhost", "/store/api" + path);
    if (!cookie.isEmpty()) {
      request.putHeader("Cookie", cookie);
    }
    return Program.await(request.sendBuffer(Buffer.buffer(body)));
  }

  /** The cookie of a new visitor, as a browser sends it back. */
  private String visit() {
    String set = call(HttpMethod.POST, "/session", TAB, "").getHeader("Set-Cookie");
    assertThat(set).containsIgnoringCase("HttpOnly").contains("SameSite=Strict", "Path=/store");
    return set.substring(0, set.indexOf(';'));
  }

  private JsonObject decided(String cookie) {
    return new JsonObject()
        .put("decision", "d")
        .put("binding", true)
        .put("shopper", cookie.substring(cookie.indexOf('=') + 1))
        .put(
            "bundles",
            new JsonArray(
                """
                [{"bundle":1,"position":0,"discount":2.5,"items":[
                  {"sku":"A","quantity":1},{"sku":"B","quantity":2}]}]
                """));
  }

  private HttpResponse<Buffer> order(String cookie, String bundles) {
    return call(
        HttpMethod.POST,
        "/orders",
        "{\"tab\":\"tab-00112233\",\"lines\":[{\"sku\":\"A\",\"quantity\":1},"
            + "{\"sku\":\"B\",\"quantity\":3}],\"bundles\":"
            + bundles
            + "}",
        cookie);
  }

  @Test
  void aVisitorGetsATokenAndKeepsTheName() {
    String cookie = visit();
    HttpResponse<Buffer> again = call(HttpMethod.POST, "/session", TAB, cookie);
    assertThat(again.getHeader("Set-Cookie")).isNull();
    assertThat(again.bodyAsJsonObject().getString("token")).isEqualTo("t");
    assertThat(again.bodyAsString()).doesNotContain(KEY);
    assertThat(asked).hasSize(2).allMatch(question -> question.equals(asked.getFirst()));
    assertThat(asked.getFirst().getString("session")).endsWith("/tab-00112233");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"tab\":1}", "{\"tab\":\"../../admin\"}", "{\"tab\":\"x\"}"})
  void aSessionWithoutATabIsRefused(String body) {
    assertThat(call(HttpMethod.POST, "/session", body, "").statusCode()).isEqualTo(400);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"simulated-17", "visitor-17", "VISITOR", ""})
  void aVisitorCannotChooseAName(String name) {
    call(HttpMethod.POST, "/session", TAB, "pannier-demo-visitor=" + name);
    assertThat(asked.getFirst().getString("shopper"))
        .startsWith("visitor-")
        .hasSize("visitor-".length() + 36);
  }

  @Test
  void anOrderIsPricedByItsDecisionAndBecomesPurchases() {
    String cookie = visit();
    decision = decided(cookie);
    JsonObject receipt = order(cookie, "[{\"decision\":\"d\",\"bundle\":1}]").bodyAsJsonObject();
    assertThat(receipt.getDouble("listTotal")).isEqualTo(19.99);
    assertThat(receipt.getDouble("saving")).isEqualTo(2.5);
    assertThat(receipt.getDouble("total")).isEqualTo(17.49);
    assertThat(events.stream().map(JsonObject.class::cast))
        .allMatch(event -> event.getString("type").equals("purchased"))
        .allMatch(event -> event.getString("order").equals(receipt.getString("order")))
        .anyMatch(event -> "d".equals(event.getString("decision")))
        .anyMatch(event -> !event.containsKey("decision"));
  }

  @Test
  void aPriceThatNoLongerBindsIsNotTaken() {
    String cookie = visit();
    decision = decided(cookie).put("binding", false);
    assertThat(order(cookie, "[{\"decision\":\"d\",\"bundle\":1}]").statusCode()).isEqualTo(400);
    assertThat(events).isEmpty();
  }

  @Test
  void nobodyTakesThePriceOfSomebodyElse() {
    decision = decided(visit());
    HttpResponse<Buffer> answer = order(visit(), "[{\"decision\":\"d\",\"bundle\":1}]");
    assertThat(answer.bodyAsString()).isEqualTo("FORBIDDEN");
    assertThat(events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"decision\":\"d\",\"bundle\":7}]",
        "[{\"decision\":\"d\"}]",
        "[{\"bundle\":1}]",
        "[1]",
        "{}",
        "[{\"decision\":\"d\",\"bundle\":1},{\"decision\":\"d\",\"bundle\":1}]"
      })
  void aBundleThatWasNotOfferedIsRefused(String bundles) {
    String cookie = visit();
    decision = decided(cookie);
    assertThat(order(cookie, bundles).statusCode()).isEqualTo(400);
    assertThat(events).isEmpty();
  }

  @Test
  void nobodyOrdersWithoutHavingVisited() {
    assertThat(order("", "[]").bodyAsString()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void aPageOfProductsIsBounded() {
    assertThat(call(HttpMethod.GET, "/products?limit=101", "", "").statusCode()).isEqualTo(400);
    JsonObject page = call(HttpMethod.GET, "/products?limit=2", "", "").bodyAsJsonObject();
    assertThat(page.getJsonArray("products")).hasSize(2);
    assertThat(page.getInteger("total")).isEqualTo(3);
    assertThat(call(HttpMethod.GET, "/products/Z", "", "").bodyAsString()).isEqualTo("NOT_FOUND");
  }
}
