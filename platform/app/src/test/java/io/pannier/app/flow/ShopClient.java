package io.pannier.app.flow;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.laboratory.load.ShopAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shop's server: speaks HTTP and reads money as exact decimals. */
final class ShopClient {
  static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ShopAccess access;

  ShopClient(ShopAccess access) {
    this.access = access;
  }

  /** What was answered. */
  record Answer(int status, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError(text, e);
      }
    }

    /** The body, if the call succeeded. */
    JsonNode ok() {
      if (status >= 300) {
        throw new AssertionError(status + ": " + text);
      }
      return json();
    }
  }

  Answer get(String resource) {
    return send("GET", access.shopPath(resource), null, Map.of());
  }

  Answer post(String resource, JsonNode body) {
    return send("POST", access.shopPath(resource), body, Map.of());
  }

  Answer post(String resource, JsonNode body, Map<String, String> headers) {
    return send("POST", access.shopPath(resource), body, headers);
  }

  Answer put(String resource, JsonNode body) {
    return send("PUT", access.shopPath(resource), body, Map.of());
  }

  Answer delete(String resource) {
    return send("DELETE", access.shopPath(resource), null, Map.of());
  }

  /** What is served outside of the shop. */
  String page(String path) {
    return send("GET", path, null, Map.of()).text();
  }

  /** Changes a placement. */
  void place(String placement, ObjectNode change) {
    put("placements/" + placement, change.put("reason", "a test")).ok();
  }

  /** Sends one event. */
  void event(ObjectNode event) {
    ArrayNode events = JSON.createArrayNode().add(event);
    JsonNode answer = post("events", events).ok();
    if (answer.path("accepted").asInt() != 1) {
      throw new AssertionError(answer.toString());
    }
  }

  /** A storefront of a shopper's browser. */
  Storefront storefront(String shopper, String session) {
    ObjectNode question = JSON.createObjectNode().put("shopper", shopper).put("session", session);
    String token = post("tokens", question).ok().path("token").asText();
    URI address = URI.create("ws://localhost:" + access.port() + access.storefrontPath());
    return Storefront.connect(http, address, token);
  }

  private Answer send(
      String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(access.server().resolve(path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + access.apiKey());
    headers.forEach(request::header);
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
