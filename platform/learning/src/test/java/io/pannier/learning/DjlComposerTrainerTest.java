package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.ComposerTrainer;
import io.pannier.kernels.api.ComposerTrainer.Outcome;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.NamedTensors;
import io.pannier.kernels.api.Neighbours;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.kernels.api.TrainingPlan.ClassWeights;
import io.pannier.kernels.api.TrainingPlan.Loss;
import io.pannier.kernels.api.TrainingPlan.Optimizer;
import io.pannier.kernels.api.WideTables;
import io.pannier.kernels.model.ComposerModels;
import io.pannier.kernels.model.ModelCard;
import io.pannier.kernels.model.SafetensorsFile;
import io.pannier.kernels.model.SafetensorsFiles;
import io.pannier.kernels.scalar.ScalarKernelProvider;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyTrainer;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DjlComposerTrainerTest {
  private static final ComposerSpec SPEC =
      new ComposerSpec(16, 2, 1, 0, 32, PairShop.ITEMS, 1, 8, 5, 32, 16, 32, 16, 1);
  private static final ComposerTrainer TRAINER = new DjlComposerTrainer();

  @TempDir private Path folder;

  @BeforeAll
  static void loadPyTorch() {
    PyTorch.manager().close();
  }

  /** Chance is 10 of the 37 items that are not seen. */
  @Test
  void learnsWhatIsBoughtTogetherAndTheModelServesIt() {
    Path file = folder.resolve("model.safetensors");
    Telling listener = new Telling(Integer.MAX_VALUE);

    Outcome outcome =
        TRAINER
            .train(SPEC, PairShop.orders(1_500, 1), plan(12, 5e-3f), file, listener)
            .orElseThrow();

    assertThat(outcome.hitRate()).isGreaterThan(0.95);
    assertThat(outcome.reciprocalRank()).isGreaterThan(0.9);
    assertThat(listener.done).isSorted().allMatch(done -> done >= 0 && done <= 1);
    assertThat(listener.what).contains("validation HR@10");
    try (SafetensorsFile model = SafetensorsFile.open(file)) {
      ModelCard card = ModelCard.read(model);
      assertThat(card.spec()).isEqualTo(SPEC);
      assertThat(card.trainingData()).hasSize(64);
      assertThat(card.seed()).isEqualTo(7);
    }
    Neighbours cosines =
        WideTables.read(new SafetensorsFiles().read(file)).counts().squaredCosines();
    float[] sums = new float[PairShop.ITEMS];
    cosines.add(8, 1, sums);
    assertThat(IntStream.range(0, sums.length).filter(item -> sums[item] >= sums[9]))
        .as("nearest to 8")
        .containsExactly(9);
  }

  /** The counts know nothing here: what is not learned by the composer stays at chance. */
  @ParameterizedTest
  @ValueSource(ints = {0, 12})
  void learnsWhatTheCountsDoNotSayFromAllItemsAndFromDrawnOnes(int negatives) {
    TrainingPlan plan =
        new TrainingPlan(
            10, Duration.ofMinutes(2), 99, 16, 1e-2f, 0.01f, 0.1f, 1, 0.2, negatives, 7);
    List<Double> followed = new ArrayList<>();
    for (boolean learn : new boolean[] {false, true}) {
      Outcome outcome =
          TRAINER
              .train(
                  SPEC,
                  PairShop.followed(1_500, 1),
                  learn ? plan : plan(1, 1e-12f),
                  folder.resolve("m"),
                  new Telling(99_999))
              .orElseThrow();
      followed.add(outcome.reciprocalRank());
    }

    // One of the four items that are taken out follows, and stands first when that was learned.
    assertThat(followed.get(1)).isGreaterThan(followed.get(0) + 0.1);
    // Who looked at 4 and put some item into the cart is named 14 by the kernels.
    EventBatch looked =
        new EventBatch(
            new Sequences(new int[] {0, 4}, 1, new int[] {-9_000, -8_000, -7_000, 0}, null),
            new int[] {4, 4, 4, 25},
            new int[] {-1, -1, -1, -1},
            new int[] {-1, -1, -1, -1},
            new int[] {0, 1, 2, 3});
    TopK top = new TopK(1, 1);
    try (Kernels kernels = new ScalarKernelProvider().open(KernelOptions.defaults());
        ComposerModel model = ComposerModels.open(folder.resolve("m"), kernels)) {
      long[] hidden = {1L << 4 | 1L << 25};
      model.recommend(looked, hidden, top);
    }
    assertThat(top.item(0, 0)).isEqualTo(14);
  }

  /** What follows from what was looked at is learned by each rule, loss and weighing. */
  @ParameterizedTest
  @CsvSource({
    "SGD, CROSS_ENTROPY, NONE, 0.1",
    "ADAM, CROSS_ENTROPY, NONE, 0.01",
    "ADAMW, SQUARED_ERROR, NONE, 0.01",
    "ADAMW, CROSS_ENTROPY, INVERSE_FREQUENCY, 0.01",
    "ADAMW, SQUARED_ERROR, EFFECTIVE_NUMBER, 0.01"
  })
  void everyWayOfTrainingBeatsTheFirstModel(
      Optimizer optimizer, Loss loss, ClassWeights weights, float rate) {
    TrainingOrders orders = PairShop.followed(1_500, 1);
    Outcome first =
        TRAINER
            .train(SPEC, orders, plan(1, 1e-12f), folder.resolve("m"), new Telling(99_999))
            .orElseThrow();
    TrainingPlan plan =
        new TrainingPlan(
            10,
            Duration.ofMinutes(2),
            99,
            16,
            rate,
            0.001f,
            0.1f,
            1,
            0.2,
            0,
            7,
            optimizer,
            0.9f,
            loss,
            weights,
            1,
            0);
    Outcome trained =
        TRAINER.train(SPEC, orders, plan, folder.resolve("m"), new Telling(99_999)).orElseThrow();

    assertThat(trained.reciprocalRank()).isGreaterThan(first.reciprocalRank() + 0.1);
  }

  @Test
  void theFileHoldsTheNamesAndTheCountsOfAllOrders() {
    Path file = folder.resolve("model");
    TrainingOrders orders = PairShop.orders(100, 1);
    Outcome outcome =
        TRAINER.train(SPEC, orders, plan(1, 1e-3f), file, new Telling(999)).orElseThrow();

    NamedTensors tensors = new SafetensorsFiles().read(file);
    WideTables tables = WideTables.read(tensors);
    assertThat(tensors.texts(ModelCard.VOCABULARY)).isEqualTo(orders.vocabulary());
    assertThat(tables.until()).isEqualTo(99 * 3_600);
    assertThat(tables.counts().support(3))
        .isEqualTo(
            (int)
                IntStream.range(0, 100)
                    .filter(o -> IntStream.of(orders.basket(o)).anyMatch(i -> i == 3))
                    .count());
    assertThat(outcome.heldOut())
        .as("each of the youngest fifth with each of its four items taken out")
        .containsExactly(IntStream.range(0, 80).map(i -> 80 + i / 4).toArray());
    assertThat(outcome.takenOut()).doesNotHaveDuplicates();
    for (int i = 0; i < 80; i++) {
      int taken = outcome.takenOut()[i] - 7 * outcome.heldOut()[i];
      assertThat(taken).isBetween(PairShop.BEFORE, 6);
    }
  }

  @Test
  void theSameSeedGivesTheSameModel() throws IOException {
    List<byte[]> weights = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      Path file = folder.resolve("model-" + run);
      Outcome outcome =
          TRAINER
              .train(SPEC, PairShop.followed(500, 1), plan(6, 1e-2f), file, new Telling(999))
              .orElseThrow();
      assertThat(outcome.epochs()).as("training made it better").isPositive();
      try (SafetensorsFile model = SafetensorsFile.open(file)) {
        weights.add(model.bytes("embedding.item").toArray(ValueLayout.JAVA_BYTE));
      }
    }
    assertThat(weights.get(0)).isEqualTo(weights.get(1));
  }

  @Test
  void aCancelledTrainingLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "the last good one");

    Optional<Outcome> outcome =
        TRAINER.train(SPEC, PairShop.orders(500, 1), plan(5, 1e-3f), file, new Telling(3));

    assertThat(outcome).isEmpty();
    assertThat(file).hasContent("the last good one");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aTrainingThatDivergesSaysSoAndLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "the last good one");

    assertThatThrownBy(
            () ->
                TRAINER.train(
                    SPEC, PairShop.orders(300, 1), plan(5, 1e30f), file, new Telling(9_999)))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.TRAINING_DIVERGED));
    assertThat(file).hasContent("the last good one");
  }

  /** One step breaks the model; there is no second whose loss would tell. */
  @Test
  void aModelThatBreaksInTheLastStepIsNotTakenForAPerfectOne() {
    TrainingPlan plan =
        new TrainingPlan(1, Duration.ofMinutes(2), 9, 64, 1e30f, 0.01f, 0.1f, 1, 0.2, 0, 7);
    Path file = folder.resolve("model");

    assertThatThrownBy(
            () -> TRAINER.train(SPEC, PairShop.orders(60, 1), plan, file, new Telling(99)))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.TRAINING_DIVERGED));
    assertThat(file).doesNotExist();
  }

  /** A rate of almost nothing cannot make the first model better. */
  @Test
  void theFirstModelIsKeptWhereTrainingMakesItNoBetter() {
    Outcome outcome =
        TRAINER
            .train(
                SPEC,
                PairShop.orders(100, 1),
                plan(2, 1e-12f),
                folder.resolve("model"),
                new Telling(99))
            .orElseThrow();

    assertThat(outcome.epochs()).isZero();
    assertThat(folder.resolve("model")).isNotEmptyFile();
  }

  @Test
  void tooFewOrdersAreNamed() {
    assertThatThrownBy(
            () ->
                TRAINER.train(
                    SPEC,
                    PairShop.orders(5, 1),
                    plan(1, 1e-3f),
                    folder.resolve("model"),
                    new Telling(99)))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DATA_INVALID))
        .hasMessageContaining("5 of 5 orders");
  }

  private static TrainingPlan plan(int epochs, float learningRate) {
    return new TrainingPlan(
        epochs, Duration.ofMinutes(2), 99, 16, learningRate, 0.01f, 0.1f, 1, 0.2, 0, 7);
  }

  /** Notes what it is told, and cancels after some reports. */
  private static final class Telling implements StrategyTrainer.Progress {
    private final List<Double> done = new ArrayList<>();
    private final int most;
    private String what = "";

    private Telling(int most) {
      this.most = most;
    }

    @Override
    public void report(double share, String text) {
      done.add(share);
      what = text;
    }

    @Override
    public boolean cancelled() {
      return done.size() >= most;
    }
  }
}
