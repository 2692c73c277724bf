package io.pannier.messages.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class Rfc3339PropertyTest {
  private static final long YEAR_0 = -62_167_219_200_000L;
  private static final long YEAR_10000 = 253_402_300_800_000L;

  @Property
  void whatIsWrittenIsReadBack(@ForAll @LongRange(min = YEAR_0, max = YEAR_10000 - 1) long time) {
    String text = Rfc3339.format(time);

    assertThat(Rfc3339.parse(text)).isEqualTo(time);
    assertThat(Instant.parse(text).toEpochMilli()).isEqualTo(time);
  }

  @Property
  void offsetsAreConverted(
      @ForAll @LongRange(min = YEAR_0 / 2, max = YEAR_10000 / 2) long time,
      @ForAll @IntRange(min = -1_079, max = 1_079) int offsetMinutes) {
    OffsetDateTime there =
        Instant.ofEpochMilli(time).atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));

    assertThat(Rfc3339.parse(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(there))).isEqualTo(time);
  }

  @Property
  void garbageIsInvalidAndNeverThrows(@ForAll String text) {
    assertThat(Rfc3339.parse(text)).isEqualTo(Rfc3339.INVALID);
  }

  @Example
  void theEdgesOfTheGrammar() {
    long base = Rfc3339.parse("2024-02-29T23:59:59Z");
    assertThat(Rfc3339.parse("2024-02-29t23:59:59z")).isEqualTo(base);
    assertThat(Rfc3339.parse("2024-02-29T23:59:60Z")).isEqualTo(base + 1_000);
    assertThat(Rfc3339.parse("2024-02-29T23:59:59.9999999Z")).isEqualTo(base + 999);
    for (String wrong :
        new String[] {
          "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z",
          "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:61Z",
          "2024-01-01T00:00:00", "2024-01-01T00:00:00.", "2024-01-01T00:00:00.Z",
          "2024-01-01T00:00:00+1:00", "2024-01-01T00:00:00+01:0", "2024-01-01T00:00:00ZZ",
          "2024-01-01", "99999-01-01T00:00:00Z", "2024-01-01T00:00:00+24:00"
        }) {
      assertThat(Rfc3339.parse(wrong)).as(wrong).isEqualTo(Rfc3339.INVALID);
    }
  }
}
