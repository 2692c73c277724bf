package io.pannier.app.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.app.Program;
import io.pannier.store.Role;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody who is signed in to the console, without its pages. */
final class AdminClient implements AutoCloseable {
  private static final String PASSWORD = "correct horse battery staple";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final URI base;
  private final String csrf;

  private AdminClient(URI base, String name) {
    this.base = base;
    ObjectNode door = ShopClient.JSON.createObjectNode();
    door.put("name", name).put("password", PASSWORD);
    this.csrf = send("POST", "/session", door, "").ok().path("csrf").asText();
  }

  static AdminClient of(Installation installation, Role role) {
    String name = role.wireName() + "-" + UUID.randomUUID().toString().substring(0, 8);
    Program.await(installation.store().accounts().create(name, PASSWORD, role));
    return new AdminClient(installation.address().resolve("/admin/api"), name);
  }

  ShopClient.Answer get(String path) {
    return send("GET", path, null, "");
  }

  ShopClient.Answer post(String path, JsonNode body) {
    return send("POST", path, body, csrf);
  }

  private ShopClient.Answer send(
      String method, String path, @Nullable JsonNode body, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    if (!token.isEmpty()) {
      request.header("X-CSRF-Token", token);
    }
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
      return new ShopClient.Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
