package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.model.ComposerModels;
import io.pannier.kernels.model.ComposerTensors;
import io.pannier.kernels.model.ModelCard;
import io.pannier.kernels.model.SafetensorsWriter;
import io.pannier.kernels.scalar.ScalarKernelProvider;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderNetworkTest {
  private static final double TOLERANCE = 1e-4;
  private static final int CANDIDATES = 6;
  private static final int STEPS = 3;
  private static final ComposerSpec SPEC =
      new ComposerSpec(24, 3, 2, 2, 40, PairShop.ITEMS, 4, 8, 5, 12, 5, 9, 16, STEPS);

  @TempDir private Path folder;

  /**
   * Every bundle of up to two of six candidates, which a wide beam search lists with its
   * probability, is as probable when the network is forced along it.
   */
  @Test
  void theBundlesOfTheKernelsAreAsProbableAsTheNetworkSays() {
    TrainingOrders orders = PairShop.orders(5, 3);
    Random random = new Random(8);
    try (NDManager manager = PyTorch.manager()) {
      WordShares words = new WordShares(orders.words());
      SharedTexts texts = new SharedTexts(orders.texts());
      Weights weights = new Weights(manager, SPEC, words, texts, 9);
      weights.forEach(
          (name, tensor) ->
              tensor.addi(
                  manager
                      .randomNormal(tensor.getShape())
                      .muli(name.contains("norm") ? 0.1f : 0.3f)));
      Path file = write(weights);
      ComposerNetwork network =
          new ComposerNetwork(SPEC, weights, words, texts.constant(manager), 0.5f);
      DecoderNetwork decoder = new DecoderNetwork(SPEC, weights, 0.5f);
      OrderDraw draw = new OrderDraw(orders, SPEC.maxEvents());
      for (int order = 0; order < orders.count(); order++) {
        draw.draw(order, random);
        BatchDraw drawn = new BatchDraw(orders, draw);
        drawn.add();
        PaddedBatch read = drawn.batch();
        int[] items = random.ints(0, PairShop.ITEMS).distinct().limit(CANDIDATES).toArray();
        int[] categories = random.ints(CANDIDATES, -1, 4).toArray();
        int[] prices = random.ints(CANDIDATES, -1, 8).toArray();
        Beams beams = serve(file, read, new int[][] {items, categories, prices});
        assertThat(beams.found(0)).as("bundles of one or two of six").isEqualTo(6 + 6 * 5);
        NDArray vectors = network.items(manager);
        NDArray states = network.states(manager, vectors, read, false);
        for (int rank = 0; rank < beams.found(0); rank++) {
          DecoderBatch forced = DecoderBatch.of(1, STEPS, CANDIDATES);
          forced.contexts()[0] = read.length();
          System.arraycopy(items, 0, forced.candidates(), 0, CANDIDATES);
          System.arraycopy(categories, 0, forced.categories(), 0, CANDIDATES);
          System.arraycopy(prices, 0, forced.prices(), 0, CANDIDATES);
          Arrays.fill(forced.chosen(), -1);
          int length = beams.length(0, rank);
          for (int step = 0; step < length; step++) {
            forced.chosen()[step] = beams.chosen(0, rank, step);
          }
          float[] logits = decoder.logits(vectors, states, forced, false).toFloatArray();
          assertThat((double) beams.logProbability(0, rank))
              .as("order %s, bundle %s", order, rank)
              .isCloseTo(logProbability(logits, forced.chosen(), length), within(TOLERANCE));
        }
      }
    }
  }

  /** A bundle of two is full and ends without a choice; one of one chose its end. */
  private static double logProbability(float[] logits, int[] chosen, int length) {
    double sum = 0;
    for (int step = 0; step < 2 && step <= length; step++) {
      int at = step * (CANDIDATES + 1);
      double all = step == 0 ? 0 : Math.exp(logits[at + CANDIDATES]);
      for (int j = 0; j < CANDIDATES; j++) {
        all += step == 1 && j == chosen[0] ? 0 : Math.exp(logits[at + j]);
      }
      int choice = step < length ? chosen[step] : CANDIDATES;
      sum += logits[at + choice] - Math.log(all);
    }
    return sum;
  }

  private static Beams serve(Path file, PaddedBatch read, int[][] candidates) {
    EventBatch events =
        new EventBatch(
            new Sequences(new int[] {0, read.length()}, 1, read.times(), null),
            read.items(),
            read.categories(),
            read.prices(),
            read.types());
    Beams beams = new Beams(1, 64, 2);
    try (Kernels kernels = new ScalarKernelProvider().open(KernelOptions.defaults());
        ComposerModel model = ComposerModels.open(file, kernels)) {
      model.compose(
          events,
          new CandidateBatch(
              Sequences.of(0, CANDIDATES), candidates[0], candidates[1], candidates[2], null),
          new BeamConfig(64, 1, 2),
          beams);
    }
    return beams;
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
