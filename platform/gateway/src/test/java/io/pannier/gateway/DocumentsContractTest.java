package io.pannier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.StandardErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The served documents say what the server does, and all of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DocumentsContractTest {
  private static final Map<String, String> ANSWERS =
      Map.ofEntries(
          Map.entry("events", "Submission"),
          Map.entry("history", "Submission"),
          Map.entry("products", "Submission"),
          Map.entry("product-search", "FoundProducts"),
          Map.entry("shoppers", "Submission"),
          Map.entry("erasure", "Receipt"),
          Map.entry("offers", "Offer"),
          Map.entry("rank", "Ranking"),
          Map.entry("decision", "Decision"),
          Map.entry("tokens", "Token"),
          Map.entry("placement", "Placement"),
          Map.entry("placement-change", "Placement"),
          Map.entry("live", "Health"),
          Map.entry("ready", "Health"));

  private Rig rig;
  private Documents openApi;
  private Documents asyncApi;

  @BeforeAll
  void start() {
    rig = new Rig();
    openApi = new Documents(rig.get("/v1/openapi.yaml").bodyAsString());
    asyncApi = new Documents(rig.get("/v1/asyncapi.yaml").bodyAsString());
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @Test
  void everyRouteIsDocumentedAndEveryDocumentedRouteExists() {
    Set<String> documented = new TreeSet<>();
    JsonObject paths = openApi.at("paths");
    for (String path : paths.fieldNames()) {
      for (String method : paths.getJsonObject(path).fieldNames()) {
        if (!method.equals("parameters")) {
          documented.add(method.toUpperCase(Locale.ROOT) + " " + path);
        }
      }
    }
    Set<String> drawn = new TreeSet<>();
    for (Route route : rig.router().getRoutes()) {
      if (!"pages".equals(route.getName()) && route.getPath() != null && route.methods() != null) {
        for (HttpMethod method : route.methods()) {
          drawn.add(method + " " + route.getPath().replaceAll(":([a-z]+)", "{$1}"));
        }
      }
    }

    assertThat(drawn).isEqualTo(documented).hasSize(20);
  }

  @Test
  void everyAnswerFollowsItsSchema() {
    JsonObject paths = openApi.at("paths");
    Set<String> seen = new TreeSet<>();
    for (String path : paths.fieldNames()) {
      JsonObject methods = paths.getJsonObject(path);
      for (String method : methods.fieldNames()) {
        if (method.equals("parameters")) {
          continue;
        }
        JsonObject operation = methods.getJsonObject(method);
        String schema = ANSWERS.get(operation.getString("operationId"));
        if (schema == null) {
          continue;
        }
        seen.add(operation.getString("operationId"));
        HttpResponse<Buffer> response = call(method, path);
        assertThat(operation.getJsonObject("responses").fieldNames())
            .as(path + ": " + response.bodyAsString())
            .contains(Integer.toString(response.statusCode()));
        openApi.assertValid(schema, response.bodyAsJsonObject());
        if (operation.containsKey("x-scope")) {
          problemsFollowTheirSchema(method, path);
        }
      }
    }
    assertThat(seen).isEqualTo(new TreeSet<>(ANSWERS.keySet()));
  }

  @Test
  void whatIsRefusedIsNoValidRequestEither() {
    JsonObject line = new JsonObject().put("sku", "a").put("quantity", -1);
    JsonObject question =
        new JsonObject().put("placement", "cart").put("cart", new JsonArray().add(line));

    assertThat(openApi.isValid("OfferQuestion", question)).isFalse();
    line.put("quantity", 1);
    assertThat(openApi.isValid("OfferQuestion", question)).isTrue();
    openApi.assertValid("Event", new JsonObject(HttpInterfaceTest.event("e", "product-viewed")));
  }

  @Test
  void everyErrorCodeIsDocumented() {
    Set<String> codes =
        Arrays.stream(StandardErrorCode.values()).map(Enum::name).collect(Collectors.toSet());

    assertThat(
            openApi.at("components", "schemas", "Code").getJsonArray("enum").stream()
                .map(String.class::cast)
                .collect(Collectors.toSet()))
        .isEqualTo(codes);
  }

  @Test
  void everyCloseCodeIsDocumented() {
    String description = asyncApi.at("info").getString("description");

    for (CloseCode code : CloseCode.values()) {
      assertThat(description).contains("| " + code.number() + " | `" + code.name() + "` |");
    }
  }

  @Test
  void theDocumentedLimitsAreTheDefaults() {
    GatewayConfig d = GatewayConfig.defaults();
    StorefrontConfig s = d.storefront();
    String http = openApi.at("info").getString("description");
    String socket = asyncApi.at("info").getString("description");

    assertThat(http)
        .contains((d.maxBody() >> 20) + " MiB | 413")
        .contains((d.maxQuestion() >> 20) + " MiB | 413")
        .contains("%,d and %,d | 413".formatted(d.maxBatch(), d.maxCandidates()))
        .contains("lines of a cart | " + d.maxCartLines())
        .contains("%,d/s, %,d at once".formatted(d.ratePerSecond(), d.rateBurst()))
        .contains(d.bodyTimeout().toSeconds() + " s | 503")
        .contains("and " + RequestJson.MAX_DEPTH + " levels");
    assertThat(socket)
        .contains("opened | " + s.connectTimeout().toSeconds() + " s | close 4004")
        .contains("accepted | " + (s.maxFirstMessage() >> 10) + " KiB")
        .contains("| message | " + (s.maxMessage() >> 10) + " KiB")
        .contains("| single frame | " + ((2 * s.maxMessage()) >> 10) + " KiB")
        .contains("lines of a cart | " + d.maxCartLines())
        .contains("placements followed | " + s.maxSubscriptions())
        .contains("%d/s, %d at once".formatted(s.ratePerSecond(), s.rateBurst()))
        .contains("their ack | " + s.maxPendingEvents())
        .contains(
            "left full | %d s, or %d waiting"
                .formatted(s.slowReaderTimeout().toSeconds(), s.maxPendingReplies()))
        .contains("(2 × " + s.heartbeat().toSeconds() + " s)");
  }

  @Test
  void everyMessageOfTheSocketFollowsItsSchema() {
    StorefrontClient client = rig.storefront();
    JsonObject connect = StorefrontTest.connect(rig.token());
    JsonObject subscribe =
        new JsonObject()
            .put("type", "subscribe")
            .put("placement", "cart")
            .put("cart", StorefrontTest.cart(2))
            .put("since", new JsonObject().put("epoch", "other").put("offset", 3));
    JsonObject cart = StorefrontTest.cartMessage(1, "cart", 2);
    JsonObject event =
        new JsonObject()
            .put("type", "event")
            .put("event", new JsonObject(HttpInterfaceTest.event("doc", "shared")));
    JsonObject refresh = new JsonObject().put("type", "refresh").put("token", rig.token());
    JsonObject unsubscribe = new JsonObject().put("type", "unsubscribe").put("placement", "cart");

    say(client, connect, "connected");
    say(client, subscribe, "subscribed");
    hear(client, "offer");
    say(client, cart, "offer");
    say(client, cart, "error");
    say(client, event, "ack");
    say(client, refresh, "connected");
    asyncApi.assertValid("unsubscribe", unsubscribe);
    client.send(unsubscribe);
    say(client, cart, "error");
    assertThat(asyncApi.at("components", "messages").fieldNames())
        .containsExactlyInAnyOrder(
            "connect",
            "subscribe",
            "cart",
            "event",
            "refresh",
            "unsubscribe",
            "connected",
            "subscribed",
            "offer",
            "ack",
            "error");
  }

  private void say(StorefrontClient client, JsonObject message, String answer) {
    asyncApi.assertValid(message.getString("type"), message);
    client.send(message);
    hear(client, answer);
  }

  private void hear(StorefrontClient client, String type) {
    JsonObject answer = client.next(type);
    asyncApi.assertValid(type, answer);
    if (type.equals("offer")) {
      openApi.assertValid("Offer", answer.getJsonObject("offer"));
    }
  }

  private void problemsFollowTheirSchema(String method, String path) {
    HttpMethod verb = HttpMethod.valueOf(method.toUpperCase(Locale.ROOT));
    HttpResponse<Buffer> anonymous = Rig.await(rig.http.request(verb, concrete(path)).send());
    HttpResponse<Buffer> foreign =
        Rig.await(
            rig.http
                .request(verb, concrete(path))
                .putHeader("Authorization", "Bearer " + FakeInstallation.OTHER_KEY)
                .send());

    assertThat(anonymous.statusCode()).isEqualTo(401);
    openApi.assertValid("Problem", anonymous.bodyAsJsonObject());
    assertThat(foreign.statusCode()).isEqualTo(403);
    openApi.assertValid("Problem", foreign.bodyAsJsonObject());
  }

  private HttpResponse<Buffer> call(String method, String path) {
    String body =
        switch (path.substring(path.lastIndexOf('/') + 1)) {
          case "events", "history" -> "[" + HttpInterfaceTest.event("d", "shared") + ",{}]";
          case "products", "shoppers" -> "[{}]";
          case "offers" -> "{\"placement\":\"cart\"}";
          case "rank" -> "{\"placement\":\"cart\",\"candidates\":[\"a\"]}";
          case "tokens" -> "{\"session\":\"s\",\"placements\":[\"cart\"]}";
          default -> "{\"reason\":\"a test\"}";
        };
    String query = method.equals("get") && path.endsWith("/products") ? "?query=lantern" : "";
    return Rig.await(
        rig.request(HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)), concrete(path) + query)
            .putHeader("Content-Type", "application/json")
            .sendBuffer(Buffer.buffer(body)));
  }

  private static String concrete(String path) {
    return path.replace("{shop}", "demo")
        .replace("{name}", "cart")
        .replace("decisions/{id}", "decisions/" + FakeInstallation.DECISION)
        .replace("{id}", "ann");
  }
}
