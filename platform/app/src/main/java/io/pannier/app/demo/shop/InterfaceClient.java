package io.pannier.app.demo.shop;

import io.pannier.laboratory.load.ShopAccess;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What the shop's server asks of the installation, over HTTP and with its API key. */
final class InterfaceClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ShopAccess access;

  InterfaceClient(ShopAccess access) {
    this.access = access;
  }

  Future<JsonObject> token(Vertx vertx, String shopper, String session) {
    JsonObject question = new JsonObject().put("shopper", shopper).put("session", session);
    return call(vertx, "POST", "/tokens", question.encode());
  }

  Future<JsonObject> decision(Vertx vertx, String id) {
    String escaped = URLEncoder.encode(id, StandardCharsets.UTF_8);
    return call(vertx, "GET", "/decisions/" + escaped, "");
  }

  Future<JsonObject> events(Vertx vertx, JsonArray events) {
    return call(vertx, "POST", "/events", events.encode());
  }

  private Future<JsonObject> call(Vertx vertx, String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(access.server() + "/v1/shops/" + access.shop() + path))
            .header("Authorization", "Bearer " + access.apiKey())
            .header("Content-Type", "application/json")
            .timeout(TIMEOUT)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return Future.fromCompletionStage(
            http.sendAsync(request, BodyHandlers.ofString()), vertx.getOrCreateContext())
        .map(InterfaceClient::read);
  }

  private static JsonObject read(HttpResponse<String> response) {
    JsonObject body;
    try {
      body = new JsonObject(response.body());
    } catch (DecodeException e) {
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE, "the installation does not answer its shop", e);
    }
    if (response.statusCode() >= 300) {
      throw new PannierException(
          code(body.getString("code", "")), body.getString("detail", "no detail given"));
    }
    return body;
  }

  private static StandardErrorCode code(String word) {
    for (StandardErrorCode code : StandardErrorCode.values()) {
      if (code.name().equals(word)) {
        return code;
      }
    }
    return StandardErrorCode.INTERNAL_ERROR;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
