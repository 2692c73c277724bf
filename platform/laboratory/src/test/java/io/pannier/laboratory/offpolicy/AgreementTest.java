package io.pannier.laboratory.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The share of agreement and its interval. */
class AgreementTest {
  /** Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718"
  })
  void theIntervalIsTheOneOfThePublishedTable(long agreed, long n, double lower, double upper) {
    Agreement agreement = Agreement.of(agreed, n, 0.95);
    assertThat(agreement.lower()).isCloseTo(lower, offset(5e-5));
    assertThat(agreement.upper()).isCloseTo(upper, offset(5e-5));
    assertThat(agreement.share()).isEqualTo(agreed / (double) n);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.3, 0.9, 0.99})
  void theIntervalHoldsTheTruth(double truth) {
    SplittableRandom random = new SplittableRandom(31);
    int held = 0;
    for (int run = 0; run < 2_000; run++) {
      int agreed = 0;
      for (int i = 0; i < 200; i++) {
        agreed += random.nextDouble() < truth ? 1 : 0;
      }
      Agreement agreement = Agreement.of(agreed, 200, 0.95);
      held += agreement.lower() <= truth && truth <= agreement.upper() ? 1 : 0;
    }
    assertThat(held / 2_000.0).isBetween(0.91, 0.99);
  }

  @Test
  void nothingComparedIsRefused() {
    assertThatThrownBy(() -> Agreement.of(0, 0, 0.95)).hasMessageContaining("at least one");
    assertThatThrownBy(() -> Agreement.of(3, 2, 0.95)).hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> Agreement.of(1, 2, 1)).hasMessageContaining("confidence 1.0");
  }
}
