package io.pannier.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.pannier.kernels.api.Availability;
import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.KernelProvider;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CudaProbeTest {
  private static final Optional<DeviceImage> IMAGE = Optional.of(new DeviceImage(13_000, 80));
  private static final DriverLibrary.Findings H200 =
      new DriverLibrary.Findings(true, "", CudaResult.SUCCESS, 13_000, 1, "NVIDIA H200", 90);

  private static DriverLibrary.Findings findings(int result, int version, int devices, int cc) {
    return new DriverLibrary.Findings(true, "cuInit", result, version, devices, "a GPU", cc);
  }

  private static void assertRefused(Availability found, ErrorCode code, String... words) {
    assertThat(found.refusal()).isEqualTo(code);
    assertThat(found.explanation()).contains(words);
  }

  @Test
  void aGpuWithADriverAndCodeForItIsTaken() {
    Availability found = CudaProbe.judge(H200, IMAGE);
    assertThat(found.usable()).isTrue();
    assertThat(found.explanation()).contains("NVIDIA H200", "9.0", "CUDA 13.0");
  }

  @Test
  void whyCublasIsNotUsedIsToldAndNoReasonToRefuse() {
    Availability gpu = CudaProbe.judge(H200, IMAGE);
    Availability found = CudaProbe.withoutCublas(gpu, CublasLibrary.problem("libnone.so.12"));
    assertThat(found.usable()).isTrue();
    assertThat(found.explanation())
        .isEqualTo(
            gpu.explanation()
                + "; own kernel for large products, because libnone.so.12 cannot be loaded");
    assertThat(CudaProbe.withoutCublas(gpu, CublasLibrary.problem("libc.so.6"))).isEqualTo(gpu);
  }

  @Test
  void withoutADriverThereIsNoDevice() {
    Availability found = CudaProbe.judge(DriverLibrary.examine("libnone.so.7"), IMAGE);
    assertRefused(found, StandardErrorCode.DEVICE_UNAVAILABLE, "libnone.so.7", "install");
  }

  @Test
  void aLibraryThatIsNoDriverIsNotTakenForOne() {
    Availability found = CudaProbe.judge(DriverLibrary.examine("libc.so.6"), IMAGE);
    assertRefused(found, StandardErrorCode.DEVICE_UNAVAILABLE, "libc.so.6", "not an NVIDIA driver");
  }

  @Test
  void aDriverOlderThanTheCodeIsTooOld() {
    Availability found = CudaProbe.judge(findings(0, 12_080, 1, 90), IMAGE);
    assertRefused(
        found, StandardErrorCode.DEVICE_DRIVER_TOO_OLD, "CUDA 12.8", "CUDA 13.0", "update");
    assertThat(
            CudaProbe.judge(findings(0, 12_080, 1, 90), Optional.of(new DeviceImage(12_060, 80))))
        .matches(Availability::usable);
  }

  @Test
  void aDriverWithoutDevicesIsExplained() {
    assertRefused(
        CudaProbe.judge(findings(CudaResult.NO_DEVICE, 13_000, 0, 0), IMAGE),
        StandardErrorCode.DEVICE_UNAVAILABLE,
        "CUDA_ERROR_NO_DEVICE",
        "CUDA_VISIBLE_DEVICES");
    assertRefused(
        CudaProbe.judge(findings(CudaResult.SUCCESS, 13_000, 0, 0), IMAGE),
        StandardErrorCode.DEVICE_UNAVAILABLE,
        "no usable GPU");
  }

  @Test
  void aBuildWithoutGpuCodeSaysHowToGetIt() {
    assertRefused(
        CudaProbe.judge(H200, Optional.empty()),
        StandardErrorCode.DEVICE_IMAGE_UNSUPPORTED,
        "nvcc");
  }

  @Test
  void aGpuThatIsTooOldIsNamed() {
    assertRefused(
        CudaProbe.judge(findings(CudaResult.SUCCESS, 13_000, 1, 75), IMAGE),
        StandardErrorCode.DEVICE_IMAGE_UNSUPPORTED,
        "a GPU",
        "7.5",
        "8.0");
  }

  @Test
  void theProviderIsFoundAndRefusesHere() {
    KernelProvider provider =
        ServiceLoader.load(KernelProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.backend() == Backend.CUDA)
            .findFirst()
            .orElseThrow();
    assertThat(provider).isInstanceOf(CudaKernelProvider.class);
    Availability found = provider.probe(KernelOptions.defaults());
    assumeFalse(found.usable(), "there is a GPU here");
    assertThatThrownBy(() -> provider.open(KernelOptions.defaults()))
        .isInstanceOfSatisfying(
            PannierException.class,
            failure -> assertThat(failure.code()).isEqualTo(found.refusal()))
        .hasMessage(found.explanation());
  }

  /** What the child does: probe, and fail to open. */
  static final class Probing {
    private Probing() {}

    public static void main(String[] arguments) {
      CudaKernelProvider provider = new CudaKernelProvider();
      System.out.println(provider.probe(KernelOptions.defaults()));
      try {
        provider.open(KernelOptions.defaults());
      } catch (PannierException e) {
        System.out.println("refused: " + e.code());
      }
    }
  }

  @Test
  void withoutADriverNoClassOfJcudaIsTouched() {
    assumeFalse(DriverLibrary.examine(DriverLibrary.NAME).loaded(), "there is a driver here");
    String output =
        ChildProcess.java(
                Probing.class,
                List.of("-verbose:class"),
                List.of(),
                Map.of(),
                Duration.ofMinutes(1))
            .requireSuccess();
    assertThat(output).contains("refused: DEVICE_UNAVAILABLE");
    assertThat(output).contains("io.pannier.kernels.cuda.CudaProbe");
    assertThat(output.lines().filter(line -> line.contains(" jcuda."))).isEmpty();
  }
}
