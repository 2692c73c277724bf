package io.pannier.plugins.ppo;

import io.pannier.spi.StrategyConfig;
import java.util.Map;

/**
 * The configuration of the strategy.
 *
 * @param exploration share of the answers whose first bundle is drawn; the others show the mode
 * @param learningRate of Adam
 * @param batch decisions that an update waits for
 * @param shopperCap decisions of one shopper in an update at the most
 * @param targetKl how far an update may move the policy
 * @param entropyWeight of the bonus for entropy
 * @param discount γ from one decision of a session to the next
 * @param outcomeMinutes how long after the last offer of a session its outcomes are waited for
 * @param remembered decisions that wait for outcomes at the most
 */
record PpoSettings(
    double exploration,
    double learningRate,
    int batch,
    int shopperCap,
    double targetKl,
    double entropyWeight,
    double discount,
    int outcomeMinutes,
    int remembered) {
  static final Map<String, String> PARAMETERS =
      Map.of(
          "exploration",
              "Share of the answers whose first bundle is drawn by chance; 0 to 1. Without chance"
                  + " nothing is learned.",
          "learning-rate", "Of the learner; 0 for no learning, to 0.1.",
          "batch", "Decisions with known outcomes that an update waits for; 16 to 8192.",
          "shopper-cap", "Decisions of one shopper in an update at the most; 1 to 64.",
          "target-kl", "How far an update may move the policy, in nats; 0.0001 to 1.",
          "entropy-weight", "Of the bonus that keeps the policy exploring; 0 to 1.",
          "discount", "Weight of what the next offers of a session earn; 0 to 1.",
          "outcome-minutes", "Wait for the outcomes of a session; 1 to 1440.",
          "remembered", "Decisions that wait for outcomes at the most; 16 to 65536.");

  static PpoSettings of(StrategyConfig config) {
    return new PpoSettings(
        config.number("exploration", 1, 0, 1),
        config.number("learning-rate", 3e-3, 0, 0.1),
        config.integer("batch", 256, 16, 8192),
        config.integer("shopper-cap", 8, 1, 64),
        config.number("target-kl", 0.03, 1e-4, 1),
        config.number("entropy-weight", 1e-3, 0, 1),
        config.number("discount", 0.9, 0, 1),
        config.integer("outcome-minutes", 30, 1, 1440),
        config.integer("remembered", 1024, 16, 65_536));
  }

  /** How an update learns. */
  PpoConfig learning() {
    return new PpoConfig(
        1, batch, 4, 4, learningRate, discount, 0.95, 0.2, true, entropyWeight, 0.5, 0.5, targetKl);
  }
}
