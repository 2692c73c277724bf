package io.pannier.plugins.ppo;

import io.pannier.spi.StrategyContext.StrategyMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Learns from complete sessions: one update of {@link PpoLearner} for each batch of decisions.
 *
 * <p>No shopper moves the policy far: of one shopper only the first few decisions of a batch are
 * taken, so that an update needs many shoppers, however much one of them does; and an update that
 * nevertheless moved the policy further than {@link #FURTHEST} times what is meant is taken back.
 * Unknown shoppers count as one.
 */
final class OutcomeLearner {
  /** Times the target of the KL stop, which looks only after each epoch. */
  static final double FURTHEST = 4;

  private static final int CRITIC_WIDTH = 32;

  private final BundlePolicy policy;
  private final PpoSettings settings;
  private final StrategyMetrics metrics;
  private final Mlp critic;
  private final PpoLearner<ProblemView> learner;
  private final Map<Long, Integer> taken = new HashMap<>();
  private final List<Part> parts = new ArrayList<>();
  private int collected;
  private long updates;

  /**
   * A part of a session.
   *
   * @param kept the first decisions of the session, as many as are learned from
   */
  private record Part(Sessions.Session session, int kept) {}

  OutcomeLearner(
      BundlePolicy policy, PpoSettings settings, StrategyMetrics metrics, RandomGenerator random) {
    this.policy = policy;
    this.settings = settings;
    this.metrics = metrics;
    this.critic = new Mlp(ProblemView.SUMMARY, CRITIC_WIDTH, 1, 0.1, random);
    this.learner =
        new PpoLearner<>(policy, critic, view -> view.summary, settings.learning(), random);
  }

  /** All that is learned. */
  List<Trainable> trainables() {
    List<Trainable> all = new ArrayList<>(policy.parts());
    all.add(critic);
    return all;
  }

  long updates() {
    return updates;
  }

  /** Forgets the sessions of the batch under way and counts updates from a number on. */
  void restart(long updatesSoFar) {
    updates = updatesSoFar;
    begin();
  }

  /**
   * Takes a session in, and learns once the batch is full.
   *
   * @param unit what a reward of one is, minor units
   */
  void add(Sessions.Session session, double unit) {
    int already = taken.getOrDefault(session.shopper(), 0);
    int kept = Math.min(session.decisions().size(), settings.shopperCap() - already);
    metrics.count("decisions-capped", session.decisions().size() - kept);
    if (kept == 0 || settings.learningRate() == 0) {
      return;
    }
    taken.put(session.shopper(), already + kept);
    parts.add(new Part(session, kept));
    collected += kept;
    if (collected >= settings.batch()) {
      update(unit);
      begin();
    }
  }

  private void begin() {
    parts.clear();
    taken.clear();
    collected = 0;
  }

  private void update(double unit) {
    Batch<ProblemView> batch = batch(unit);
    List<double[]> before = trainables().stream().map(part -> part.parameters().clone()).toList();
    PpoLearner.Update update = learner.update(batch, 1);
    double moved = moved(batch);
    updates++;
    metrics.count("updates", 1);
    metrics.count("decisions-learned", batch.size());
    metrics.gauge("entropy", update.entropy());
    metrics.gauge("kl", moved);
    // Not a number compares as too far.
    if (!(moved <= FURTHEST * settings.targetKl())) {
      metrics.count("updates-taken-back", 1);
      for (int k = 0; k < before.size(); k++) {
        double[] parameters = trainables().get(k).parameters();
        System.arraycopy(before.get(k), 0, parameters, 0, parameters.length);
      }
    }
  }

  /** How far the policy is now from the one before the update: the mean of −ln ρ + ρ − 1. */
  private double moved(Batch<ProblemView> batch) {
    double sum = 0;
    for (int i = 0; i < batch.size(); i++) {
      double logRatio =
          policy.evaluate(batch.observations()[i], batch.actions()[i]).logProbability()
              - batch.logProbabilities()[i];
      sum += StrictMath.exp(logRatio) - 1 - logRatio;
    }
    return sum / batch.size();
  }

  private Batch<ProblemView> batch(double unit) {
    Batch<ProblemView> batch =
        new Batch<>(
            new ProblemView[collected],
            new int[collected][],
            new double[collected],
            new double[collected],
            new double[collected],
            new double[collected]);
    int at = 0;
    for (Part part : parts) {
      fill(batch, at, part, unit);
      at += part.kept();
    }
    return batch;
  }

  private void fill(Batch<ProblemView> batch, int at, Part part, double unit) {
    List<Decision> decisions = part.session().decisions();
    int length = part.kept();
    double[] rewards = new double[length];
    double[] values = new double[length];
    double[] next = new double[length];
    boolean[] ended = new boolean[length];
    ended[length - 1] = true;
    for (int t = 0; t < length; t++) {
      Decision decision = decisions.get(t);
      rewards[t] = decision.margin() / unit;
      values[t] = value(decision);
      // A session that goes on behind the cap would have earned more.
      next[t] = t + 1 < decisions.size() ? value(decisions.get(t + 1)) : 0;
      batch.observations()[at + t] = decision.view;
      batch.actions()[at + t] = decision.set;
      batch.logProbabilities()[at + t] = decision.logProbability;
      batch.values()[at + t] = values[t];
    }
    double[] advantages = new double[length];
    PpoConfig learning = settings.learning();
    Advantages.fill(
        rewards, values, next, ended, learning.discount(), learning.lambda(), advantages);
    for (int t = 0; t < length; t++) {
      batch.advantages()[at + t] = advantages[t];
      batch.returns()[at + t] = advantages[t] + values[t];
    }
  }

  private double value(Decision decision) {
    return critic.forward(decision.view.summary, 0)[0];
  }
}
