package io.pannier.learning;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** PyTorch for tests: one thread, unpacked below {@code target}. */
final class PyTorch {
  private PyTorch() {}

  /** Loads it; the test is skipped, aloud, where it cannot be loaded. */
  static NDManager manager() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("DJL_CACHE_DIR", Path.of("target", "djl").toAbsolutePath().toString());
    try {
      return NDManager.newBaseManager(null, "PyTorch");
    } catch (RuntimeException | LinkageError e) {
      return Assumptions.abort("SKIPPED, needs PyTorch's native library: " + e);
    }
  }
}
