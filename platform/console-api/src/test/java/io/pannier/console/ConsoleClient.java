package io.pannier.console;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A browser with the console: keeps its cookie and sends the session's token. */
final class ConsoleClient {
  private final CookieManager cookies;
  private final HttpClient http;
  private final String server;
  String csrf = "";

  ConsoleClient(String server) {
    this(server, new CookieManager());
  }

  private ConsoleClient(String server, CookieManager cookies) {
    this.server = server;
    this.cookies = cookies;
    this.http =
        HttpClient.newBuilder().cookieHandler(cookies).version(HttpClient.Version.HTTP_1_1).build();
  }

  /** The same browser, sent to another process. */
  ConsoleClient at(String other) {
    ConsoleClient same = new ConsoleClient(other, cookies);
    same.csrf = csrf;
    return same;
  }

  /** What was answered. */
  record Answer(int status, String text, Map<String, List<String>> headers) {
    /** The first value of a header; fails where it has none. */
    String header(String name) {
      List<String> values = headers.getOrDefault(name, List.of());
      if (values.isEmpty()) {
        throw new AssertionError("no header " + name + " in " + headers);
      }
      return values.getFirst();
    }

    JsonObject json() {
      return new JsonObject(text);
    }

    JsonObject ok() {
      if (status >= 300) {
        throw new AssertionError(status + ": " + text);
      }
      return text.isEmpty() ? new JsonObject() : json();
    }

    String code() {
      return json().getString("code");
    }
  }

  ConsoleClient signIn(String name, String password) {
    csrf =
        post("/session", new JsonObject().put("name", name).put("password", password))
            .ok()
            .getString("csrf");
    return this;
  }

  Answer get(String path) {
    return send("GET", path, "", Map.of());
  }

  Answer post(String path, JsonObject body) {
    return send("POST", path, body.encode(), Map.of());
  }

  Answer put(String path, JsonObject body) {
    return send("PUT", path, body.encode(), Map.of());
  }

  Answer delete(String path, JsonObject body) {
    return send("DELETE", path, body.encode(), Map.of());
  }

  /** The id of its session; empty without one. */
  String session() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(ConsoleSessions.COOKIE))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElse("");
  }

  /** The answer as it comes. */
  InputStream stream(String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(server + "/admin/api" + path)).build(),
              HttpResponse.BodyHandlers.ofInputStream())
          .body();
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  String cookie() {
    return cookies.getCookieStore().getCookies().toString();
  }

  Answer send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + "/admin/api" + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", headers.getOrDefault("Content-Type", "application/json"));
    }
    if (!csrf.isEmpty()) {
      request.header("X-CSRF-Token", csrf);
    }
    headers.forEach(
        (name, value) -> {
          if (!name.equals("Content-Type")) {
            request.setHeader(name, value);
          }
        });
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response.headers().map());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
