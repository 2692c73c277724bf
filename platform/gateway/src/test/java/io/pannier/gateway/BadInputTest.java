package io.pannier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every bad input has its code, and the server goes on serving. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {
  private static final String EVENTS = "/v1/shops/demo/events";
  private static final String OFFERS = "/v1/shops/demo/offers";

  private Rig rig;

  @BeforeAll
  void start() {
    rig = new Rig();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @AfterEach
  void stillServes() {
    assertThat(rig.post(OFFERS, "{\"placement\":\"cart\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void malformedTruncatedAndDeepJson() {
    for (String path : new String[] {EVENTS, OFFERS}) {
      problem(rig.post(path, ""), 400, "MALFORMED_JSON");
      problem(rig.post(path, "nonsense"), 400, "MALFORMED_JSON");
      problem(rig.post(path, "[{\"id\":\"a\","), 400, "MALFORMED_JSON");
      problem(rig.post(path, "17"), 400, "MALFORMED_JSON");
    }
    problem(rig.post(EVENTS, "[".repeat(100_000)), 400, "NESTING_TOO_DEEP");
    problem(rig.post(OFFERS, "{\"a\":" + "[".repeat(100_000)), 400, "NESTING_TOO_DEEP");
    problem(rig.post(OFFERS, "{\"placement\":\"cart\"} {}"), 400, "MALFORMED_JSON");
    assertThat(
            rejection(
                HttpInterfaceTest.event("deep", "shared")
                    .replace("}", ",\"x\":" + "[".repeat(200) + "]".repeat(200) + "}")))
        .isEqualTo("NESTING_TOO_DEEP");
  }

  @Test
  void whatIsNoUtf8() {
    byte[] question = "{\"placement\":\"c?rt\"}".getBytes(StandardCharsets.US_ASCII);
    question[15] = (byte) 0xC3;
    problem(rig.post(OFFERS, Buffer.buffer(question)), 400, "INVALID_UTF8");
    byte[] event =
        ("[" + HttpInterfaceTest.event("u?f", "shared") + "]").getBytes(StandardCharsets.US_ASCII);
    event[new String(event, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xFF;
    HttpResponse<Buffer> response = rig.post(EVENTS, Buffer.buffer(event));
    assertThat(response.bodyAsString()).contains("INVALID_UTF8");
    // The replacement character itself is a character like any other.
    problem(rig.post(OFFERS, "{\"placement\":\"\uFFFD\"}"), 404, "PLACEMENT_UNKNOWN");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 422, QUANTITY_INVALID",
    "0, 422, QUANTITY_INVALID",
    "1.5, 422, QUANTITY_INVALID",
    "1000001, 422, QUANTITY_INVALID",
    "1e400, 422, QUANTITY_INVALID",
    "99999999999999999999999999, 422, QUANTITY_INVALID",
    "'\"3\"', 422, QUANTITY_INVALID",
    "NaN, 400, MALFORMED_JSON",
    "-Infinity, 400, MALFORMED_JSON"
  })
  void quantitiesOfACart(String quantity, int status, String code) {
    problem(
        rig.post(
            OFFERS,
            "{\"placement\":\"cart\",\"cart\":[{\"sku\":\"a\",\"quantity\":" + quantity + "}]}"),
        status,
        code);
  }

  @ParameterizedTest
  @CsvSource({
    "quantity, -1, QUANTITY_INVALID",
    "quantity, 1e30, QUANTITY_INVALID",
    "price, -0.01, MONEY_INVALID",
    "price, 1e300, MONEY_INVALID",
    "price, 1.999, MONEY_SCALE",
    "time, '\"9999-12-31T23:59:59Z\"', EVENT_TIME_OUT_OF_RANGE",
    "time, '\"yesterday\"', FIELD_INVALID",
    "type, '\"danced\"', EVENT_TYPE_UNKNOWN"
  })
  void valuesOfAnEvent(String field, String value, String code) {
    JsonObject event = new JsonObject(HttpInterfaceTest.event("v", "purchased"));
    event.remove(field);
    assertThat(rejection(event.encode().replace("}", ",\"" + field + "\":" + value + "}")))
        .isEqualTo(code);
  }

  @Test
  void carts() {
    problem(rig.post(OFFERS, offer(StorefrontTest.cart(501))), 422, "CART_TOO_LARGE");
    problem(rig.post(OFFERS, offer(StorefrontTest.cart(10_000))), 422, "CART_TOO_LARGE");
    assertThat(rig.post(OFFERS, offer(StorefrontTest.cart(500))).statusCode()).isEqualTo(200);
    problem(rig.post(OFFERS, "{\"placement\":\"cart\",\"cart\":{}}"), 422, "FIELD_INVALID");
    problem(rig.post(OFFERS, "{\"placement\":\"cart\",\"cart\":[7]}"), 422, "FIELD_INVALID");
    problem(rig.post(OFFERS, "{\"placement\":\"cart\",\"cart\":[{}]}"), 422, "FIELD_MISSING");
    problem(
        rig.post(
            OFFERS, "{\"placement\":\"cart\",\"cart\":[{\"sku\":\"" + "x".repeat(257) + "\"}]}"),
        422,
        "ID_INVALID");
  }

  @Test
  void questions() {
    problem(rig.post(OFFERS, "{}"), 422, "FIELD_MISSING");
    problem(rig.post(OFFERS, "{\"placement\":\"nowhere\"}"), 404, "PLACEMENT_UNKNOWN");
    problem(rig.post(OFFERS, "{\"placement\":\"cart\",\"limit\":0}"), 422, "FIELD_INVALID");
    problem(rig.post(OFFERS, "{\"placement\":\"cart\",\"explain\":1}"), 422, "FIELD_INVALID");
    for (String query :
        new String[] {"\"\"", "\"  \"", "7", "{}", "\"" + "x".repeat(1_001) + "\""}) {
      String question = "{\"placement\":\"cart\",\"query\":" + query + "}";
      problem(rig.post(OFFERS, question), 422, "FIELD_INVALID");
    }
    problem(rig.post("/v1/shops/demo/rank", "{\"placement\":\"cart\"}"), 422, "FIELD_MISSING");
    problem(
        rig.post(
            "/v1/shops/demo/rank",
            "{\"placement\":\"cart\",\"candidates\":[" + "\"a\",".repeat(1_000) + "\"b\"]}"),
        413,
        "BATCH_TOO_LARGE");
    problem(rig.post("/v1/shops/demo/tokens", "{}"), 422, "FIELD_MISSING");
    problem(
        rig.post("/v1/shops/demo/tokens", "{\"session\":\"s\",\"placements\":[\"nowhere\"]}"),
        404,
        "PLACEMENT_UNKNOWN");
  }

  @Test
  void keys() {
    for (Map.Entry<String, String> header :
        Map.of("Bearer nonsense", "UNAUTHENTICATED", "Basic YTpi", "UNAUTHENTICATED").entrySet()) {
      HttpResponse<Buffer> response =
          Rig.await(rig.http.post(OFFERS).putHeader("Authorization", header.getKey()).send());
      problem(response, 401, header.getValue());
      assertThat(response.getHeader("WWW-Authenticate")).startsWith("Bearer");
    }
    problem(asked(FakeInstallation.OTHER_KEY, OFFERS), 403, "FORBIDDEN");
    problem(asked(FakeInstallation.ADMIN_KEY, "/v1/shops/nowhere/offers"), 403, "FORBIDDEN");
    problem(asked(FakeInstallation.EVENTS_KEY, OFFERS), 403, "FORBIDDEN");
  }

  @Test
  void pathsMethodsAndMediaTypes() {
    problem(rig.get("/nowhere"), 404, "NOT_FOUND");
    problem(rig.get("/v1/shops/demo"), 404, "NOT_FOUND");
    problem(rig.get(EVENTS), 405, "METHOD_NOT_ALLOWED");
    problem(Rig.await(rig.request(HttpMethod.PATCH, OFFERS).send()), 405, "METHOD_NOT_ALLOWED");
    problem(
        Rig.await(
            rig.request(HttpMethod.POST, EVENTS)
                .putHeader("Content-Type", "text/csv")
                .sendBuffer(Buffer.buffer("a,b"))),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    problem(
        Rig.await(
            rig.request(HttpMethod.POST, OFFERS)
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Encoding", "compress")
                .sendBuffer(Buffer.buffer("x"))),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    problem(rig.get("/v1/storefront"), 422, "FIELD_INVALID");
    problem(rig.get("/v1/shops/%ZZ/events"), 422, "FIELD_INVALID");
  }

  private HttpResponse<Buffer> asked(String key, String path) {
    return Rig.await(
        rig.http
            .post(path)
            .putHeader("Authorization", "Bearer " + key)
            .sendJson(new JsonObject().put("placement", "cart")));
  }

  private static String offer(JsonArray cart) {
    return new JsonObject().put("placement", "cart").put("cart", cart).encode();
  }

  private String rejection(String event) {
    HttpResponse<Buffer> response = rig.post(EVENTS, "[" + event + "]");
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(202);
    return response.bodyAsJsonObject().getJsonArray("rejected").getJsonObject(0).getString("code");
  }

  private static void problem(HttpResponse<Buffer> response, int status, String code) {
    assertThat(response.bodyAsString()).contains("\"code\":\"" + code + "\"");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
  }
}
