package io.pannier.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * What is asked of a version of ONNX Runtime before it may run beside shoppers' data: 1.29 failed
 * at both (its issue 32173 and the like).
 */
class OnnxRuntimeTest {
  private static final String LIBRARY = "/ai/onnxruntime/native/linux-x64/libonnxruntime.so";

  /** Opens the environment in a process of its own. */
  static final class Opening {
    private Opening() {}

    public static void main(String[] arguments) {
      OrtEnvironment.getEnvironment();
    }
  }

  @Test
  void itReportsToNobody() throws IOException {
    try (InputStream library = OrtEnvironment.class.getResourceAsStream(LIBRARY)) {
      assertThat(library).isNotNull();
      String bytes = new String(library.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(bytes.contains("events.data.microsoft.com")).isFalse();
      assertThat(bytes.contains("PosixTelemetry")).isFalse();
    }
  }

  @Test
  void aLongCommandLineDoesNotEndTheProcess() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Opening.class.getName(),
                "x".repeat(60_000))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
