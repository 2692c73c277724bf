package io.pannier.plugins.ppo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Plays environments with a policy and lets it learn from what it earned. An environment that ends
 * an episode begins the next one within the same batch.
 *
 * @param <O> what is observed
 */
final class PpoTraining<O> {
  private final Policy<O> policy;
  private final Mlp critic;
  private final Function<O, double[]> look;
  private final PpoConfig config;
  private final RandomGenerator random;
  private final PpoLearner<O> learner;
  private final long totalSteps;
  private final List<Environment<O>> environments = new ArrayList<>();
  private final O[] observations;
  private final double[] earned;
  private final List<Double> episodes = new ArrayList<>();
  private long stepsDone;

  /**
   * @param make makes one environment
   * @param totalSteps over all environments, after which the learning rate is 0
   * @param random all chance of the training, also of the episodes' seeds
   */
  PpoTraining(
      Policy<O> policy,
      Mlp critic,
      Function<O, double[]> look,
      PpoConfig config,
      Supplier<? extends Environment<O>> make,
      long totalSteps,
      RandomGenerator random) {
    this.policy = policy;
    this.critic = critic;
    this.look = look;
    this.config = config;
    this.random = random;
    this.learner = new PpoLearner<>(policy, critic, look, config, random);
    this.totalSteps = totalSteps;
    this.observations = array(config.environments());
    this.earned = new double[config.environments()];
    for (int e = 0; e < earned.length; e++) {
      environments.add(make.get());
      observations[e] = environments.get(e).reset(random.nextLong());
    }
  }

  long stepsDone() {
    return stepsDone;
  }

  /** True while steps are left for another update. */
  boolean unfinished() {
    return stepsDone + config.batch() <= totalSteps;
  }

  /** What each episode earned that has ended so far, undiscounted, in the order of their ends. */
  List<Double> episodes() {
    return episodes;
  }

  /** The mean of the last {@code count} episodes; NaN before there are as many. */
  double recent(int count) {
    return episodes.size() < count
        ? Double.NaN
        : episodes.subList(episodes.size() - count, episodes.size()).stream()
            .mapToDouble(Double::doubleValue)
            .average()
            .orElseThrow();
  }

  /** Plays one batch and learns from it. */
  PpoLearner.Update update() {
    double remaining = 1 - (double) stepsDone / totalSteps;
    return learner.update(play(), remaining);
  }

  /** Never seen as an array of O outside: it holds what the environments return. */
  @SuppressWarnings("unchecked")
  private static <O> O[] array(int length) {
    return (O[]) new Object[length];
  }

  private Batch<O> play() {
    int steps = config.steps();
    int size = config.batch();
    Batch<O> batch =
        new Batch<>(
            array(size),
            new int[size][],
            new double[size],
            new double[size],
            new double[size],
            new double[size]);
    double[] rewards = new double[steps];
    double[] values = new double[steps];
    double[] next = new double[steps];
    boolean[] ended = new boolean[steps];
    double[] advantages = new double[steps];
    for (int e = 0; e < earned.length; e++) {
      for (int t = 0; t < steps; t++) {
        int i = e * steps + t;
        O observation = observations[e];
        int[] action = policy.sample(observation, random);
        batch.observations()[i] = observation;
        batch.actions()[i] = action;
        batch.logProbabilities()[i] = policy.evaluate(observation, action).logProbability();
        values[t] = critic.forward(look.apply(observation), 0)[0];
        batch.values()[i] = values[t];
        Environment.Step<O> step = environments.get(e).step(action);
        rewards[t] = step.reward();
        earned[e] += step.reward();
        ended[t] = step.terminated() || step.truncated();
        next[t] = step.terminated() ? 0 : critic.forward(look.apply(step.observation()), 0)[0];
        observations[e] = step.observation();
        if (ended[t]) {
          episodes.add(earned[e]);
          earned[e] = 0;
          observations[e] = environments.get(e).reset(random.nextLong());
        }
      }
      Advantages.fill(rewards, values, next, ended, config.discount(), config.lambda(), advantages);
      for (int t = 0; t < steps; t++) {
        batch.advantages()[e * steps + t] = advantages[t];
        batch.returns()[e * steps + t] = advantages[t] + values[t];
      }
    }
    stepsDone += size;
    return batch;
  }
}
