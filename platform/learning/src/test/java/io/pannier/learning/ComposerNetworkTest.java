package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.model.ComposerModels;
import io.pannier.kernels.model.ComposerTensors;
import io.pannier.kernels.model.ModelCard;
import io.pannier.kernels.model.SafetensorsWriter;
import io.pannier.kernels.scalar.ScalarKernelProvider;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposerNetworkTest {
  private static final double TOLERANCE = 1e-4;
  private static final ComposerSpec SPEC =
      new ComposerSpec(24, 3, 2, 0, 40, PairShop.ITEMS, 1, 8, 5, 12, 5, 9, 16, 1);

  @TempDir private Path folder;

  /** What is trained is what serves, padding or none. */
  @Test
  void theForwardPassIsTheOneThatServes() {
    TrainingOrders orders = PairShop.orders(30, 3);
    try (NDManager manager = PyTorch.manager()) {
      WordShares words = new WordShares(orders.words());
      SharedTexts texts = new SharedTexts(orders.texts());
      Weights weights = new Weights(manager, SPEC, words, texts, 9);
      // The tables of biases begin at zero, and vectors and states small; here they must be seen.
      weights.forEach(
          (name, tensor) -> {
            if (name.startsWith("embedding.") || name.equals("encoder.norm.weight")) {
              tensor.addi(manager.randomNormal(tensor.getShape()));
            } else if (name.endsWith("_bias")) {
              tensor.addi(manager.randomNormal(tensor.getShape()).muli(0.5f));
            }
          });
      Path file = write(weights);
      ComposerNetwork network =
          new ComposerNetwork(SPEC, weights, words, texts.constant(manager), 0.5f);
      OrderDraw draw = new OrderDraw(orders, SPEC.maxEvents());
      BatchDraw drawn = new BatchDraw(orders, draw);
      Random draws = new Random(4);
      for (int order = 0; order < orders.count(); order++) {
        draw.draw(order, draws);
        drawn.add();
      }
      PaddedBatch batch = drawn.batch();
      float[] states = network.states(manager, network.items(manager), batch, false).toFloatArray();

      float[] served = serve(file, batch);

      for (int s = 0; s < batch.sequences(); s++) {
        int last = length(batch, s) - 1;
        int at = (s * batch.length() + last) * SPEC.width();
        for (int i = 0; i < SPEC.width(); i++) {
          assertThat((double) served[s * SPEC.width() + i])
              .as("sequence %s, element %s", s, i)
              .isCloseTo(states[at + i], within(TOLERANCE));
        }
      }
    }
  }

  private static int length(PaddedBatch batch, int sequence) {
    int length = 0;
    while (length < batch.length() && batch.types()[sequence * batch.length() + length] >= 0) {
      length++;
    }
    return length;
  }

  private static float[] serve(Path file, PaddedBatch batch) {
    int count = batch.sequences();
    int[] offsets = new int[count + 1];
    for (int s = 0; s < count; s++) {
      offsets[s + 1] = offsets[s] + length(batch, s);
    }
    EventBatch packed =
        new EventBatch(
            new Sequences(offsets, count, pack(batch, batch.times(), offsets), null),
            pack(batch, batch.items(), offsets),
            pack(batch, batch.categories(), offsets),
            pack(batch, batch.prices(), offsets),
            pack(batch, batch.types(), offsets));
    float[] out = new float[count * SPEC.width()];
    try (Kernels kernels = new ScalarKernelProvider().open(KernelOptions.defaults());
        ComposerModel model = ComposerModels.open(file, kernels)) {
      model.encode(packed, Rows.of(out, SPEC.width()));
    }
    return out;
  }

  private static int[] pack(PaddedBatch batch, int[] padded, int[] offsets) {
    int[] packed = new int[offsets[batch.sequences()]];
    for (int s = 0; s < batch.sequences(); s++) {
      System.arraycopy(padded, s * batch.length(), packed, offsets[s], offsets[s + 1] - offsets[s]);
    }
    return packed;
  }

  private Path write(Weights weights) {
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter();
    new ModelCard(SPEC, ModelCard.NONE, ModelCard.NONE, 1, Instant.EPOCH).write(writer);
    var values = weights.copy();
    ComposerTensors.of(SPEC)
        .forEach(
            (name, shape) -> writer.add(name, Objects.requireNonNull(values.get(name)), shape));
    writer.write(file);
    return file;
  }
}
