package io.pannier.app.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A browser with the web console, signed in. */
final class AdminConsole {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http;
  private final URI server;
  private String csrf = "";

  private AdminConsole(URI server, HttpClient http) {
    this.server = server;
    this.http = http;
  }

  AdminConsole(URI server, String name, String password) {
    this(
        server,
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build());
    this.csrf =
        send(
                "POST",
                "/session",
                ShopClient.JSON
                    .createObjectNode()
                    .put("name", name)
                    .put("password", password)
                    .toString(),
                "application/json")
            .ok()
            .path("csrf")
            .asText();
  }

  /** The same browser, sent to another process. */
  AdminConsole at(URI other) {
    AdminConsole same = new AdminConsole(other, http);
    same.csrf = csrf;
    return same;
  }

  static ObjectNode reason(String why) {
    return ShopClient.JSON.createObjectNode().put("reason", why);
  }

  JsonNode get(String path) {
    return send("GET", path, "", "").ok();
  }

  JsonNode post(String path, JsonNode body) {
    return send("POST", path, body.toString(), "application/json").ok();
  }

  JsonNode put(String path, JsonNode body) {
    return send("PUT", path, body.toString(), "application/json").ok();
  }

  JsonNode delete(String path, JsonNode body) {
    return send("DELETE", path, body.toString(), "application/json").ok();
  }

  ShopClient.Answer send(String method, String path, String body, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("/admin/api" + path)).timeout(PATIENCE);
    if (!csrf.isEmpty()) {
      request.header("X-CSRF-Token", csrf);
    }
    if (body.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", type)
          .method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new ShopClient.Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The first lines of a stream of server-sent events, as they come. */
  JsonNode firstOf(String path) {
    try {
      HttpResponse<java.util.stream.Stream<String>> response =
          http.send(
              HttpRequest.newBuilder(server.resolve("/admin/api" + path)).build(),
              HttpResponse.BodyHandlers.ofLines());
      try (java.util.stream.Stream<String> lines = response.body()) {
        String data =
            lines.filter(line -> line.startsWith("data: ")).skip(1).findFirst().orElseThrow();
        return ShopClient.JSON.readTree(data.substring("data: ".length()));
      }
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
