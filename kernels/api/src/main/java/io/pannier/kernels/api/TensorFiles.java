package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import java.nio.file.Path;

/**
 * Reads and writes files of named arrays; granted to strategies, who keep what they learned in
 * them.
 */
public interface TensorFiles {
  /**
   * All that a file holds.
   *
   * @throws PannierException FILE_FAILED, MODEL_FILE_TRUNCATED or MODEL_FILE_INVALID
   */
  NamedTensors read(Path file);

  /**
   * Writes a file, whole or not at all: a reader sees the old file or the new one.
   *
   * @throws PannierException FILE_FAILED, and nothing is left behind; KERNEL_INPUT_NOT_FINITE for
   *     NaN or infinity
   */
  void write(Path file, NamedTensors tensors);
}
