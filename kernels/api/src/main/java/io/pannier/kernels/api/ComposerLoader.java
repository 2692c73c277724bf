package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import java.nio.file.Path;

/** Opens model files; granted to strategies, who see no file format. */
@FunctionalInterface
public interface ComposerLoader {
  /**
   * The model of a file, on the configured backend. The caller closes it.
   *
   * @throws PannierException FILE_FAILED, MODEL_FILE_TRUNCATED, MODEL_FILE_INVALID or
   *     MODEL_TENSOR_MISSING
   */
  ComposerModel load(Path file);
}
