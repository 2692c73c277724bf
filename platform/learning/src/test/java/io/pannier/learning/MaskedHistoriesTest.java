package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.ComposerTrainer.Outcome;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.kernels.api.TrainingPlan.ClassWeights;
import io.pannier.kernels.api.TrainingPlan.Loss;
import io.pannier.kernels.api.TrainingPlan.Optimizer;
import io.pannier.spi.StrategyTrainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskedHistoriesTest {
  private static final int ORDERS = 200;

  @TempDir private Path folder;

  /** What is masked is named, and nothing of it is left to read but type and time. */
  @Test
  void masksSomeEventsOfHistoryAndOrderAndAsksForThem() {
    TrainingOrders orders = PairShop.orders(ORDERS, 4);
    CountedOrders counted = new CountedOrders(orders);
    Neighbourhood neighbourhood = new Neighbourhood(orders, counted, counted.first(ORDERS));
    MaskedHistories histories = new MaskedHistories(orders, neighbourhood, 6);

    MaskedHistories.Batch batch =
        histories.draw(
            IntStream.range(0, ORDERS).toArray(), Columns.all(PairShop.ITEMS), new Random(1));

    assertThat(batch.events().length()).as("the newest six of seven").isEqualTo(6);
    int inHistory = 0;
    for (int i = 0; i < batch.positions().length; i++) {
      int position = batch.positions()[i];
      int order = position / 6;
      int event = 7 * order + 1 + position % 6;
      assertThat(batch.targets()[i]).isEqualTo(orders.events().items()[event]);
      assertThat(batch.events().items()[position]).isEqualTo(-1);
      assertThat(batch.events().prices()[position]).isEqualTo(-1);
      assertThat(batch.events().types()[position]).isEqualTo(orders.events().types()[event]);
      inHistory += position % 6 < PairShop.BEFORE - 1 ? 1 : 0;
    }
    double all = ORDERS * 6.0;
    assertThat(batch.positions().length / all).as("share that is masked").isBetween(0.17, 0.28);
    assertThat(inHistory).as("of them before the order").isGreaterThan(ORDERS / 5);
  }

  /** Neighbours of what is read speak, but for those of the order itself. */
  @Test
  void neighboursOfWhatIsReadSpeakAndNoneOfWhatIsMasked() {
    TrainingOrders orders = PairShop.orders(ORDERS, 4);
    CountedOrders counted = new CountedOrders(orders);
    Neighbourhood neighbourhood = new Neighbourhood(orders, counted, counted.first(ORDERS));
    MaskedHistories histories = new MaskedHistories(orders, neighbourhood, 7);
    int partners = 0;
    int asked = 0;
    for (int order = 0; order < ORDERS; order++) {
      MaskedHistories.Batch batch =
          histories.draw(new int[] {order}, Columns.all(PairShop.ITEMS), new Random(order));
      for (int i = 0; i < batch.positions().length; i++) {
        int t = batch.positions()[i];
        boolean second = t >= PairShop.BEFORE + 2;
        boolean read = second && batch.events().items()[t - 2] >= 0;
        if (read) {
          asked++;
          partners += batch.wide().counts()[i * PairShop.ITEMS + batch.targets()[i]] > 0.2 ? 1 : 0;
        }
      }
    }
    assertThat(asked).isGreaterThan(50);
    assertThat(partners).as("whose partner stands before them").isEqualTo(asked);
  }

  /** In this shop what is bought follows from what was looked at, and histories alone tell it. */
  @Test
  void passesOverHistoriesTeachTheEncoder() {
    PyTorch.manager().close();
    ComposerSpec spec =
        new ComposerSpec(16, 2, 1, 0, 32, PairShop.ITEMS, 1, 8, 5, 32, 16, 32, 16, 1);
    double before = train(spec, 0).reciprocalRank();
    Outcome after = train(spec, 10);
    assertThat(after.reciprocalRank()).isGreaterThan(before + 0.03);
    assertThat(after.epochs()).as("passes, those over histories included").isBetween(11, 12);
  }

  /** Two passes over the orders, after some over histories. */
  private Outcome train(ComposerSpec spec, int pretrain) {
    TrainingPlan plan =
        new TrainingPlan(
            2,
            Duration.ofMinutes(2),
            9,
            16,
            1e-2f,
            0.01f,
            0.1f,
            1,
            0.2,
            0,
            7,
            Optimizer.ADAMW,
            0.9f,
            Loss.CROSS_ENTROPY,
            ClassWeights.NONE,
            1,
            pretrain);
    return new DjlComposerTrainer()
        .train(spec, PairShop.followed(600, 1), plan, folder.resolve("m"), new Silent())
        .orElseThrow();
  }

  private static final class Silent implements StrategyTrainer.Progress {
    @Override
    public void report(double done, String what) {
      // Nobody waits.
    }

    @Override
    public boolean cancelled() {
      return false;
    }
  }
}
