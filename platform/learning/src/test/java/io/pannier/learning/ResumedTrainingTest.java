package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.kernels.api.Checkpoint;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.ComposerTrainer.Outcome;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.kernels.api.TrainingPlan.ClassWeights;
import io.pannier.kernels.api.TrainingPlan.Loss;
import io.pannier.kernels.api.TrainingPlan.Optimizer;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyTrainer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResumedTrainingTest {
  private static final ComposerSpec SPEC = spec(16);
  private static final TrainingOrders ORDERS = PairShop.followed(200, 1);
  private static final Duration LONG = Duration.ofMinutes(5);

  /** Of 160 learned orders in batches of 16. */
  private static final int STEPS = 10;

  @TempDir private Path folder;

  @BeforeAll
  static void loadPyTorch() {
    PyTorch.manager().close();
  }

  /** Byte for byte, with dropout: the clock stands still. */
  @ParameterizedTest
  @EnumSource
  void goingOnGivesTheModelOfATrainingThatWasNotInterrupted(Optimizer optimizer)
      throws IOException {
    TrainingPlan plan = plan(6, optimizer, LONG);
    Path whole = folder.resolve("whole");
    assertThat(train(SPEC, ORDERS, plan, whole, "w", false, new Stopping(999))).isPresent();

    Path parts = folder.resolve("parts");
    int middleOfFourth = 3 * STEPS + 5;
    assertThat(train(SPEC, ORDERS, plan, parts, "c", false, new Stopping(middleOfFourth)))
        .isEmpty();
    assertThat(parts).doesNotExist();
    Stopping rest = new Stopping(999);
    Outcome outcome = train(SPEC, ORDERS, plan, parts, "c", true, rest).orElseThrow();

    assertThat(outcome.complete()).isTrue();
    assertThat(outcome.epochs()).as("training made it better").isPositive();
    assertThat(rest.steps).isEqualTo(3 * STEPS);
    assertThat(parts).hasSameBinaryContentAs(whole);
  }

  /** As after a kill between the end of the training and the place of its model. */
  @Test
  void aTrainingThatWasAtItsEndGivesItsModelAgain() {
    TrainingPlan plan = plan(2, Optimizer.ADAMW, LONG);
    train(SPEC, ORDERS, plan, folder.resolve("first"), "c", false, new Stopping(999));
    Stopping again = new Stopping(999);
    train(SPEC, ORDERS, plan, folder.resolve("second"), "c", true, again);

    assertThat(again.steps).isZero();
    assertThat(folder.resolve("second")).hasSameBinaryContentAs(folder.resolve("first"));
  }

  @Test
  void aTrainingWhoseTimeIsOverGoesOnWithMoreTime() {
    TrainingPlan plan = plan(3, Optimizer.ADAMW, LONG);
    Path whole = folder.resolve("whole");
    train(SPEC, ORDERS, plan, whole, "w", false, new Stopping(999));
    Path parts = folder.resolve("parts");
    train(SPEC, ORDERS, plan, parts, "c", false, new Stopping(STEPS + 2));

    TrainingPlan noTime = plan(3, Optimizer.ADAMW, Duration.ZERO);
    Outcome early = train(SPEC, ORDERS, noTime, parts, "c", true, new Stopping(999)).orElseThrow();
    assertThat(early.complete()).isFalse();
    assertThat(early.epochs()).isLessThanOrEqualTo(1);
    assertThat(parts).as("what was best by then").isNotEmptyFile();

    Outcome rest = train(SPEC, ORDERS, plan, parts, "c", true, new Stopping(999)).orElseThrow();
    assertThat(rest.complete()).isTrue();
    assertThat(parts).hasSameBinaryContentAs(whole);
  }

  @Test
  void aCheckpointOfSomethingElseIsRefused() {
    TrainingPlan plan = plan(2, Optimizer.ADAMW, LONG);
    Path file = folder.resolve("model");
    train(SPEC, ORDERS, plan, file, "c", false, new Stopping(STEPS + 2));

    refused(
        () -> train(SPEC, PairShop.followed(200, 2), plan, file, "c", true, new Stopping(1)),
        StandardErrorCode.CHECKPOINT_MISMATCH,
        "is of other data");
    refused(
        () -> train(SPEC, ORDERS, plan(3, Optimizer.ADAMW, LONG), file, "c", true, new Stopping(1)),
        StandardErrorCode.CHECKPOINT_MISMATCH,
        "is of another plan");
    refused(
        () -> train(SPEC, ORDERS, plan(2, Optimizer.SGD, LONG), file, "c", true, new Stopping(1)),
        StandardErrorCode.CHECKPOINT_MISMATCH,
        "is of another plan");
    refused(
        () -> train(spec(32), ORDERS, plan, file, "c", true, new Stopping(1)),
        StandardErrorCode.CHECKPOINT_MISMATCH,
        "is of another architecture");
    refused(
        () -> train(SPEC, ORDERS, plan, file, "none", true, new Stopping(1)),
        StandardErrorCode.NOT_FOUND,
        "there is no checkpoint");
    assertThat(file).doesNotExist();
  }

  @Test
  void aDamagedCheckpointIsRefused() throws IOException {
    TrainingPlan plan = plan(2, Optimizer.ADAMW, LONG);
    Path file = folder.resolve("model");
    train(SPEC, ORDERS, plan, file, "c", false, new Stopping(STEPS + 2));
    byte[] good = Files.readAllBytes(folder.resolve("c"));

    try (RandomAccessFile bits = new RandomAccessFile(folder.resolve("c").toFile(), "rw")) {
      bits.seek(good.length - 10);
      bits.write(good[good.length - 10] ^ 1);
    }
    refused(
        () -> train(SPEC, ORDERS, plan, file, "c", true, new Stopping(1)),
        StandardErrorCode.MODEL_FILE_INVALID,
        "is not what was written");
    Files.write(folder.resolve("c"), Arrays.copyOf(good, good.length / 2));
    refused(
        () -> train(SPEC, ORDERS, plan, file, "c", true, new Stopping(1)),
        StandardErrorCode.MODEL_FILE_TRUNCATED,
        "c");
    train(SPEC, ORDERS, plan, file, "x", false, new Stopping(999));
    refused(
        () -> train(SPEC, ORDERS, plan, file, "model", true, new Stopping(1)),
        StandardErrorCode.MODEL_FILE_INVALID,
        "is no checkpoint");
  }

  /** A checkpoint that cannot be written stops the training: else hours would be at risk. */
  @Test
  void aPlaceThatCannotBeWrittenIsToldAfterTheFirstPass() {
    TrainingPlan plan = plan(2, Optimizer.ADAMW, LONG);
    refused(
        () -> train(SPEC, ORDERS, plan, folder.resolve("m"), "no/c", false, new Stopping(999)),
        StandardErrorCode.FILE_FAILED,
        "cannot be written");
  }

  private static void refused(ThrowingCallable call, StandardErrorCode code, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PannierException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .hasMessageContaining(words);
  }

  private Optional<Outcome> train(
      ComposerSpec spec,
      TrainingOrders orders,
      TrainingPlan plan,
      Path file,
      String checkpoint,
      boolean resume,
      Stopping progress) {
    return new DjlComposerTrainer(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
        .keeping(new Checkpoint(folder.resolve(checkpoint), resume))
        .train(spec, orders, plan, file, progress);
  }

  private static ComposerSpec spec(int width) {
    return new ComposerSpec(width, 2, 1, 1, 32, PairShop.ITEMS, 1, 8, 5, 32, 16, 32, 16, 3);
  }

  private static TrainingPlan plan(int epochs, Optimizer optimizer, Duration budget) {
    return new TrainingPlan(
        epochs,
        budget,
        99,
        16,
        optimizer == Optimizer.SGD ? 0.3f : 1e-2f,
        0.01f,
        0.2f,
        1,
        0.2,
        0,
        7,
        optimizer,
        0.9f,
        Loss.CROSS_ENTROPY,
        ClassWeights.NONE,
        1,
        0);
  }

  /** Cancels after some steps. */
  private static final class Stopping implements StrategyTrainer.Progress {
    private final int most;
    private int steps;

    private Stopping(int most) {
      this.most = most;
    }

    @Override
    public void report(double done, String text) {
      // What is said is not looked at here.
    }

    @Override
    public void figure(String name, long step, double value) {
      steps += name.equals("loss") ? 1 : 0;
    }

    @Override
    public boolean cancelled() {
      return steps >= most;
    }
  }
}
