package io.pannier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is too much is refused before it costs anything. */
@Timeout(60)
final class LimitsTest {
  private static final String EVENTS = "/v1/shops/demo/events";

  @Test
  void aHundredMegabytesAreRefusedUnread() throws Exception {
    try (Rig rig = new Rig()) {
      String head = head(rig, "Content-Length: 100000000\r\nExpect: 100-continue\r\n");
      assertThat(exchange(rig, head, 0)).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE");
      assertThat(exchange(rig, head(rig, "Content-Length: 100000000\r\n"), 100_000_000))
          .startsWith("HTTP/1.1 413")
          .contains("BODY_TOO_LARGE");
    }
  }

  @Test
  void aBodyOfUnknownLengthIsCutOffAtTheLimit() throws Exception {
    try (Rig rig = new Rig()) {
      String answer = exchange(rig, head(rig, "Transfer-Encoding: chunked\r\n"), 20_000_000);
      assertThat(answer).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE");
    }
  }

  @Test
  void anExpectedBodyIsAskedForOnceItMayCome() throws Exception {
    try (Rig rig = new Rig()) {
      String answer = exchange(rig, head(rig, "Content-Length: 2\r\nExpect: 100-continue\r\n"), 2);
      assertThat(answer).startsWith("HTTP/1.1 100").contains("HTTP/1.1 400");
    }
  }

  @Test
  void compressedBodiesCountByWhatTheyHold() throws Exception {
    try (Rig rig = new Rig()) {
      byte[] event =
          ("[" + HttpInterfaceTest.event("z", "shared") + "]").getBytes(StandardCharsets.UTF_8);
      HttpResponse<Buffer> fine = zipped(rig, gzip(event, 1));
      HttpResponse<Buffer> bomb = zipped(rig, gzip(new byte[1 << 20], 100));

      assertThat(fine.statusCode()).as(fine.bodyAsString()).isEqualTo(202);
      HttpResponse<Buffer> broken = zipped(rig, event);

      assertThat(broken.bodyAsString()).contains("MALFORMED_JSON");
      assertThat(bomb.statusCode()).isEqualTo(413);
      assertThat(bomb.bodyAsString()).contains("BODY_TOO_LARGE");
    }
  }

  @Test
  void aBatchHasAnEnd() {
    try (Rig rig = new Rig(c -> c.with(b -> b.maxBatch = 3))) {
      HttpResponse<Buffer> response = rig.post(EVENTS, "[1,2,3,4]");
      assertThat(response.statusCode()).isEqualTo(413);
      assertThat(response.bodyAsString()).contains("BATCH_TOO_LARGE");
    }
  }

  @Test
  void aKeyHasItsRate() {
    try (Rig rig =
        new Rig(
            c ->
                c.with(
                    b -> {
                      b.rate = 1;
                      b.burst = 3;
                    }))) {
      int refused = 0;
      for (int i = 0; i < 6; i++) {
        HttpResponse<Buffer> response = rig.post(EVENTS, "[]");
        if (response.statusCode() == 429) {
          refused++;
          assertThat(response.bodyAsString()).contains("RATE_LIMITED");
          assertThat(Integer.parseInt(response.getHeader("Retry-After"))).isBetween(1, 2);
        }
      }
      assertThat(refused).isBetween(1, 3);
      assertThat(
              Rig.await(
                      rig.http
                          .post(EVENTS)
                          .putHeader("Authorization", "Bearer " + FakeInstallation.EVENTS_KEY)
                          .sendJson(new io.vertx.core.json.JsonArray()))
                  .statusCode())
          .isEqualTo(202);
    }
  }

  private static HttpResponse<Buffer> zipped(Rig rig, byte[] body) {
    return Rig.await(
        rig.request(HttpMethod.POST, EVENTS)
            .putHeader("Content-Type", "application/json")
            .putHeader("Content-Encoding", "gzip")
            .sendBuffer(Buffer.buffer(body)));
  }

  private static byte[] gzip(byte[] data, int times) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < times; i++) {
        zip.write(data);
      }
    }
    return bytes.toByteArray();
  }

  private static String head(Rig rig, String headers) {
    return "POST "
        + EVENTS
        + " HTTP/1.1\r\nHost: localhost:"
        + rig.port
        + "\r\nAuthorization: Bearer "
        + FakeInstallation.ADMIN_KEY
        + "\r\nContent-Type: application/json\r\nConnection: close\r\n"
        + headers
        + "\r\n";
  }

  /** Sends a head and so many bytes of spaces, reading meanwhile; the answer until the end. */
  private static String exchange(Rig rig, String head, int bytes) throws Exception {
    try (Socket socket = new Socket("localhost", rig.port)) {
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(() -> readUntilProblem(socket));
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      boolean chunked = head.contains("chunked");
      byte[] spaces = " ".repeat(16_384).getBytes(StandardCharsets.US_ASCII);
      try {
        for (int sent = 0; sent < bytes && !answer.isDone(); sent += spaces.length) {
          int size = Math.min(spaces.length, bytes - sent);
          if (chunked) {
            out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          }
          out.write(spaces, 0, size);
          if (chunked) {
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
          }
        }
        out.flush();
      } catch (IOException closed) {
        // The server may hang up once it has answered.
        return answer.get();
      }
      return answer.get();
    }
  }

  private static String readUntilProblem(Socket socket) {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[4_096];
    try {
      InputStream in = socket.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        if (text.indexOf("\"instance\"") >= 0) {
          return text.toString();
        }
      }
    } catch (IOException e) {
      text.append(e);
    }
    return text.toString();
  }
}
