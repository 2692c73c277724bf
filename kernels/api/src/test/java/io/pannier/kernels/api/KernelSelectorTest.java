package io.pannier.kernels.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.kernels.api.KernelOptions.Choice;
import io.pannier.kernels.api.KernelSelector.Selection;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class KernelSelectorTest {
  private final Heard heard = new Heard();

  private Selection select(Choice choice, KernelProvider... providers) {
    return new KernelSelector(
            List.of(providers).iterator(), KernelOptions.defaults().with(choice), heard)
        .open();
  }

  private static FakeProvider noDriver() {
    return FakeProvider.refused(Backend.CUDA, StandardErrorCode.DEVICE_UNAVAILABLE);
  }

  @Test
  void autoTakesTheBestThatCanRunAndSaysWhyNotABetterOne() {
    Selection selection =
        select(
            Choice.AUTO,
            FakeProvider.usable(Backend.SCALAR),
            noDriver(),
            FakeProvider.usable(Backend.SIMD));
    assertThat(selection.kernels().backend()).isEqualTo(Backend.SIMD);
    assertThat(selection.fallback()).isTrue();
    assertThat(selection.verdicts())
        .extracting(Object::toString)
        .containsExactly(
            "cuda: refused, DEVICE_UNAVAILABLE: install one", "simd: can run: it is a fake");
  }

  @Test
  void aDeviceThatFailsToOpenIsPassedOverUnderAuto() {
    FakeProvider cuda = FakeProvider.usable(Backend.CUDA);
    cuda.failsToOpen = StandardErrorCode.DEVICE_IMAGE_UNSUPPORTED;
    Selection selection = select(Choice.AUTO, cuda, FakeProvider.usable(Backend.SIMD));
    assertThat(selection.kernels().backend()).isEqualTo(Backend.SIMD);
    assertThat(selection.verdicts().getFirst())
        .hasToString("cuda: refused, DEVICE_IMAGE_UNSUPPORTED: failed to open");
  }

  @Test
  void demandedCudaFailsWhereItCannotRun() {
    assertThatThrownBy(() -> select(Choice.CUDA, noDriver(), FakeProvider.usable(Backend.SIMD)))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_UNAVAILABLE))
        .hasMessageContaining("configured for cuda")
        .hasMessageContaining("install one");
    assertThatThrownBy(
            () ->
                select(
                    Choice.CUDA,
                    FakeProvider.refused(Backend.CUDA, StandardErrorCode.DEVICE_DRIVER_TOO_OLD)))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_DRIVER_TOO_OLD));
    assertThatThrownBy(() -> select(Choice.CUDA, FakeProvider.usable(Backend.SIMD)))
        .hasMessageContaining("not on the class path");
  }

  @Test
  void theConfiguredBackendIsTakenThoughABetterOneCouldRun() {
    assertThat(
            select(
                    Choice.SCALAR,
                    FakeProvider.usable(Backend.SIMD),
                    FakeProvider.usable(Backend.SCALAR))
                .kernels()
                .backend())
        .isEqualTo(Backend.SCALAR);
  }

  @Test
  void aProviderThatDoesNotLoadIsARefusalAndNoCrash() {
    Iterator<KernelProvider> providers =
        new Iterator<>() {
          private int asked;

          @Override
          public boolean hasNext() {
            return asked < 2;
          }

          @Override
          public KernelProvider next() {
            if (asked++ == 0) {
              throw new ServiceConfigurationError("a class is missing");
            }
            return FakeProvider.usable(Backend.SCALAR);
          }
        };
    Selection selection = new KernelSelector(providers, KernelOptions.defaults(), heard).open();
    assertThat(selection.kernels().backend()).isEqualTo(Backend.SCALAR);
    assertThat(selection.verdicts().getFirst().toString()).contains("a class is missing");
  }

  @Test
  void whatRanIsCounted() {
    Kernels kernels = select(Choice.AUTO, FakeProvider.usable(Backend.SIMD)).kernels();
    PackedMatrix matrix = kernels.pack(new float[] {2}, 1, 1);
    Rows out = Rows.of(new float[1], 1);
    kernels.multiply(Rows.of(new float[] {1}, 1), 1, matrix, Epilogue.NONE, out);
    assertThat(out.data()[0]).isEqualTo(3);
    assertThat(heard.lines).containsExactly("simd multiply");
  }

  @Test
  void aLostDeviceIsReplacedWithoutLosingTheCall() {
    FakeProvider cuda = FakeProvider.usable(Backend.CUDA);
    FakeProvider simd = FakeProvider.usable(Backend.SIMD);
    Kernels kernels = select(Choice.CUDA, cuda, simd).kernels();
    PackedMatrix matrix = kernels.pack(new float[] {2}, 1, 1);
    assertThat(simd.opened).isEmpty();

    cuda.opened.getFirst().failing = StandardErrorCode.DEVICE_LOST;
    Rows out = Rows.of(new float[1], 1);
    kernels.multiply(Rows.of(new float[] {5}, 1), 1, matrix, Epilogue.NONE, out);
    kernels.multiply(Rows.of(new float[] {6}, 1), 1, matrix, Epilogue.NONE, out);
    assertThat(out.data()[0]).isEqualTo(8);
    assertThat(kernels.backend()).isEqualTo(Backend.SIMD);
    assertThat(simd.opened.getFirst().packed).isEqualTo(1);
    assertThat(heard.lines)
        .containsExactly("cuda to simd after DEVICE_LOST", "simd multiply", "simd multiply");

    kernels.close();
    assertThat(cuda.opened.getFirst().closed).isTrue();
    assertThat(simd.opened.getFirst().closed).isTrue();
  }

  @Test
  void aLossWhileAnOperandIsPreparedIsSurvivedToo() {
    FakeProvider cuda = FakeProvider.usable(Backend.CUDA);
    Kernels kernels = select(Choice.AUTO, cuda, FakeProvider.usable(Backend.SCALAR)).kernels();
    cuda.opened.getFirst().failing = StandardErrorCode.DEVICE_FAILED;
    PackedMatrix matrix = kernels.pack(new float[] {2}, 1, 1);
    Rows out = Rows.of(new float[1], 1);
    kernels.multiply(Rows.of(new float[] {5}, 1), 1, matrix, Epilogue.NONE, out);
    assertThat(out.data()[0]).isEqualTo(7);
    assertThat(kernels.description()).isEqualTo("scalar: fake");
  }

  @Test
  void aMistakeOfTheCallerIsNoLossOfTheDevice() {
    FakeProvider cuda = FakeProvider.usable(Backend.CUDA);
    Kernels kernels = select(Choice.AUTO, cuda, FakeProvider.usable(Backend.SIMD)).kernels();
    for (StandardErrorCode code :
        List.of(
            StandardErrorCode.KERNEL_SHAPE_MISMATCH, StandardErrorCode.DEVICE_MEMORY_EXHAUSTED)) {
      cuda.opened.getFirst().failing = code;
      assertThatThrownBy(() -> kernels.pack(new float[] {2}, 1, 1))
          .isInstanceOf(PannierException.class);
    }
    assertThat(kernels.backend()).isEqualTo(Backend.CUDA);
    assertThat(heard.lines).isEmpty();
  }
}
