package io.pannier.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.kernels.api.ComposerLoader;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.KernelOptions.Choice;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.model.RandomComposer;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which backend the program grants, and what it tells of it. */
class KernelRoomTest {
  @TempDir private Path folder;
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

  /** A strategy asks on its own thread, whose class loader is its plugin's and knows no backend. */
  @Test
  void aPluginsThreadIsGrantedKernelsToo() throws IOException {
    KernelRoom room = room(Choice.SIMD);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader plugin = new URLClassLoader(new URL[0], null)) {
      thread.setContextClassLoader(plugin);
      try (Kernels kernels = (Kernels) room.grant(Kernels.class).orElseThrow()) {
        assertThat(kernels.backend().word()).isEqualTo("simd");
      }
    } finally {
      thread.setContextClassLoader(before);
    }
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

  /** A strategy that is reloaded again and again must leave no thread behind. */
  @Test
  void aModelIsGrantedWarmAndEndsWithItsKernels() throws InterruptedException {
    Path file = folder.resolve("model.safetensors");
    ComposerSpec spec = new ComposerSpec(16, 2, 1, 1, 32, 500, 5, 4, 3, 8, 8, 8, 20, 4);
    RandomComposer.write(file, spec, 1);
    KernelRoom room = room(Choice.SIMD);
    ComposerLoader loader = (ComposerLoader) room.grant(ComposerLoader.class).orElseThrow();
    Set<Thread> before = helpers();
    ComposerModel model = loader.load(file);
    Set<Thread> helpers = helpers();
    helpers.removeAll(before);
    assertThat(
            registry
                .get("pannier.kernels.calls")
                .tags("backend", "simd", "operation", "top-k")
                .counter()
                .count())
        .as("calls of the warm-up")
        .isGreaterThan(100);
    TopK best = new TopK(1, 10);
    EventBatch events =
        new EventBatch(
            new Sequences(new int[] {0, 2}, 1, new int[2], null),
            new int[] {1, 2},
            new int[2],
            new int[2],
            new int[2]);
    model.recommend(events, null, best);
    assertThat(best.score(0, 0)).isGreaterThanOrEqualTo(best.score(0, 9));
    model.close();
    for (Thread helper : helpers) {
      assertThat(helper.join(Duration.ofSeconds(10))).as("%s has ended", helper).isTrue();
    }
  }

  private static Set<Thread> helpers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("pannier-simd"))
        .collect(Collectors.toCollection(HashSet::new));
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
