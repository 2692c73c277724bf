package io.pannier.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.ComposerTrainer.Outcome;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.spi.StrategyTrainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the decoder learns beside the encoder. */
class DecoderTrainingTest {
  @TempDir private Path folder;

  /** All orders have four lines; no score knows that, and a guess of one half costs ln 2 a step. */
  @Test
  void learnsWhatBelongsToABasketAndWhenItIsFull() {
    Heard heard = new Heard();
    Outcome outcome = train(1, heard);

    assertThat(outcome.composing().get("composes"))
        .as("hits; who begins a pair guesses")
        .isGreaterThan(0.8);
    assertThat(outcome.composing().get("composes-ends"))
        .as("mean logarithm of going on and ending rightly")
        .isGreaterThan(Math.log(0.58));
    assertThat(heard.figures).containsKey("validation/composes");
  }

  /** The encoder is asked the same and learns the same: only dropout's chance is another. */
  @Test
  void takesNothingFromTheEncoder() {
    Outcome with = train(1, new Heard());
    Outcome without = train(0, new Heard());
    assertThat(without.composing()).isEmpty();
    assertThat(with.heldOut()).isEqualTo(without.heldOut());
    assertThat(with.hitRate()).isGreaterThan(without.hitRate() - 0.05);
  }

  private Outcome train(int decoderLayers, Heard heard) {
    ComposerSpec spec =
        new ComposerSpec(16, 2, 1, decoderLayers, 32, PairShop.ITEMS, 1, 8, 5, 32, 16, 32, 16, 4);
    TrainingPlan plan =
        new TrainingPlan(6, Duration.ofMinutes(3), 99, 16, 5e-3f, 0.01f, 0.1f, 1, 0.2, 0, 7);
    return new DjlComposerTrainer()
        .train(spec, PairShop.orders(1_000, 1), plan, folder.resolve("m"), heard)
        .orElseThrow();
  }

  private static final class Heard implements StrategyTrainer.Progress {
    private final Map<String, Double> figures = new HashMap<>();

    Heard() {
      PyTorch.manager().close();
    }

    @Override
    public void report(double done, String what) {
      // The figures say enough.
    }

    @Override
    public void figure(String name, long step, double value) {
      figures.put(name, value);
    }

    @Override
    public boolean cancelled() {
      return false;
    }
  }
}
