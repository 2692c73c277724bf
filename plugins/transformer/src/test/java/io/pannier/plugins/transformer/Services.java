package io.pannier.plugins.transformer;

import ai.djl.ndarray.NDManager;
import io.pannier.kernels.api.ComposerLoader;
import io.pannier.kernels.api.ComposerTrainer;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.TensorFiles;
import io.pannier.kernels.model.ComposerModels;
import io.pannier.kernels.model.SafetensorsFiles;
import io.pannier.kernels.simd.SimdKernelProvider;
import io.pannier.learning.DjlComposerTrainer;
import io.pannier.spitestkit.FakeStrategyContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What the platform grants where it trains and where it serves. */
final class Services {
  private Services() {}

  /** Loads PyTorch; the test is skipped, aloud, where it cannot be loaded. */
  static void needPyTorch() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("DJL_CACHE_DIR", Path.of("target", "djl").toAbsolutePath().toString());
    try {
      NDManager.newBaseManager(null, "PyTorch").close();
    } catch (RuntimeException | LinkageError e) {
      Assumptions.abort("SKIPPED, needs PyTorch's native library: " + e);
    }
  }

  static FakeStrategyContext granting(FakeStrategyContext context) {
    return context
        .granting(ComposerTrainer.class, DjlComposerTrainer::new)
        .granting(TensorFiles.class, SafetensorsFiles::new)
        .granting(
            ComposerLoader.class,
            () ->
                file ->
                    ComposerModels.open(
                        file, new SimdKernelProvider().open(KernelOptions.defaults())));
  }
}
