package io.pannier.plugins.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every hand-written gradient against central differences, parameter by parameter. */
class GradientTest {
  private static final double STEP = 1e-5;

  /** Compares a gradient with (f(x + h) − f(x − h)) / 2h at every parameter of the network. */
  private static void assertGradient(Mlp network, DoubleSupplier function) {
    double[] parameters = network.parameters();
    double largest = 0;
    for (int i = 0; i < parameters.length; i++) {
      double kept = parameters[i];
      parameters[i] = kept + STEP;
      double above = function.getAsDouble();
      parameters[i] = kept - STEP;
      double below = function.getAsDouble();
      parameters[i] = kept;
      double numeric = (above - below) / (2 * STEP);
      largest = Math.max(largest, Math.abs(numeric));
      assertThat(network.gradient()[i])
          .as("parameter %d", i)
          .isCloseTo(numeric, org.assertj.core.data.Offset.offset(1e-7 * (1 + Math.abs(numeric))));
    }
    assertThat(largest).as("a gradient of zero proves nothing").isGreaterThan(1e-3);
  }

  private static double[] noise(int length, SplittableRandom random) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  @Test
  void ofANetwork() {
    SplittableRandom random = new SplittableRandom(1);
    Mlp network = new Mlp(5, 7, 3, 1, random);
    double[] input = noise(7, random);
    double[] weights = noise(3, random);
    network.forward(input, 2);
    network.backward(weights);
    assertGradient(
        network,
        () -> {
          double[] out = network.forward(input, 2);
          return weights[0] * out[0] + weights[1] * out[1] + weights[2] * out[2];
        });
  }

  @Test
  void ofACategoricalPolicy() {
    SplittableRandom random = new SplittableRandom(2);
    Mlp network = new Mlp(4, 6, 5, 1, random);
    CategoricalPolicy policy = new CategoricalPolicy(network);
    double[] observation = noise(4, random);
    int[] action = {3};
    policy.evaluate(observation, action);
    policy.backward(0.7, -1.3);
    assertGradient(
        network,
        () -> {
          Policy.Evaluation e = policy.evaluate(observation, action);
          return 0.7 * e.logProbability() - 1.3 * e.entropy();
        });
  }

  @Test
  void ofAPlackettLucePolicy() {
    SplittableRandom random = new SplittableRandom(3);
    Mlp scorer = new Mlp(3, 6, 1, 1, random);
    PlackettLucePolicy policy = new PlackettLucePolicy(scorer, 3);
    double[] observation = noise(6 * 3, random);
    int[] order = {4, 0, 5};
    policy.evaluate(observation, order);
    policy.backward(-0.9, 0.4);
    assertGradient(
        scorer,
        () -> {
          Policy.Evaluation e = policy.evaluate(observation, order);
          return -0.9 * e.logProbability() + 0.4 * e.entropy();
        });
  }

  /**
   * The loss as the paper writes it, computed here a second time, with and without clipped values.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofTheWholeLoss(boolean clipValue) {
    SplittableRandom random = new SplittableRandom(4);
    PpoConfig config =
        new PpoConfig(1, 40, 1, 1, 1e-3, 0.99, 0.95, 0.2, clipValue, 0.05, 0.5, 1e9, 1e9);
    CategoricalPolicy policy = new CategoricalPolicy(new Mlp(4, 6, 3, 1, random));
    Mlp critic = new Mlp(4, 6, 1, 1, random);
    Batch<double[]> batch = batch(policy, critic, random);
    int[] order = new int[batch.size()];
    Arrays.setAll(order, i -> i);
    double[] sums = new double[3];
    new PpoLearner<>(policy, critic, o -> o, config, random)
        .addGradient(batch, order, 0, order.length, sums);
    assertThat(sums[1]).as("steps outside the clip").isBetween(5.0, 35.0);
    assertGradient(policy.network(), () -> loss(policy, critic, batch, config));
    assertGradient(critic, () -> loss(policy, critic, batch, config));
  }

  /** Steps whose old probabilities and values lie on both sides of the clips. */
  private static Batch<double[]> batch(
      Policy<double[]> policy, Mlp critic, SplittableRandom random) {
    int size = 40;
    Batch<double[]> batch =
        new Batch<>(
            new double[size][],
            new int[size][],
            new double[size],
            new double[size],
            new double[size],
            new double[size]);
    for (int i = 0; i < size; i++) {
      batch.observations()[i] = noise(4, random);
      batch.actions()[i] = policy.sample(batch.observations()[i], random);
      batch.logProbabilities()[i] =
          policy.evaluate(batch.observations()[i], batch.actions()[i]).logProbability()
              + 0.3 * random.nextGaussian();
      batch.values()[i] = critic.forward(batch.observations()[i], 0)[0] + random.nextGaussian();
      batch.advantages()[i] = 3 * random.nextGaussian() + 1;
      batch.returns()[i] = batch.values()[i] + random.nextGaussian();
    }
    return batch;
  }

  private static double loss(
      Policy<double[]> policy, Mlp critic, Batch<double[]> batch, PpoConfig config) {
    int n = batch.size();
    double mean = Arrays.stream(batch.advantages()).average().orElseThrow();
    double variance =
        Arrays.stream(batch.advantages()).map(a -> (a - mean) * (a - mean)).sum() / (n - 1);
    double loss = 0;
    for (int i = 0; i < n; i++) {
      double advantage = (batch.advantages()[i] - mean) / (Math.sqrt(variance) + 1e-8);
      Policy.Evaluation now = policy.evaluate(batch.observations()[i], batch.actions()[i]);
      double ratio = Math.exp(now.logProbability() - batch.logProbabilities()[i]);
      double objective = Math.min(ratio * advantage, Math.clamp(ratio, 0.8, 1.2) * advantage);
      double value = critic.forward(batch.observations()[i], 0)[0];
      double old = batch.values()[i];
      double error = Math.pow(value - batch.returns()[i], 2);
      double clipped = Math.pow(old + Math.clamp(value - old, -0.2, 0.2) - batch.returns()[i], 2);
      loss +=
          (-objective
                  + config.valueWeight()
                      * 0.5
                      * (config.clipValue() ? Math.max(error, clipped) : error)
                  - config.entropyWeight() * now.entropy())
              / n;
    }
    return loss;
  }
}
