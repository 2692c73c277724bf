package io.pannier.kernels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TensorSource;
import io.pannier.kernels.scalar.ScalarKernels;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposerModelsTest {
  private static final ComposerSpec SPEC = Requests.SMALL;

  @TempDir private Path folder;

  @Test
  void opensWhatRandomComposerWrites() throws IOException {
    Path path = folder.resolve("model.safetensors");
    RandomComposer.write(path, SPEC, 4);
    EventBatch events = new Requests(SPEC, 1).events(5);
    try (Kernels kernels = new ScalarKernels();
        ComposerModel model = ComposerModels.open(path, kernels);
        ComposerModel same =
            ComposerModels.create(SPEC, RandomComposer.weights(SPEC, 4), kernels, Precision.FP32)) {
      Files.delete(path);
      assertThat(model.spec()).isEqualTo(SPEC);
      assertThat(model.description()).contains("width 15", "37 items", "scalar");
      float[] one = new float[SPEC.width()];
      float[] two = new float[SPEC.width()];
      model.encode(events, Rows.of(one, SPEC.width()));
      same.encode(events, Rows.of(two, SPEC.width()));
      assertThat(one).isEqualTo(two).isNotEqualTo(new float[SPEC.width()]);
    }
  }

  @Test
  void theSameSeedWritesTheSameFileAndAnotherDoesNot() {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    RandomComposer.write(one, SPEC, 4);
    RandomComposer.write(two, SPEC, 4);
    assertThat(two).hasSameBinaryContentAs(one);
    RandomComposer.write(two, SPEC, 5);
    try (SafetensorsFile a = SafetensorsFile.open(one);
        SafetensorsFile b = SafetensorsFile.open(two)) {
      assertThat(a.floats("embedding.item")).isNotEqualTo(b.floats("embedding.item"));
    }
  }

  /** A model without one of its tensors names it, and gives back what was prepared before. */
  @Test
  void everyTensorOfTheListIsNeededAndNoOther() {
    Map<String, int[]> shapes = ComposerTensors.of(SPEC);
    for (String missing : shapes.keySet()) {
      TensorSource weights =
          (name, shape) -> {
            if (name.equals(missing)) {
              throw new PannierException(StandardErrorCode.MODEL_TENSOR_MISSING, name);
            }
            return RandomComposer.weights(SPEC, 4).tensor(name, shape);
          };
      try (CountingKernels kernels = new CountingKernels()) {
        assertThatThrownBy(() -> ComposerModels.create(SPEC, weights, kernels, Precision.FP32))
            .isInstanceOf(PannierException.class)
            .hasMessage(missing);
        assertThat(kernels.open()).as("operands that stay after %s", missing).isZero();
      }
    }
    try (CountingKernels kernels = new CountingKernels()) {
      ComposerModels.create(SPEC, RandomComposer.weights(SPEC, 4), kernels, Precision.FP32).close();
      assertThat(kernels.open()).isZero();
      assertThat(kernels.prepared()).isPositive();
    }
  }

  @Test
  void runtimesShareWeights() {
    float[] one = new float[SPEC.width()];
    float[] two = new float[SPEC.width()];
    EventBatch events = new Requests(SPEC, 1).events(5);
    try (Kernels first = new ScalarKernels();
        Kernels second = new ScalarKernels();
        ComposerWeights weights =
            ComposerWeights.prepare(first, SPEC, RandomComposer.weights(SPEC, 4), Precision.FP32)) {
      try (ComposerRuntime runtime = new ComposerRuntime(first, weights)) {
        runtime.encode(events, Rows.of(one, SPEC.width()));
      }
      try (ComposerRuntime runtime = new ComposerRuntime(second, weights)) {
        runtime.encode(events, Rows.of(two, SPEC.width()));
      }
    }
    assertThat(one).isEqualTo(two);
  }

  @Test
  void takesTheBackendsOwnFormWhereThereIsOne() {
    try (CountingKernels kernels = new CountingKernels();
        ComposerModel own =
            ComposerModels.create(
                SPEC, RandomComposer.weights(SPEC, 4), new ScalarKernels(), Precision.FP32)) {
      kernels.offer(own);
      ComposerModel model =
          ComposerModels.create(SPEC, RandomComposer.weights(SPEC, 4), kernels, Precision.FP32);
      assertThat(model.description()).isEqualTo(own.description());
      assertThat(kernels.prepared()).isZero();
    }
  }
}
