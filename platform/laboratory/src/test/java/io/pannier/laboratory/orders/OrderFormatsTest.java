package io.pannier.laboratory.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pannier.laboratory.orders.OrderReport.BrokenRow;
import io.pannier.spi.EventType;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each format makes of good and of broken files. */
class OrderFormatsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADER =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

  @TempDir Path folder;

  @Test
  void readsProductsAndPurchases() throws IOException {
    Reading reading =
        read(
            "online-retail",
            HEADER
                + "1,A1,SET OF 3 CAKE TINS PANTRY DESIGN,6,2011-01-01 08:26:00,2.55,17850.0,UK\n"
                + "1,A2,\"METAL SIGN, \"\"HOME\"\"\",1,2011-01-01 08:26:00,3,17850.0,UK\n"
                + "2,A1,SET OF 3 CAKE TINS PANTRY DESIGN,2,2011-01-03 09:00:00,2.95,,France\n"
                + "3,A1,CAKE TINS,2,2011-01-02 09:00:00,2.95,12,France\n");
    assertThat(reading.products).hasSize(2);
    JsonNode tins = reading.products.getFirst();
    assertThat(tins.get("sku").asText()).isEqualTo("A1");
    assertThat(tins.get("title").asText()).isEqualTo("SET OF 3 CAKE TINS PANTRY DESIGN");
    assertThat(tins.get("category").asText()).isEqualTo("Kitchen > Tin");
    assertThat(tins.get("price").decimalValue()).isEqualByComparingTo("2.95");
    assertThat(tins.get("cost").decimalValue()).isBetween(dec("1.03"), dec("2.07"));
    assertThat(tins.get("currency").asText()).isEqualTo("GBP");
    assertThat(reading.products.get(1).get("title").asText()).isEqualTo("METAL SIGN, \"HOME\"");

    JsonNode first = reading.events.getFirst();
    assertThat(first.get("id").asText()).isEqualTo("1:1");
    assertThat(first.get("type").asText()).isEqualTo("purchased");
    assertThat(first.get("time").asText()).isEqualTo("2011-01-01T08:26:00Z");
    assertThat(first.get("shopper").asText()).isEqualTo("17850");
    assertThat(first.get("quantity").asInt()).isEqualTo(6);
    assertThat(first.get("price").asText()).isEqualTo("2.55");
    assertThat(first.get("order").asText()).isEqualTo("1");
    assertThat(reading.events.get(2).has("shopper")).isFalse();
    assertThat(reading.report.orders()).isEqualTo(3);
    assertThat(reading.report.shoppers()).isEqualTo(2);
  }

  @Test
  void countsWhatIsNoPurchaseAndReportsWhatIsBroken() throws IOException {
    Reading reading =
        read(
            "online-retail",
            HEADER
                + "1,A1,TIN,6,2011-01-01 08:26:00,2.55,1,UK\n" // 2
                + "C2,A1,TIN,-6,2011-01-01 08:26:00,2.55,1,UK\n" // 3
                + "3,A1,TIN,0,2011-01-01 08:26:00,2.55,1,UK\n" // 4
                + "4,A1,TIN,1,2011-01-01 08:26:00,0.001,1,UK\n" // 5
                + "5,POST,POSTAGE,1,2011-01-01 08:26:00,18,1,UK\n" // 6
                + "6,A1,TIN,many,2011-01-01 08:26:00,2.55,1,UK\n" // 7
                + "7,A1,TIN,1,yesterday,2.55,1,UK\n" // 8
                + "8,A1,TIN,1,2011-01-01 08:26:00,NaN,1,UK\n" // 9
                + "9,A1,TIN\n" // 10
                + "10,A1,\"TIN,1,2011-01-01 08:26:00,2.55,1,UK\n" // 11: a quote that never closes
                + "11,,TIN,1,2011-01-01 08:26:00,2.55,1,UK\n" // 12
                + "12,A1,T\u00ffIN,1,9999-01-01 08:26:00,2.55,1,UK\n" // 13
                + "\n" // 14
                + "13,A1,TIN,99999999999,2011-01-01 08:26:00,2.55,1,UK\n" // 15
                + "14,A1,TIN,1,2011-01-01 08:26:00,1e999999999,1,UK\n" // 16
                + "15,A2,\"TWO\nLINES\",1,2011-01-01 08:26:00,2.55,1,UK\n" // 17, 18
                + "16,A1,TIN,1,1/31/2011 8:26,2.55,1,UK\n"); // 19
    assertThat(reading.report.skipped())
        .containsOnlyKeys(
            "cancellation", "quantity-not-positive", "price-not-positive", "no-merchandise")
        .containsValue(1L);
    assertThat(reading.report.firstBroken())
        .extracting(BrokenRow::line)
        .containsExactly(7L, 8L, 9L, 10L, 11L, 12L, 13L, 15L, 16L);
    assertThat(reading.report.firstBroken().getFirst().reason()).contains("Quantity", "many");
    assertThat(reading.report.rows()).isEqualTo(16);
    assertThat(reading.events)
        .extracting(event -> event.get("id").asText())
        .containsExactly("1:1", "15:1", "16:1");
    assertThat(reading.events.get(2).get("time").asText()).isEqualTo("2011-01-31T08:26:00Z");
  }

  @Test
  void anInvalidByteCostsOneLine() throws IOException {
    byte[] text =
        (HEADER
                + "1,A1,TIN,6,2011-01-01 08:26:00,2.55,1,UK\n"
                + "2,A1,?,6,2011-01-01 08:26:00,2.55,1,UK\n"
                + "3,A1,CAFÉ TIN,6,2011-01-01 08:26:00,2.55,1,UK")
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length; i++) {
      text[i] = text[i] == '?' ? (byte) 0xA3 : text[i];
    }
    Reading reading = read("online-retail", text);
    assertThat(reading.report.firstBroken()).containsExactly(new BrokenRow(3, "not valid UTF-8"));
    assertThat(reading.events).hasSize(2);
  }

  @Test
  void movesTimesByWholeDaysAndReadsGzip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(
          (HEADER
                  + "1,A1,TIN,6,2011-01-01 23:59:59,2.55,1,UK\r\n"
                  + "2,A1,TIN,6,2011-12-09 12:50:00,2.55,1,UK\r\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("orders"), bytes.toByteArray());
    Reading reading =
        new Reading(
            OrderFormats.open(
                "online-retail",
                file,
                OrderOptions.defaults().withLastOrderDay(LocalDate.of(2026, 11, 20))));
    assertThat(reading.report.last()).isEqualTo(Instant.parse("2026-11-20T12:50:00Z"));
    assertThat(reading.events.getFirst().get("time").asText()).endsWith("T23:59:59Z");
  }

  @Test
  void sameSeedSameBytes() throws IOException {
    String text = HEADER + "1,A1,TIN,6,2011-01-01 08:26:00,12.55,1,UK\n";
    assertThat(read("online-retail", text).products)
        .isEqualTo(read("online-retail", text).products);
  }

  @Test
  void anOrderStaysInOneBatch() {
    OrderBatcher batcher = new OrderBatcher(3);
    List<Integer> sizes = new ArrayList<>();
    for (String order : List.of("a", "a", "b", "b", "c", "d", "d", "d", "d", "d")) {
      batcher.add(new EventLine("", EventType.PURCHASED, 0, "", "", "", 1, 1, order));
    }
    batcher.finish();
    for (List<EventLine> list = batcher.poll(); list != null; list = batcher.poll()) {
      sizes.add(list.size());
    }
    assertThat(sizes).containsExactly(2, 3, 3, 2);
  }

  @Test
  void eventsPassThroughUnchangedAndBrokenLinesAreNamed() throws IOException {
    String good = "{\"id\":\"é1\",\"price\":2.50,\"mine\":[1,{}]}";
    Reading reading =
        read("events", good + "\n\nnonsense\n[" + good + "," + good + "]\n{\"a\":1\n" + good);
    assertThat(reading.eventText).isEqualTo((good + "\n").repeat(4));
    assertThat(reading.report.firstBroken()).extracting(BrokenRow::line).containsExactly(3L, 5L);
  }

  @Test
  void productsBecomeArrays() throws IOException {
    Reading reading = read("products", "[\n{\"sku\":\"a\"},\n{\"sku\":\"b\"}\n]\n");
    assertThat(reading.products).hasSize(2);
    assertThat(reading.report.products()).isEqualTo(2);
    assertThat(reading.report.broken()).isZero();
  }

  @Test
  void unknownFormatsColumnsAndFilesAreNamed() throws IOException {
    assertThatThrownBy(() -> OrderFormats.open("excel", folder, OrderOptions.defaults()))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.FORMAT_UNKNOWN))
        .hasMessageContaining("online-retail, events, products");
    assertThatThrownBy(() -> read("online-retail", "InvoiceNo,StockCode\n1,2\n"))
        .hasMessageContaining("Description")
        .hasMessageContaining("CustomerID");
    assertThatThrownBy(() -> read("online-retail", ""))
        .isInstanceOf(PannierException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(
            () ->
                new Reading(
                    OrderFormats.open(
                        "online-retail", folder.resolve("none"), OrderOptions.defaults())))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.FILE_FAILED));
  }

  private static BigDecimal dec(String text) {
    return new BigDecimal(text);
  }

  private Reading read(String format, String text) throws IOException {
    return read(format, text.getBytes(StandardCharsets.UTF_8));
  }

  private Reading read(String format, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("file"), bytes);
    return new Reading(OrderFormats.open(format, file, OrderOptions.defaults()));
  }

  /** Everything that a source says. */
  private static final class Reading {
    final List<JsonNode> products = new ArrayList<>();
    final List<JsonNode> events = new ArrayList<>();
    final OrderReport report;
    String eventText = "";

    Reading(OrderSource source) throws IOException {
      try (source) {
        for (Optional<Batch> batch = source.next(); batch.isPresent(); batch = source.next()) {
          if (batch.get().kind() == Batch.Kind.PRODUCTS) {
            JSON.readTree(batch.get().json()).forEach(products::add);
          } else {
            String text = new String(batch.get().json(), StandardCharsets.UTF_8);
            eventText += text;
            for (String line : text.split("\n")) {
              events.add(JSON.readTree(line));
            }
          }
        }
        assertThat(source.progress()).isEqualTo(1);
        report = source.report();
      }
    }
  }
}
