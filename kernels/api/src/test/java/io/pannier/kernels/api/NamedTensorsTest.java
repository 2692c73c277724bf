package io.pannier.kernels.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NamedTensorsTest {
  @Test
  void textsKeepTheirBordersWhateverTheyHold() {
    List<String> texts = List.of("", "a\nb", "84029E", "Häkelgarn ✓", "");
    assertThat(new NamedTensors().putTexts("names", texts).texts("names")).isEqualTo(texts);
  }

  @Test
  void whatIsMissingOrOfAnotherKindIsNamed() {
    NamedTensors tensors =
        new NamedTensors().put("a", new float[6], 2, 3).putTexts("t", List.of("x"));
    fails(StandardErrorCode.MODEL_TENSOR_MISSING, () -> tensors.floats("b"));
    fails(StandardErrorCode.MODEL_FILE_INVALID, () -> tensors.integers("a"));
    fails(StandardErrorCode.KERNEL_SHAPE_MISMATCH, () -> tensors.put("c", new int[5], 2, 3));
    tensors.integers("t" + NamedTensors.ENDS)[0] = 9;
    fails(StandardErrorCode.MODEL_FILE_INVALID, () -> tensors.texts("t"));
  }

  private static void fails(StandardErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(PannierException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
