package io.pannier.spi;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What the platform grants to an instance. */
public interface StrategyContext {
  /** The only clock to read. */
  Clock clock();

  /**
   * A generator seeded by the platform; the only source of chance outside {@link
   * BundlingProblem#seed}.
   */
  RandomGenerator random();

  StrategyMetrics metrics();

  /** The model file that was promoted for this strategy, if there is one. */
  Optional<Path> model();

  /**
   * A service of the platform by its type, such as {@code io.pannier.kernels.api.Kernels} and
   * {@code io.pannier.kernels.api.ComposerLoader}: a new object for each call, which the strategy
   * closes with itself.
   *
   * @throws PannierException CAPABILITY_UNSUPPORTED for a type that this installation does not
   *     grant
   */
  <T> T grant(Class<T> type);

  /** Figures that appear at {@code /metrics} under the strategy's name. */
  interface StrategyMetrics {
    void count(String name, long amount);

    void gauge(String name, double value);
  }
}
