package io.pannier.kernels.cuda;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * The GPU code of this build: a fatbin that the build makes where it finds nvcc, and a note of the
 * compiler beside it.
 *
 * @param toolkit version of CUDA that compiled it, 1000 · major + 10 · minor
 * @param leastCapability lowest compute capability that it runs on, such as 80
 */
record DeviceImage(int toolkit, int leastCapability) {
  private static final String NOTE = "pannier.fatbin.properties";
  private static final String FATBIN = "pannier.fatbin";

  /** What the build left; empty if it had no nvcc. */
  static Optional<DeviceImage> find() {
    try (InputStream in = DeviceImage.class.getResourceAsStream(NOTE)) {
      if (in == null || DeviceImage.class.getResource(FATBIN) == null) {
        return Optional.empty();
      }
      Properties note = new Properties();
      note.load(in);
      return Optional.of(
          new DeviceImage(
              Integer.parseInt(note.getProperty("toolkit", "")),
              Integer.parseInt(note.getProperty("least-capability", ""))));
    } catch (IOException e) {
      throw new UncheckedIOException(NOTE + " cannot be read", e);
    } catch (NumberFormatException e) {
      throw new PannierException(
          StandardErrorCode.DEVICE_IMAGE_UNSUPPORTED,
          NOTE + " does not say what compiled the GPU code; build the module again",
          e);
    }
  }

  /** The oldest driver that takes code of this toolkit: NVIDIA promises it for a major version. */
  int leastDriver() {
    return toolkit / 1000 * 1000;
  }

  /** The bytes for {@link CudaDriver#load}. */
  static byte[] read() {
    try (InputStream in = DeviceImage.class.getResourceAsStream(FATBIN)) {
      if (in == null) {
        throw new PannierException(StandardErrorCode.DEVICE_IMAGE_UNSUPPORTED, CudaProbe.NO_IMAGE);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(FATBIN + " cannot be read", e);
    }
  }
}
