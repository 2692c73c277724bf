package io.pannier.spi;

/**
 * What every strategy is. What it can do is told by the other interfaces that it implements: {@link
 * ScoringStrategy}, {@link ComplementarityModel}, {@link BundlingStrategy}, {@link OnlineLearner},
 * {@link StrategyTrainer}.
 *
 * <p>The platform calls one instance from one thread at a time, so an instance needs no lock. A
 * call that outlives its deadline is interrupted and its answer discarded; a strategy that computes
 * for longer than a millisecond looks at {@link Thread#isInterrupted()} now and then.
 */
public interface Strategy extends AutoCloseable {
  /** Releases what the instance holds. Called once, after the last call has returned. */
  @Override
  default void close() {}
}
