package io.pannier.kernels.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.kernels.api.Rows;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What must fail, and what must be left alone. */
final class Failures {
  private Failures() {}

  static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PannierException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(code);
              assertThat(failure.getMessage()).isNotBlank();
            });
  }

  /** Everything around the rows is as it was. */
  static void assertUntouched(float[] before, Rows out, int rows, int width) {
    for (int i = 0; i < before.length; i++) {
      int from = i - out.offset();
      boolean inside =
          from >= 0 && from / out.stride() < rows && from % out.stride() < width && width > 0;
      if (!inside) {
        assertThat(out.data()[i]).as("element %s beside the rows", i).isEqualTo(before[i]);
      }
    }
  }
}
