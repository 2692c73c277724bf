package io.pannier.plugins.ppo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The learner: Schulman et al., "Proximal policy optimization algorithms" (2017), with the details
 * of Huang et al., "The 37 implementation details of proximal policy optimization" (2022).
 *
 * <p>Legend: ρ = π(a|s) / π_old(a|s), A advantage normalised over the minibatch, R return, V value,
 * H entropy, ε clip. An update makes some epochs of steps of {@link Adam} down the loss
 *
 * <pre>{@code
 * L = −mean min(ρ A, clip(ρ, 1 − ε, 1 + ε) A)                                        eq. 7
 *     + c_v · ½ mean max((V − R)², (V_old + clip(V − V_old, −ε, ε) − R)²)            eq. 9, L^VF
 *     − c_h · mean H
 * }</pre>
 *
 * whose gradient is written out in {@link #addGradient} and scaled so that its norm over both
 * networks is at most the configured one.
 *
 * @param <O> what is observed
 */
final class PpoLearner<O> {
  private static final double LEAST_DEVIATION = 1e-8;

  private final Policy<O> policy;
  private final Mlp critic;
  private final Function<O, double[]> look;
  private final PpoConfig config;
  private final RandomGenerator random;
  private final List<Trainable> parts = new ArrayList<>();
  private final List<Adam> adams = new ArrayList<>();
  private final double[] valueGradient = new double[1];

  /**
   * @param critic of one output
   * @param look what the critic reads of an observation
   * @param random of the minibatches
   */
  PpoLearner(
      Policy<O> policy,
      Mlp critic,
      Function<O, double[]> look,
      PpoConfig config,
      RandomGenerator random) {
    this.policy = policy;
    this.critic = critic;
    this.look = look;
    this.config = config;
    this.random = random;
    parts.addAll(policy.parts());
    parts.add(critic);
    for (Trainable part : parts) {
      adams.add(new Adam(part.parameters().length));
    }
  }

  /**
   * What an update did.
   *
   * @param approximateKl mean (ρ − 1) − ln ρ over the last epoch, which estimates KL(π_old ‖ π)
   * @param clippedShare share of the steps whose ratio lay outside the clip, in the last epoch
   * @param epochs that ran before the KL stop
   */
  record Update(double approximateKl, double clippedShare, double entropy, int epochs) {}

  /**
   * Learns from a batch.
   *
   * @param remaining share of the training that is left, 1 to 0; the learning rate falls with it
   */
  Update update(Batch<O> batch, double remaining) {
    int[] order = new int[batch.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    double[] sums = new double[3];
    int epoch = 0;
    double kl = 0;
    while (epoch < config.epochs() && kl <= config.targetKl()) {
      shuffle(order);
      java.util.Arrays.fill(sums, 0);
      for (int part = 0; part < config.minibatches(); part++) {
        int from = (int) ((long) order.length * part / config.minibatches());
        int to = (int) ((long) order.length * (part + 1) / config.minibatches());
        addGradient(batch, order, from, to, sums);
        step(config.learningRate() * remaining);
      }
      kl = sums[0] / order.length;
      epoch++;
    }
    return new Update(kl, sums[1] / order.length, sums[2] / order.length, epoch);
  }

  /**
   * Sets both gradients to that of the loss over the steps {@code order[from .. to)}.
   *
   * @param sums to which (ρ − 1) − ln ρ, the clipped steps and the entropies are added
   */
  void addGradient(Batch<O> batch, int[] order, int from, int to, double[] sums) {
    parts.forEach(Trainable::clearGradient);
    int count = to - from;
    double mean = 0;
    for (int k = from; k < to; k++) {
      mean += batch.advantages()[order[k]] / count;
    }
    double variance = 0;
    for (int k = from; k < to; k++) {
      double d = batch.advantages()[order[k]] - mean;
      variance += d * d / Math.max(1, count - 1);
    }
    double deviation = Math.sqrt(variance) + LEAST_DEVIATION;
    for (int k = from; k < to; k++) {
      int i = order[k];
      double advantage = (batch.advantages()[i] - mean) / deviation;
      Policy.Evaluation now = policy.evaluate(batch.observations()[i], batch.actions()[i]);
      double logRatio = now.logProbability() - batch.logProbabilities()[i];
      double ratio = Math.exp(logRatio);
      boolean outside = Math.abs(ratio - 1) > config.clip();
      // Beyond the clip in the direction that the advantage asks for, the objective is flat.
      boolean flat = outside && (advantage > 0) == (ratio > 1);
      policy.backward(flat ? 0 : -advantage * ratio / count, -config.entropyWeight() / count);
      sums[0] += ratio - 1 - logRatio;
      sums[1] += outside ? 1 : 0;
      sums[2] += now.entropy();
      double value = critic.forward(look.apply(batch.observations()[i]), 0)[0];
      valueGradient[0] =
          config.valueWeight() * valueSlope(value, batch.values()[i], batch.returns()[i]) / count;
      critic.backward(valueGradient);
    }
  }

  /** Derivative of the critic's loss of one step by its value. */
  private double valueSlope(double value, double old, double target) {
    if (!config.clipValue() || Math.abs(value - old) <= config.clip()) {
      return value - target;
    }
    double clipped = old + Math.copySign(config.clip(), value - old);
    boolean flat = Math.abs(clipped - target) > Math.abs(value - target);
    return flat ? 0 : value - target;
  }

  private void step(double learningRate) {
    double squares = 0;
    for (Trainable part : parts) {
      squares += squares(part.gradient());
    }
    double scale = Math.min(1, config.maxGradientNorm() / (Math.sqrt(squares) + 1e-6));
    for (int k = 0; k < parts.size(); k++) {
      Trainable part = parts.get(k);
      adams.get(k).step(part.parameters(), part.gradient(), scale, learningRate);
    }
  }

  private static double squares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }
}
