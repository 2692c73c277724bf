package io.pannier.learning;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.pannier.kernels.api.CoPurchases;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.ComposerTrainer.Outcome;
import io.pannier.kernels.api.OrderSample;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.learning.Standing.Figures;
import io.pannier.spi.PannierException;
import io.pannier.spi.StrategyTrainer.Progress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One training: passes over the older orders, each followed by a look at the younger ones, until
 * these are named no better, the time is over or the plan is done. What was best is kept.
 */
final class ComposerTraining {
  /** What the decoder counts in the choice of a model: its figures are the noisiest. */
  private static final double COMPOSING = 0.25;

  private final TrainingOrders orders;
  private final TrainingPlan plan;
  private final Progress progress;
  private final OrderDraw draw;
  private final int[] learned;
  private final NDManager manager;
  private final Weights weights;
  private final ComposerNetwork network;
  private final Neighbourhood neighbourhood;
  private final Negatives negatives;
  private final MaskedHistories histories;
  private final Validation validation;
  private final Descent descent;
  private final TrainingStep step;
  private final @Nullable Composing composing;
  private final @Nullable CheckpointFile checkpoint;
  private final long end;

  private int passes;
  private long steps;
  private int without;
  private Map<String, float[]> best;
  private Outcome outcome;
  private Outcome last;

  /**
   * @param checkpoint where it is written down after each pass how far the training is; null for
   *     nowhere
   * @throws PannierException DATA_INVALID where the orders teach nothing, or give away what they
   *     must not
   */
  ComposerTraining(
      NDManager manager,
      ComposerSpec spec,
      TrainingOrders orders,
      TrainingPlan plan,
      @Nullable CheckpointFile checkpoint,
      Progress progress) {
    this.manager = manager;
    this.orders = orders;
    this.plan = plan;
    this.progress = progress;
    this.checkpoint = checkpoint;
    this.draw = new OrderDraw(orders, spec.maxEvents());
    int[] usable = IntStream.range(0, orders.count()).filter(draw::usable).toArray();
    OrderFaults faults = new OrderFaults(orders);
    faults.requireLessons(usable);
    int held = Math.max(1, (int) (usable.length * plan.validationShare()));
    this.learned = Arrays.copyOf(usable, usable.length - held);
    int[] heldOut = Arrays.copyOfRange(usable, learned.length, usable.length);
    faults.requireUnseen(learned, heldOut);
    CountedOrders counted = new CountedOrders(orders);
    CoPurchases counts = counted.first(usable[learned.length]);
    this.neighbourhood = new Neighbourhood(orders, counted, counts);
    this.negatives = new Negatives(counts, plan.negatives());
    this.histories = new MaskedHistories(orders, neighbourhood, spec.maxEvents());
    WordShares words = new WordShares(orders.words());
    SharedTexts texts = new SharedTexts(orders.texts());
    this.weights = new Weights(manager, spec, words, texts, plan.seed());
    this.network =
        new ComposerNetwork(
            spec, weights, words, texts.none() ? null : texts.constant(manager), plan.dropout());
    this.validation = new Validation(orders, draw, neighbourhood, heldOut, plan.seed());
    this.composing =
        spec.decoderLayers() == 0
            ? null
            : new Composing(
                spec, orders, plan, draw, neighbourhood, negatives, network, weights, heldOut);
    LearningRate rate = new LearningRate(plan.learningRate(), stepsOfEpoch() * passes(plan));
    this.descent = new Descent(manager, plan, rate);
    this.step =
        new TrainingStep(
            manager,
            weights,
            network,
            plan.gradientClip(),
            PositionLoss.of(plan.loss()),
            new ItemWeights(plan.classWeights(), counts),
            descent);
    this.end = System.nanoTime() + plan.budget().toNanos();
    // The first model is one to beat, too.
    this.outcome = measure(0);
    this.last = outcome;
    this.best = weights.copy();
  }

  /** All passes: those over masked histories come first. */
  private static int passes(TrainingPlan plan) {
    return plan.pretrainEpochs() + plan.epochs();
  }

  private int stepsOfEpoch() {
    return (learned.length + plan.batch() - 1) / plan.batch();
  }

  /** Goes on from where another training of the same orders and plan stood. */
  void restore(Standing standing) {
    passes = standing.pass();
    steps = standing.steps();
    without = standing.without();
    weights.restore(standing.weights());
    descent.restore(steps, standing.moments());
    best = standing.bestWeights();
    outcome = measured(standing.best());
    last = measured(standing.last());
    progress.report((double) passes / passes(plan), "goes on after pass " + passes + ", " + told());
  }

  private Outcome measured(Figures figures) {
    Outcome named = validation.outcome(figures.pass(), figures.hitRate(), figures.reciprocalRank());
    return composing == null
        ? named
        : named.withComposing(Map.of(Composing.WORTH, figures.composes()));
  }

  private static Figures figures(Outcome outcome) {
    return new Figures(
        outcome.epochs(),
        outcome.hitRate(),
        outcome.reciprocalRank(),
        outcome.composing().getOrDefault(Composing.WORTH, 0.0));
  }

  /** Trains; empty when it was cancelled. */
  Optional<Outcome> run() {
    while (passes < passes(plan) && without < plan.patience()) {
      int pass = passes + 1;
      int done = pass(pass);
      if (done < stepsOfEpoch() && progress.cancelled()) {
        return Optional.empty();
      }
      if (done > 0) {
        look(pass);
      }
      if (done < stepsOfEpoch()) {
        progress.report(share(pass, done), "the time is over in pass " + pass + "; " + told());
        return Optional.of(outcome.incomplete());
      }
      passes = pass;
      if (checkpoint != null) {
        checkpoint.write(standing());
      }
    }
    progress.report(1, told());
    return Optional.of(outcome);
  }

  private Standing standing() {
    return new Standing(
        passes,
        steps,
        without,
        figures(last),
        figures(outcome),
        weights.raw(),
        descent.moments(),
        best);
  }

  /**
   * A pass over the orders, unless time ends or it is cancelled. It begins from a seed of its own,
   * for a training that goes on after the pass before.
   *
   * @return the steps that were done
   */
  private int pass(int pass) {
    Random random = new Random(OrderSample.hash(plan.seed() + "/" + pass));
    Engine.getEngine("PyTorch").setRandomSeed(random.nextInt());
    if (composing != null) {
      composing.begin(pass);
    }
    int[] shuffled = learned.clone();
    shuffle(shuffled, random);
    double loss = 0;
    int done = 0;
    while (done < stepsOfEpoch() && !progress.cancelled() && System.nanoTime() <= end) {
      int[] numbers =
          Arrays.copyOfRange(
              shuffled, done * plan.batch(), Math.min(shuffled.length, (done + 1) * plan.batch()));
      float stepLoss =
          pass <= plan.pretrainEpochs() ? pretrain(numbers, random) : step(numbers, random);
      loss += stepLoss;
      done++;
      progress.figure("loss", ++steps, stepLoss);
      progress.report(
          share(pass, done),
          String.format(Locale.ROOT, "pass %d, loss %.3f, %s", pass, loss / done, told()));
    }
    return done;
  }

  private double share(int pass, int stepsOfPass) {
    return (pass - 1 + (double) stepsOfPass / stepsOfEpoch()) / passes(plan);
  }

  /** Looks at the orders held out, and keeps what is best on them. */
  private void look(int pass) {
    Outcome now = measure(pass);
    progress.figure("validation/hr@10", steps, now.hitRate());
    progress.figure("validation/mrr@20", steps, now.reciprocalRank());
    now.composing().forEach((name, value) -> progress.figure("validation/" + name, steps, value));
    last = now;
    boolean better = worth(now) > worth(outcome);
    without = better || pass <= plan.pretrainEpochs() ? 0 : without + 1;
    if (better) {
      outcome = now;
      best = weights.copy();
    }
  }

  /** The weights that were best on the orders held out. */
  Map<String, float[]> best() {
    return best;
  }

  private float pretrain(int[] numbers, Random random) {
    MaskedHistories.Batch batch = histories.draw(numbers, negatives.draw(random), random);
    return step.run(batch.events(), batch.positions(), batch.targets(), batch.wide(), null);
  }

  private float step(int[] numbers, Random random) {
    BatchDraw batch = new BatchDraw(orders, draw);
    for (int number : numbers) {
      draw.draw(number, random);
      batch.add();
    }
    WideInput wide = neighbourhood.read(batch, negatives.draw(random), true);
    TrainingStep.Also also = composing == null ? null : composing.loss(batch);
    return step.run(batch.batch(), batch.positions(), batch.targets(), wide, also);
  }

  private Outcome measure(int epoch) {
    Outcome named = validation.measure(manager, network, epoch);
    return composing == null
        ? named
        : named.withComposing(composing.measure(manager, network).byName());
  }

  /**
   * A model is chosen for what it names first, what it names among the first, and a little for how
   * rightly it composes: the mean of its hits and of the probability of what is right of going on
   * and ending.
   */
  private static double worth(Outcome outcome) {
    return outcome.hitRate()
        + outcome.reciprocalRank()
        + COMPOSING * outcome.composing().getOrDefault(Composing.WORTH, 0.0);
  }

  private String told() {
    return "last " + told(last) + "; best " + told(outcome);
  }

  private static String told(Outcome outcome) {
    return String.format(
        Locale.ROOT,
        "after pass %d: validation HR@10 %.4f MRR@20 %.4f composes %.4f",
        outcome.epochs(),
        outcome.hitRate(),
        outcome.reciprocalRank(),
        outcome.composing().getOrDefault(Composing.WORTH, 0.0));
  }

  private static void shuffle(int[] values, Random random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
