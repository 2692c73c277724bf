package io.pannier.plugins.ppo;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.PannierException;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Bundles drawn from a policy that learns from what they earn. */
final class PpoStrategy implements BundlingStrategy, OnlineLearner {
  /** Of the weights before the first update: fixed, so that equal lessons give equal policies. */
  private static final long START_SEED = 20_170_720;

  /** Weight of a new decision in the running mean of what is at stake. */
  private static final double UNIT_RATE = 0.002;

  private final PpoSettings settings;
  private final StrategyContext context;
  private final BundlePolicy policy;
  private final OutcomeLearner learner;
  private final Sessions sessions;
  private double unit;

  /**
   * @throws PannierException {@code MODEL_FILE_INVALID} if there is a promoted model that cannot be
   *     read
   */
  PpoStrategy(PpoSettings settings, StrategyContext context) {
    this.settings = settings;
    this.context = context;
    SplittableRandom random = new SplittableRandom(START_SEED);
    this.policy = BundlePolicy.start(random);
    this.learner = new OutcomeLearner(policy, settings, context.metrics(), random);
    this.sessions =
        new Sessions(
            settings.remembered(),
            settings.outcomeMinutes(),
            session -> learner.add(session, unit > 0 ? unit : 1));
    context.model().ifPresent(this::load);
  }

  BundlePolicy policy() {
    return policy;
  }

  private void load(Path model) {
    try (InputStream in = Files.newInputStream(model)) {
      restore(in);
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.MODEL_FILE_INVALID,
          "the model of ppo, " + model + ", cannot be used: " + e.getMessage(),
          e);
    }
  }

  @Override
  public BundlingResult compose(BundlingProblem problem, SearchBudget budget) {
    ProblemView view = new ProblemView(problem);
    Composition composition = new Composition(policy, view, settings.exploration());
    BundlingResult result = composition.run(budget);
    if (composition.byChance() && settings.learningRate() > 0) {
      Decision decision =
          new Decision(view, composition.drawn(), composition.drawnProbability(), result);
      double stake = Math.abs(decision.marginAtStake());
      unit = unit == 0 ? stake : unit + UNIT_RATE * (stake - unit);
      sessions.remember(decision, context.clock().millis());
    }
    return result;
  }

  @Override
  public double propensity(BundlingProblem problem, int[] candidates) {
    return new Composition(policy, new ProblemView(problem), settings.exploration())
        .propensityOf(candidates);
  }

  @Override
  public void learn(List<Observation> observations) {
    for (Observation observation : observations) {
      sessions.note(observation);
    }
    context.metrics().gauge("decisions-waiting", sessions.size());
  }

  @Override
  public void snapshot(OutputStream out) throws IOException {
    List<double[]> vectors =
        learner.trainables().stream().map(part -> part.parameters().clone()).toList();
    new PolicyFile(learner.updates(), unit, vectors).write(out);
  }

  @Override
  public void restore(InputStream in) throws IOException {
    List<Trainable> parts = learner.trainables();
    int[] lengths = parts.stream().mapToInt(part -> part.parameters().length).toArray();
    PolicyFile file = PolicyFile.read(in, lengths);
    for (int v = 0; v < lengths.length; v++) {
      System.arraycopy(file.vectors().get(v), 0, parts.get(v).parameters(), 0, lengths[v]);
    }
    unit = file.unit();
    learner.restart(file.updates());
  }
}
