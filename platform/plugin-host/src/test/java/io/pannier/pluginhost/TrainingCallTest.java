package io.pannier.pluginhost;

import static io.pannier.pluginhost.Hosts.get;
import static io.pannier.pluginhost.Hosts.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.spi.Capability;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import io.pannier.spi.StrategyTrainer;
import io.pannier.spi.TrainingOutcome;
import io.pannier.spi.TrainingSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A training takes the memory that it needs; other calls of the same strategy do not. */
class TrainingCallTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final int MORE_THAN_ONE_CALL_MAY = 17 << 20;

  private static final class Factory implements StrategyFactory {
    @Override
    public StrategyDescriptor descriptor() {
      return new StrategyDescriptor(
          "trained", "Trains nothing.", Set.of(Capability.TRAINING), Map.of());
    }

    @Override
    public Strategy create(StrategyConfig config, StrategyContext context) {
      return new Trainer();
    }
  }

  private static final class Trainer implements StrategyTrainer {
    @Override
    public Optional<TrainingOutcome> train(TrainingSet data, Path model, Progress progress) {
      return Optional.empty();
    }
  }

  /** Why a training failed is for whoever started it: each reason wants something else done. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "DATA_INVALID",
        "CHECKPOINT_MISMATCH",
        "TRAINING_DIVERGED",
        "MODEL_FILE_INVALID",
        "FILE_FAILED"
      })
  void theCodeByWhichATrainingFailsReachesWhoeverStartedIt(StandardErrorCode code) {
    try (PluginHost host = Hosts.host(Hosts.config(Path.of("unused")), new SimpleMeterRegistry());
        StrategyInstance instance =
            host.install("1.0.0", new Factory()).instance(1, StrategyConfig.DEFAULTS)) {
      get(instance.ready());
      assertThat(
              instance.call(
                  StrategyTrainer.class,
                  s -> {
                    throw new PannierException(code, "in these words");
                  },
                  in(LONG)))
          .failsWithin(LONG)
          .withThrowableThat()
          .havingCause()
          .satisfies(e -> assertThat(PannierException.codeOf(e)).isEqualTo(code))
          .withMessage("trained@1.0.0: in these words");
    }
  }

  @Test
  void onlyATrainingMayAllocateMoreThanACall() {
    try (PluginHost host = Hosts.host(Hosts.config(Path.of("unused")), new SimpleMeterRegistry());
        StrategyInstance instance =
            host.install("1.0.0", new Factory()).instance(1, StrategyConfig.DEFAULTS)) {
      get(instance.ready());
      int trained =
          get(
              instance.call(
                  StrategyTrainer.class, s -> new byte[MORE_THAN_ONE_CALL_MAY].length, in(LONG)));
      assertThat(trained).isEqualTo(MORE_THAN_ONE_CALL_MAY);
      assertThat(
              instance.call(Strategy.class, s -> new byte[MORE_THAN_ONE_CALL_MAY].length, in(LONG)))
          .failsWithin(LONG)
          .withThrowableThat()
          .havingCause()
          .satisfies(
              e ->
                  assertThat(PannierException.codeOf(e))
                      .isEqualTo(StandardErrorCode.STRATEGY_ALLOCATION_EXCEEDED));
    }
  }
}
