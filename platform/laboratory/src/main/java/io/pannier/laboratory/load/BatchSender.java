package io.pannier.laboratory.load;

import static io.pannier.spi.StandardErrorCode.FIELD_INVALID;
import static io.pannier.spi.StandardErrorCode.FORBIDDEN;
import static io.pannier.spi.StandardErrorCode.OVERLOADED;
import static io.pannier.spi.StandardErrorCode.STORE_UNAVAILABLE;
import static io.pannier.spi.StandardErrorCode.UNAUTHENTICATED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pannier.laboratory.orders.Batch;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends one batch until the server has answered for it. Safe for several threads. */
final class BatchSender {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /**
   * What the server said about a batch.
   *
   * @param rejected one line for each refused element
   */
  record Answer(int accepted, int duplicates, List<String> rejected, int retries) {}

  private final ShopAccess access;
  private final ImportOptions options;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  BatchSender(ShopAccess access, ImportOptions options) {
    this.access = access;
    this.options = options;
  }

  /** Blocks until the answer is there. */
  Answer send(Batch batch) {
    HttpRequest request = request(batch);
    Duration pause = options.firstPause();
    @Nullable IOException failure = null;
    String last = "";
    for (int attempt = 0; attempt < options.attempts(); attempt++) {
      try {
        if (attempt > 0) {
          Thread.sleep(pause);
          pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        }
        HttpResponse<byte[]> response =
            client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 == 2) {
          return answer(batch, response.body(), attempt);
        }
        if (!worthAnotherTry(response.statusCode())) {
          throw refused(batch, response);
        }
        failure = null;
        last = "HTTP " + response.statusCode() + " " + problem(response);
      } catch (IOException e) {
        failure = e;
        last = e.toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PannierException(OVERLOADED, "Interrupted while sending to " + access, e);
      }
    }
    throw new PannierException(
        STORE_UNAVAILABLE,
        "A batch of "
            + batch.size()
            + " failed "
            + options.attempts()
            + " times at "
            + request.uri()
            + "; the last time: "
            + last
            + ". What arrived is kept; run the import again once the server answers.",
        failure);
  }

  private HttpRequest request(Batch batch) {
    boolean products = batch.kind() == Batch.Kind.PRODUCTS;
    String path = access.shopPath(products ? "products" : options.eventsResource());
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofByteArray(batch.json());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(access.server().resolve(path))
            .timeout(options.timeout())
            .header("Authorization", "Bearer " + access.apiKey())
            .header("Content-Type", batch.kind().mediaType());
    return products ? request.PUT(body).build() : request.POST(body).build();
  }

  private static boolean worthAnotherTry(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  private static Answer answer(Batch batch, byte[] body, int retries) throws IOException {
    JsonNode json = JSON.readTree(body);
    List<String> rejected = new ArrayList<>();
    for (JsonNode one : json.path("rejected")) {
      rejected.add(
          one.path("code").asText()
              + ": "
              + one.path("message").asText()
              + " (element "
              + one.path("index").asText()
              + " of a batch of "
              + batch.size()
              + ")");
    }
    return new Answer(
        json.path("accepted").asInt(), json.path("duplicates").asInt(), rejected, retries);
  }

  private PannierException refused(Batch batch, HttpResponse<byte[]> response) {
    StandardErrorCode code =
        switch (response.statusCode()) {
          case 401 -> UNAUTHENTICATED;
          case 403 -> FORBIDDEN;
          default -> FIELD_INVALID;
        };
    return new PannierException(
        code,
        "The server refused a batch of "
            + batch.size()
            + " at "
            + response.uri()
            + " with HTTP "
            + response.statusCode()
            + " "
            + problem(response));
  }

  private static String problem(HttpResponse<byte[]> response) {
    try {
      JsonNode json = JSON.readTree(response.body());
      return json.path("code").asText() + " " + json.path("detail").asText();
    } catch (IOException e) {
      return "";
    }
  }
}
