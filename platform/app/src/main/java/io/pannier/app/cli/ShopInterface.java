package io.pannier.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;

/** Asks a running installation over HTTP, as any program could, and waits for the answer. */
final class ShopInterface implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final ShopAccess access;

  ShopInterface(ShopAccess access) {
    this.access = access;
  }

  JsonNode get(String resource) {
    return send(request(resource).GET().build());
  }

  JsonNode put(String resource, JsonNode body) {
    return send(request(resource).PUT(BodyPublishers.ofString(body.toString())).build());
  }

  private HttpRequest.Builder request(String resource) {
    return HttpRequest.newBuilder(access.server().resolve(access.shopPath(resource)))
        .header("Authorization", "Bearer " + access.apiKey())
        .header("Content-Type", "application/json")
        .timeout(TIMEOUT);
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      JsonNode body = MAPPER.readTree(response.body());
      if (response.statusCode() >= 300) {
        throw new PannierException(
            code(body.path("code").asText()), body.path("detail").asText("no detail given"));
      }
      return body;
    } catch (JsonProcessingException e) {
      throw new PannierException(
          StandardErrorCode.INTERNAL_ERROR, access.server() + " does not answer in JSON", e);
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE,
          access.server() + " does not answer; is the installation running?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PannierException(StandardErrorCode.DEADLINE_EXCEEDED, "interrupted", e);
    }
  }

  private static StandardErrorCode code(String word) {
    return Arrays.stream(StandardErrorCode.values())
        .filter(code -> code.name().equals(word))
        .findFirst()
        .orElse(StandardErrorCode.INTERNAL_ERROR);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
