package io.pannier.kernels.model;

import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.TensorSource;
import io.pannier.spi.PannierException;
import java.nio.file.Path;

/** Makes composers from model files or other weights, in the best form that a backend has. */
public final class ComposerModels {
  private ComposerModels() {}

  /** Opens a model file; the scan over its vocabulary is exact. */
  public static ComposerModel open(Path path, Kernels kernels) {
    return open(path, kernels, Precision.FP32);
  }

  /**
   * Opens a model file. The file is read whole and may be replaced afterwards.
   *
   * @param kernels stay the caller's to close, after the model
   * @param precision of the scan over the vocabulary, where the backend leaves the choice
   * @throws PannierException what {@link SafetensorsFile}, {@link ModelCard} and {@link
   *     ComposerWeights} throw
   */
  public static ComposerModel open(Path path, Kernels kernels, Precision precision) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return create(ModelCard.read(file).spec(), file, kernels, precision);
    }
  }

  /**
   * The model in the backend's own memory, else one that is put together from its operations. The
   * first becomes the second when its device is lost.
   */
  public static ComposerModel create(
      ComposerSpec spec, TensorSource weights, Kernels kernels, Precision precision) {
    TensorSource kept = new RememberedTensors(weights);
    return kernels
        .composer(spec, kept)
        .<ComposerModel>map(
            device ->
                new ResilientComposer(device, () -> operations(spec, kept, kernels, precision)))
        .orElseGet(() -> operations(spec, weights, kernels, precision));
  }

  private static ComposerModel operations(
      ComposerSpec spec, TensorSource weights, Kernels kernels, Precision precision) {
    return ComposerRuntime.owning(
        kernels, ComposerWeights.prepare(kernels, spec, weights, precision));
  }
}
