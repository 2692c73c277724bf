package io.pannier.messages.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.math.BigDecimal;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class MoneyPropertyTest {
  @Property
  void whatIsWrittenIsReadBack(
      @ForAll @LongRange(min = 0, max = Money.MAX) long minor,
      @ForAll @IntRange(min = 0, max = 4) int decimals) {
    String json = Money.json(minor, decimals);

    assertThat(new BigDecimal(json)).isEqualTo(BigDecimal.valueOf(minor, decimals));
    assertThat(Money.minorUnits(json, decimals)).isEqualTo(minor);
  }

  @Property
  void agreesWithExactArithmetic(
      @ForAll @LongRange(min = -1_000, max = 10_000_000_000_000_000L) long unscaled,
      @ForAll @IntRange(min = -4, max = 8) int scale,
      @ForAll @IntRange(min = 0, max = 4) int decimals,
      @ForAll boolean plain) {
    BigDecimal number = BigDecimal.valueOf(unscaled, scale);
    String json = plain ? number.toPlainString() : number.toString();
    BigDecimal minor = number.movePointRight(decimals);

    if (number.signum() < 0) {
      assertThat(code(json, decimals)).isEqualTo(StandardErrorCode.MONEY_INVALID);
    } else if (minor.compareTo(BigDecimal.valueOf(Money.MAX)) > 0) {
      assertThat(code(json, decimals))
          .isIn(StandardErrorCode.MONEY_INVALID, StandardErrorCode.MONEY_SCALE);
    } else if (minor.stripTrailingZeros().scale() > 0) {
      assertThat(code(json, decimals)).isEqualTo(StandardErrorCode.MONEY_SCALE);
    } else {
      assertThat(Money.minorUnits(json, decimals)).isEqualTo(minor.longValueExact());
    }
  }

  @Property
  void garbageHasACode(@ForAll String text) {
    try {
      assertThat(Money.minorUnits(text, 2)).isBetween(0L, Money.MAX);
    } catch (PannierException e) {
      assertThat(e.code()).isIn(StandardErrorCode.MONEY_INVALID, StandardErrorCode.MONEY_SCALE);
    }
  }

  @Example
  void theEdges() {
    assertThat(Money.minorUnits("2.5", 2)).isEqualTo(250);
    assertThat(Money.minorUnits("2.5000", 2)).isEqualTo(250);
    assertThat(Money.minorUnits("-0.00", 2)).isZero();
    assertThat(Money.minorUnits("1.2E1", 2)).isEqualTo(1_200);
    assertThat(Money.json(-5, 2)).isEqualTo("-0.05");
    assertThat(Money.json(5, 0)).isEqualTo("5");
    for (String wrong :
        new String[] {"", ".", "-", "-.", "1.", ".5", "1e", "NaN", "1e99999", "1.2.3", "0x1"}) {
      assertThat(code(wrong, 2)).as(wrong).isEqualTo(StandardErrorCode.MONEY_INVALID);
    }
  }

  private static ErrorCode code(String json, int decimals) {
    var failure =
        assertThatExceptionOfType(PannierException.class)
            .isThrownBy(() -> Money.minorUnits(json, decimals))
            .actual();
    return failure.code();
  }
}
