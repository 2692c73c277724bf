package io.pannier.messages.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.pannier.messages.Keys;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.SubmissionResult.Rejected;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.EventType;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
  private static final Shop SHOP = new Shop(7, "demo", "GBP");
  private static final long NOW = Rfc3339.parse("2026-06-15T12:00:00Z");
  private static final EventWindow LIVE = EventWindow.live(NOW);
  private static final String DECISION = "01931c2b-8e1a-7000-8000-0123456789ab";
  private static final String GOOD =
      "{\"id\":\"good\",\"type\":\"product-viewed\",\"time\":\"2026-06-15T11:59:00Z\"}";

  @Test
  void everyFieldArrives() {
    String json =
        "{\"id\":\"e-1\",\"type\":\"purchased\",\"time\":\"2026-06-15T11:59:00.125Z\","
            + "\"shopper\":\"s-1\",\"session\":\"t-1\",\"sku\":\"85123A\",\"quantity\":6,"
            + "\"price\":2.55,\"currency\":\"GBP\",\"order\":\"536365\",\"decision\":\""
            + DECISION
            + "\",\"bundle\":2,\"position\":1,\"value\":4.5,\"text\":\"schön\",\"mood\":[1,{}]}";

    ShopEvent event = one(json);

    assertThat(event)
        .isEqualTo(
            new ShopEvent(
                Keys.event(7, "e-1"),
                "e-1",
                EventType.PURCHASED,
                NOW - 60_000 + 125,
                "s-1",
                Keys.shopper(7, "s-1"),
                "t-1",
                "85123A",
                -1,
                6,
                255,
                "536365",
                UUID.fromString(DECISION),
                2,
                1,
                4.5,
                json));
  }

  @Test
  void absentAndNullFieldsAreTheSame() {
    ShopEvent event =
        one(
            "{\"id\":\"e\",\"type\":\"product-viewed\",\"time\":\"2026-06-15T11:59:00Z\","
                + "\"shopper\":null,\"quantity\":null,\"price\":null,\"decision\":null}");

    assertThat(event.shopper()).isEmpty();
    assertThat(event.shopperKey()).isZero();
    assertThat(event.quantity()).isOne();
    assertThat(event.price()).isEqualTo(-1);
    assertThat(event.decision()).isNull();
    assertThat(event.value()).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"id\":\"\"                          | ID_INVALID",
        "\"id\":17                            | ID_INVALID",
        "\"id\":{\"a\":[1,2]}                 | ID_INVALID",
        "\"sku\":\"a\\nb\"                    | INVALID_UTF8",
        "\"sku\":\"a\\u0000b\"                | INVALID_UTF8",
        "\"shopper\":\"\\ud800\"              | INVALID_UTF8",
        "\"type\":\"teleported\"              | EVENT_TYPE_UNKNOWN",
        "\"type\":\"cart\"                    | EVENT_TYPE_UNKNOWN",
        "\"type\":null                        | FIELD_MISSING",
        "\"type\":\"offer-shown\"             | FIELD_MISSING",
        "\"time\":\"9999-01-01T00:00:00Z\"    | EVENT_TIME_OUT_OF_RANGE",
        "\"time\":\"2026-05-16T11:59:59Z\"    | EVENT_TIME_OUT_OF_RANGE",
        "\"time\":\"2026-06-15T12:05:01Z\"    | EVENT_TIME_OUT_OF_RANGE",
        "\"time\":\"2026-06-15 12:00:00\"     | FIELD_INVALID",
        "\"time\":\"2026-02-30T12:00:00Z\"    | FIELD_INVALID",
        "\"time\":1781524800                  | FIELD_INVALID",
        "\"time\":null                        | FIELD_MISSING",
        "\"quantity\":0                       | QUANTITY_INVALID",
        "\"quantity\":-3                      | QUANTITY_INVALID",
        "\"quantity\":1.5                     | QUANTITY_INVALID",
        "\"quantity\":\"6\"                   | QUANTITY_INVALID",
        "\"quantity\":NaN                     | QUANTITY_INVALID",
        "\"quantity\":1e400                   | QUANTITY_INVALID",
        "\"quantity\":99999999999999999999999 | QUANTITY_INVALID",
        "\"price\":-0.01                      | MONEY_INVALID",
        "\"price\":NaN                        | MONEY_INVALID",
        "\"price\":Infinity                   | MONEY_INVALID",
        "\"price\":1e999999999                | MONEY_INVALID",
        "\"price\":10000000000000             | MONEY_INVALID",
        "\"price\":\"2.55\"                   | MONEY_INVALID",
        "\"price\":[2.55]                     | MONEY_INVALID",
        "\"price\":2.555                      | MONEY_SCALE",
        "\"price\":2.5e-5                     | MONEY_SCALE",
        "\"currency\":\"EUR\"                 | CURRENCY_MISMATCH",
        "\"decision\":\"1-1-1-1-1\"           | FIELD_INVALID",
        "\"decision\":\"zzzzzzzz-8e1a-7000-8000-0123456789ab\" | FIELD_INVALID",
        "\"bundle\":-1                        | FIELD_INVALID",
        "\"position\":\"first\"               | FIELD_INVALID",
        "\"value\":1e999                      | FIELD_INVALID",
        "\"value\":NaN                        | FIELD_INVALID",
        "\"text\":5                           | FIELD_INVALID",
        "\"unknown\":[{\"a\":NaN}]            | FIELD_INVALID",
        "\"session\":\"a\",\"session\":\"b\"  | FIELD_INVALID",
      })
  void aBadElementIsRejectedByItsCodeAndTheOthersAreKept(String field, StandardErrorCode code) {
    Parsed<ShopEvent> parsed = array("[" + GOOD + "," + with(field) + "," + GOOD + "]");

    assertThat(parsed.indexes()).containsExactly(0, 2);
    assertThat(parsed.elements()).hasSize(2);
    assertThat(parsed.rejected())
        .extracting(Rejected::index, Rejected::code)
        .containsExactly(tuple(1, (ErrorCode) code));
  }

  @Test
  void aMissingIdAndWhatIsNoObjectAreRejected() {
    Parsed<ShopEvent> parsed = array("[1,[[]],null,{}," + GOOD + "]");

    assertThat(parsed.rejected())
        .extracting(Rejected::code)
        .containsExactly(
            StandardErrorCode.FIELD_INVALID,
            StandardErrorCode.FIELD_INVALID,
            StandardErrorCode.FIELD_INVALID,
            StandardErrorCode.FIELD_MISSING);
    assertThat(parsed.indexes()).containsExactly(4);
  }

  @Test
  void idsHaveAtMost256Characters() {
    String longest = "x".repeat(256);

    assertThat(one(with("\"id\":\"" + longest + "\"")).id()).isEqualTo(longest);
    assertThat(code(with("\"id\":\"" + longest + "x\""))).isEqualTo(StandardErrorCode.ID_INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "[",
        "[{",
        "[{\"id\":\"a\"",
        "[}",
        "nonsense",
        "\"text\"",
        "5",
        "[1,]",
        "[] []",
        "[{\"id\":\"a\nb\"}]",
        "{\"a\":1}}",
        "[{\"id\" \"a\"}]",
        "[{\"id\":\"a\u0001\"}]"
      })
  void whatIsNoJsonFailsAsAWhole(String json) {
    assertThatExceptionOfType(PannierException.class)
        .isThrownBy(() -> array(json))
        .withMessageMatching("line \\d+, column \\d+: .*(\n.*)*")
        .extracting(PannierException::code)
        .isEqualTo(StandardErrorCode.MALFORMED_JSON);
  }

  @Test
  void theMessageNamesLineAndColumn() {
    assertThatExceptionOfType(PannierException.class)
        .isThrownBy(() -> array("[" + GOOD + ",\n  {\"id\": oops}]"))
        .withMessageStartingWith("line 2, column ");
  }

  @Test
  void deepNestingCostsTheElementAndAbsurdNestingTheDocument() {
    String deep = "[".repeat(200) + "]".repeat(200);
    String absurd = "[".repeat(100_000);

    assertThat(array("[" + with("\"x\":" + deep) + "," + GOOD + "]").rejected())
        .extracting(Rejected::code)
        .containsExactly(StandardErrorCode.NESTING_TOO_DEEP);
    assertThatExceptionOfType(PannierException.class)
        .isThrownBy(() -> array(absurd))
        .extracting(PannierException::code)
        .isEqualTo(StandardErrorCode.NESTING_TOO_DEEP);
  }

  @Test
  void bytesThatAreNoUtf8CostTheElementThatHoldsThem() {
    byte[] json =
        ("[" + GOOD + "," + with("\"text\":\"@@\"") + "," + GOOD + "]")
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < json.length; i++) {
      json[i] = json[i] == '@' ? (byte) 0xc0 : json[i];
    }

    Parsed<ShopEvent> parsed = EventJson.array(SHOP, json, LIVE, 100);

    assertThat(parsed.indexes()).containsExactly(0, 2);
    assertThat(parsed.elements().getLast().payload()).isEqualTo(GOOD);
    assertThat(parsed.rejected())
        .extracting(Rejected::index, Rejected::code)
        .containsExactly(tuple(1, (ErrorCode) StandardErrorCode.INVALID_UTF8));
  }

  @Test
  void textInUtf16IsNotGuessedAt() {
    assertThatExceptionOfType(PannierException.class)
        .isThrownBy(() -> EventJson.array(SHOP, GOOD.getBytes(StandardCharsets.UTF_16LE), LIVE, 10))
        .extracting(PannierException::code)
        .isEqualTo(StandardErrorCode.MALFORMED_JSON);
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    assertThat(array("\uFEFF[" + GOOD + "]").elements().getFirst().payload()).isEqualTo(GOOD);
    assertThat(one("\uFEFF" + GOOD).payload()).isEqualTo(GOOD);
  }

  @Test
  void anElementThatIsTooLongIsRejected() {
    String json = with("\"text\":\"" + "x".repeat(70_000) + "\"");

    assertThat(code(json)).isEqualTo(StandardErrorCode.MESSAGE_TOO_LARGE);
  }

  @Test
  void aBatchHasALimit() {
    assertThatExceptionOfType(PannierException.class)
        .isThrownBy(
            () ->
                EventJson.array(
                    SHOP,
                    ("[" + GOOD + "," + GOOD + "]").getBytes(StandardCharsets.UTF_8),
                    LIVE,
                    1))
        .extracting(PannierException::code)
        .isEqualTo(StandardErrorCode.BATCH_TOO_LARGE);
  }

  @Test
  void aBrokenLineCostsThatLineOnly() {
    String lines =
        GOOD
            + "\r\n\n{\"id\":\"cut\n"
            + GOOD
            + "\n"
            + GOOD
            + " {}\n"
            + with("\"id\":5")
            + "\n"
            + GOOD;

    Parsed<ShopEvent> parsed =
        EventJson.lines(SHOP, lines.getBytes(StandardCharsets.UTF_8), LIVE, 100);

    assertThat(parsed.indexes()).containsExactly(0, 2, 5);
    assertThat(parsed.elements()).extracting(ShopEvent::payload).containsOnly(GOOD);
    assertThat(parsed.rejected())
        .extracting(Rejected::index, Rejected::code)
        .containsExactly(
            tuple(1, (ErrorCode) StandardErrorCode.MALFORMED_JSON),
            tuple(3, (ErrorCode) StandardErrorCode.MALFORMED_JSON),
            tuple(4, (ErrorCode) StandardErrorCode.ID_INVALID));
    assertThat(parsed.rejected().getFirst().message()).startsWith("line 3, column ");
  }

  @Test
  void aSingleObjectIsABatchOfOne() {
    assertThat(array(" " + GOOD + " ").indexes()).containsExactly(0);
  }

  @Test
  void importsReachBackAndReplayReadsEverything() {
    String old = with("\"time\":\"2010-12-01T08:26:00Z\"");
    byte[] bytes = old.getBytes(StandardCharsets.UTF_8);

    assertThat(code(old)).isEqualTo(StandardErrorCode.EVENT_TIME_OUT_OF_RANGE);
    assertThat(EventJson.one(SHOP, bytes, EventWindow.history(NOW)).time()).isPositive();
    assertThat(EventJson.journaled(SHOP, bytes))
        .isEqualTo(EventJson.one(SHOP, bytes, EventWindow.history(NOW)));
  }

  @Test
  void aSliceIsReadInPlace() {
    byte[] frame = ("{\"type\":\"event\",\"event\":" + GOOD + "}").getBytes(StandardCharsets.UTF_8);

    ShopEvent event =
        EventJson.one(SHOP, frame, frame.length - 1 - GOOD.length(), GOOD.length(), LIVE);

    assertThat(event.payload()).isEqualTo(GOOD);
  }

  /** The good event with one field replaced or added. */
  private static String with(String field) {
    StringBuilder json = new StringBuilder("{").append(field);
    if (!field.startsWith("\"id\"")) {
      json.append(",\"id\":\"e\"");
    }
    if (!field.startsWith("\"type\"")) {
      json.append(",\"type\":\"product-viewed\"");
    }
    if (!field.startsWith("\"time\"")) {
      json.append(",\"time\":\"2026-06-15T11:59:00Z\"");
    }
    return json.append('}').toString();
  }

  private static ErrorCode code(String json) {
    return array("[" + json + "]").rejected().getFirst().code();
  }

  private static Parsed<ShopEvent> array(String json) {
    return EventJson.array(SHOP, json.getBytes(StandardCharsets.UTF_8), LIVE, 100);
  }

  private static ShopEvent one(String json) {
    return EventJson.one(SHOP, json.getBytes(StandardCharsets.UTF_8), LIVE);
  }
}
