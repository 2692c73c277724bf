package io.pannier.spi;

/**
 * What a strategy declares that it can do. The host checks both directions: what is declared must
 * be implemented, and what is implemented must be declared.
 */
public enum Capability {
  /** {@link ScoringStrategy}. */
  SCORING(ScoringStrategy.class),
  /** {@link ComplementarityModel}. */
  COMPLEMENTARITY(ComplementarityModel.class),
  /** {@link BundlingStrategy#compose}. */
  BUNDLING(BundlingStrategy.class),
  /** {@link BundlingStrategy#front}. */
  PARETO_FRONT(BundlingStrategy.class),
  /** {@link OnlineLearner}. */
  ONLINE_LEARNING(OnlineLearner.class),
  /** {@link StrategyTrainer}. */
  TRAINING(StrategyTrainer.class);

  private final Class<? extends Strategy> type;

  Capability(Class<? extends Strategy> type) {
    this.type = type;
  }

  /** The interface that a strategy with this capability implements. */
  public Class<? extends Strategy> type() {
    return type;
  }
}
