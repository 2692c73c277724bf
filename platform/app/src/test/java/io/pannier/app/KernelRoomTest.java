package io.pannier.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.kernels.api.ComposerLoader;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.KernelOptions.Choice;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Rows;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Which backend the program grants, and what it tells of it. */
class KernelRoomTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private KernelRoom room(Choice choice) {
    return new KernelRoom(KernelOptions.defaults().with(choice), registry);
  }

  @Test
  void theConfiguredBackendIsGrantedAndCounted() {
    for (Choice choice : new Choice[] {Choice.SIMD, Choice.SCALAR}) {
      try (Kernels kernels = (Kernels) room(choice).grant(Kernels.class).orElseThrow();
          PackedMatrix matrix = kernels.pack(new float[] {2}, 1, 1)) {
        Rows out = Rows.of(new float[1], 1);
        kernels.multiply(Rows.of(new float[] {3}, 1), 1, matrix, Epilogue.NONE, out);
        assertThat(out.data()[0]).isEqualTo(6);
      }
      String word = kernelsWord(choice);
      assertThat(
              registry
                  .get("pannier.kernels.calls")
                  .tags("backend", word, "operation", "multiply")
                  .counter()
                  .count())
          .isEqualTo(1);
      assertThat(registry.get("pannier.kernels.backend").tag("backend", word).gauge().value())
          .isEqualTo(1);
    }
  }

  private static String kernelsWord(Choice choice) {
    return choice == Choice.SIMD ? "simd" : "scalar";
  }

  @Test
  void cudaThatIsDemandedAndMissingStopsTheStart() {
    Assumptions.assumeFalse(Files.exists(Path.of("/dev/nvidia0")), "needs a machine without a GPU");
    assertThatThrownBy(() -> room(Choice.CUDA))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_UNAVAILABLE))
        .hasMessageContaining("configured for cuda")
        .hasMessageContaining("libcuda.so.1");
  }

  @Test
  void aModelThatIsNotThereIsToldByName() {
    ComposerLoader loader =
        (ComposerLoader) room(Choice.AUTO).grant(ComposerLoader.class).orElseThrow();
    assertThatThrownBy(() -> loader.load(Path.of("no-such.safetensors")))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.FILE_FAILED))
        .hasMessageContaining("no-such.safetensors");
  }

  @Test
  void nothingElseIsGranted() {
    assertThat(room(Choice.AUTO).grant(String.class)).isEmpty();
  }
}
