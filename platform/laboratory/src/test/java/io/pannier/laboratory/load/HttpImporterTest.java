package io.pannier.laboratory.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.laboratory.orders.OrderFormats;
import io.pannier.laboratory.orders.OrderOptions;
import io.pannier.laboratory.orders.OrderSource;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The importer against a server that loses answers and refuses elements. */
class HttpImporterTest {
  private static final ImportOptions FAST =
      new ImportOptions(3, 4, Duration.ofMillis(5), Duration.ofSeconds(5), "history");

  @TempDir Path folder;
  private final FakeServer server = new FakeServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void whatWasSentTwiceCountsOnce() throws IOException {
    server.failuresToCome.set(3);
    AtomicLong seen = new AtomicLong();
    ImportResult result;
    try (OrderSource source = retail(250)) {
      result =
          new HttpImporter(server.access(), FAST)
              .send(source, (_, products, events) -> seen.set(products + events));
    }
    assertThat(server.products).hasSize(7);
    assertThat(server.events).hasSize(250).containsKeys("0:1", "249:1");
    assertThat(result.retries()).isEqualTo(3);
    assertThat(result.products() + result.events() + result.duplicates()).isEqualTo(257);
    assertThat(seen.get()).isEqualTo(257);
    assertThat(result.source().events()).isEqualTo(250);
  }

  @Test
  void refusedElementsAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("events"), "{\"id\":\"a\"}\n{\"x\":1}\n");
    try (OrderSource source = OrderFormats.open("events", file, OrderOptions.defaults())) {
      ImportResult result = new HttpImporter(server.access(), FAST).send(source, (_, _, _) -> {});
      assertThat(result.events()).isEqualTo(1);
      assertThat(result.rejected()).isEqualTo(1);
      assertThat(result.firstRejections())
          .containsExactly("FIELD_MISSING: no id (element 1 of a batch of 2)");
    }
  }

  @Test
  void aWrongKeyAndADeadServerEndTheImport() throws IOException {
    ShopAccess access = server.access();
    try (OrderSource source = retail(10)) {
      ShopAccess wrong = new ShopAccess(access.server(), "demo", "wrong");
      assertThatThrownBy(() -> new HttpImporter(wrong, FAST).send(source, (_, _, _) -> {}))
          .isInstanceOfSatisfying(
              PannierException.class,
              e -> assertThat(e.code()).isEqualTo(StandardErrorCode.UNAUTHENTICATED));
    }
    server.failuresToCome.set(Integer.MAX_VALUE);
    try (OrderSource source = retail(10)) {
      assertThatThrownBy(() -> new HttpImporter(access, FAST).send(source, (_, _, _) -> {}))
          .hasMessageContaining("4 times")
          .hasMessageContaining("503");
    }
  }

  private OrderSource retail(int orders) throws IOException {
    StringBuilder csv =
        new StringBuilder(
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n");
    for (int i = 0; i < orders; i++) {
      csv.append(i).append(",S").append(i % 7).append(",TIN,1,2011-01-01 08:26:00,2.55,1,UK\n");
    }
    Path file = Files.writeString(folder.resolve("orders"), csv);
    return OrderFormats.open("online-retail", file, new OrderOptions(1, 20, null));
  }
}
