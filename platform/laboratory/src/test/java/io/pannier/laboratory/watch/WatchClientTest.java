package io.pannier.laboratory.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.laboratory.load.FakeServer;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.spi.PannierException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole conversation through streams. */
class WatchClientTest {
  private static final WatchOptions OPTIONS =
      new WatchOptions("cart", "", "test", Duration.ofSeconds(10));

  private final FakeServer server = new FakeServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void typedSkusBringOffers() {
    String output =
        watch(server.access(), "help\n+85123A 2\n+71053\n-85123A\n-none\n?cake\nnonsense\n+A 0\n");
    assertThat(output)
        .contains("cart: 2×85123A 1×71053")
        .contains("none is not in the cart")
        .contains("does not search titles")
        .contains("is no command")
        .contains("between 1 and")
        .contains("offer by genetic@1.0.0")
        .contains("GBP 6.95  instead of 7.45, saves 0.50 (7 %)")
        .contains("1  A1   Set of 3 cake tins")
        .contains("list price")
        .contains("conversion 0.123 · revenue 0.850 · margin 0.310")
        .contains("because bought together with WHITE METAL LANTERN")
        .contains(" ms · server 1.2 ms");
    assertThat(server.messages)
        .filteredOn(message -> message.getString("type").equals("cart"))
        .extracting(message -> message.getJsonArray("cart").encode())
        .containsExactly(
            "[{\"sku\":\"85123A\",\"quantity\":2}]",
            "[{\"sku\":\"85123A\",\"quantity\":2},{\"sku\":\"71053\",\"quantity\":1}]",
            "[{\"sku\":\"71053\",\"quantity\":1}]");
  }

  @Test
  void quitEndsBeforeTheRest() {
    watch(server.access(), "+A\nquit\n+B\n");
    assertThat(server.messages.toString()).contains("\"A\"").doesNotContain("\"B\"");
  }

  @Test
  void aWrongKeyAndAMissingServerAreSaid() {
    ShopAccess access = server.access();
    assertThatThrownBy(() -> watch(new ShopAccess(access.server(), "demo", "wrong"), ""))
        .isInstanceOf(PannierException.class)
        .hasMessageContaining("401");
    server.close();
    assertThatThrownBy(() -> watch(access, ""))
        .isInstanceOf(PannierException.class)
        .hasMessageContaining("Is the server running?");
  }

  private static String watch(ShopAccess access, String typed) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new WatchClient(access, OPTIONS, new BufferedReader(new StringReader(typed)), out).run();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
