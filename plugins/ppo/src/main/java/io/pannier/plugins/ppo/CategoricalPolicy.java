package io.pannier.plugins.ppo;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** One of a fixed number of actions, with logits that a network computes from the observation. */
final class CategoricalPolicy implements Policy<double[]> {
  private final Mlp network;
  private final Softmax softmax;
  private final boolean[] none;
  private final double[] logitGradient;
  private int evaluated;

  CategoricalPolicy(Mlp network) {
    this.network = network;
    this.softmax = new Softmax(network.outputs());
    this.none = new boolean[network.outputs()];
    this.logitGradient = new double[network.outputs()];
  }

  Mlp network() {
    return network;
  }

  @Override
  public List<Trainable> parts() {
    return List.of(network);
  }

  @Override
  public int[] sample(double[] observation, RandomGenerator random) {
    softmax.set(network.forward(observation, 0), none);
    return new int[] {softmax.sample(random)};
  }

  @Override
  public Evaluation evaluate(double[] observation, int[] action) {
    softmax.set(network.forward(observation, 0), none);
    evaluated = action[0];
    return new Evaluation(softmax.logProbability(evaluated), softmax.entropy());
  }

  @Override
  public void backward(double logProbability, double entropy) {
    Arrays.fill(logitGradient, 0);
    softmax.addGradient(evaluated, logProbability, entropy, logitGradient);
    network.backward(logitGradient);
  }
}
