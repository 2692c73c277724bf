package io.pannier.learning;

import ai.djl.ndarray.NDManager;
import ai.djl.training.tracker.Tracker;
import io.pannier.kernels.api.CoPurchases;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.ComposerTrainer.Outcome;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.learning.DecoderValidation.Figures;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
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
  private static final int LEAST_ORDERS = 20;
  private static final double WARM_UP_SHARE = 0.05;
  private static final double LEAST_RATE = 0.05;

  private final TrainingOrders orders;
  private final TrainingPlan plan;
  private final Progress progress;
  private final Random random;
  private final OrderDraw draw;
  private final int[] learned;
  private final NDManager manager;
  private final Weights weights;
  private final ComposerNetwork network;
  private final Neighbourhood neighbourhood;
  private final Negatives negatives;
  private final Validation validation;
  private final TrainingStep step;
  private final @Nullable Composing composing;
  private final long end;
  private long steps;

  private Map<String, float[]> best;
  private Outcome outcome;
  private Outcome last;

  /**
   * @throws PannierException DATA_INVALID where there are too few orders with two items
   */
  ComposerTraining(
      NDManager manager,
      ComposerSpec spec,
      TrainingOrders orders,
      TrainingPlan plan,
      Progress progress) {
    this.manager = manager;
    this.orders = orders;
    this.plan = plan;
    this.progress = progress;
    this.random = new Random(plan.seed());
    this.draw = new OrderDraw(orders, spec.maxEvents());
    int[] usable = IntStream.range(0, orders.count()).filter(draw::usable).toArray();
    if (usable.length < LEAST_ORDERS) {
      throw new PannierException(
          StandardErrorCode.DATA_INVALID,
          usable.length
              + " of "
              + orders.count()
              + " orders hold two products or more; at least "
              + LEAST_ORDERS
              + " are needed");
    }
    int held = Math.max(1, (int) (usable.length * plan.validationShare()));
    this.learned = Arrays.copyOf(usable, usable.length - held);
    CountedOrders counted = new CountedOrders(orders);
    CoPurchases counts = counted.first(usable[learned.length]);
    this.neighbourhood = new Neighbourhood(orders, counted, counts);
    this.negatives = new Negatives(counts, plan.negatives());
    WordShares words = new WordShares(orders.words());
    this.weights = new Weights(manager, spec, words, plan.seed());
    this.network = new ComposerNetwork(spec, weights, words, plan.dropout());
    int[] heldOut = Arrays.copyOfRange(usable, learned.length, usable.length);
    this.validation = new Validation(orders, draw, neighbourhood, heldOut, plan.seed());
    this.composing =
        spec.decoderLayers() == 0
            ? null
            : new Composing(
                spec, orders, plan, draw, neighbourhood, negatives, network, weights, heldOut);
    this.step =
        new TrainingStep(
            manager, weights, network, rate(), plan.weightDecay(), plan.gradientClip());
    this.end = System.nanoTime() + plan.budget().toNanos();
    // The first model is one to beat, too.
    this.outcome = measure(0);
    this.last = outcome;
    this.best = weights.copy();
  }

  private int stepsOfEpoch() {
    return (learned.length + plan.batch() - 1) / plan.batch();
  }

  /** Rises from 0, then falls along a cosine (Loshchilov and Hutter, 2017). */
  private Tracker rate() {
    int all = stepsOfEpoch() * plan.epochs();
    double warmUp = Math.max(1, all * WARM_UP_SHARE);
    return update -> {
      if (update < warmUp) {
        return (float) (plan.learningRate() * (update + 1) / warmUp);
      }
      double along = Math.min(1, (update - warmUp) / Math.max(1, all - warmUp));
      double share = LEAST_RATE + (1 - LEAST_RATE) * (1 + Math.cos(Math.PI * along)) / 2;
      return (float) (plan.learningRate() * share);
    };
  }

  /** Trains; empty when it was cancelled. */
  Optional<Outcome> run() {
    int without = 0;
    for (int epoch = 1; epoch <= plan.epochs() && without < plan.patience(); epoch++) {
      shuffle(learned);
      double loss = 0;
      for (int s = 0; s < stepsOfEpoch(); s++) {
        if (progress.cancelled()) {
          return Optional.empty();
        }
        float stepLoss = step(s * plan.batch());
        loss += stepLoss;
        progress.figure("loss", ++steps, stepLoss);
        double done = (epoch - 1 + (s + 1.0) / stepsOfEpoch()) / plan.epochs();
        progress.report(
            done,
            String.format(Locale.ROOT, "pass %d, loss %.3f, %s", epoch, loss / (s + 1), told()));
        if (System.nanoTime() > end) {
          break;
        }
      }
      Outcome now = measure(epoch);
      progress.figure("validation/hr@10", steps, now.hitRate());
      progress.figure("validation/mrr@20", steps, now.reciprocalRank());
      long step = steps;
      now.composing().forEach((name, value) -> progress.figure("validation/" + name, step, value));
      last = now;
      boolean better = worth(now) > worth(outcome);
      without = better ? 0 : without + 1;
      if (better) {
        outcome = now;
        best = weights.copy();
      }
      if (System.nanoTime() > end) {
        break;
      }
    }
    progress.report(1, told());
    return Optional.of(outcome);
  }

  /** The weights that were best on the orders held out. */
  Map<String, float[]> best() {
    return best;
  }

  private float step(int from) {
    BatchDraw batch = new BatchDraw(orders, draw);
    for (int i = from; i < Math.min(from + plan.batch(), learned.length); i++) {
      draw.draw(learned[i], random);
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
   * A model is chosen for what it names first, what it names among the first, and how often what it
   * composes next is right.
   */
  private static double worth(Outcome outcome) {
    return outcome.hitRate()
        + outcome.reciprocalRank()
        + outcome.composing().getOrDefault(Figures.HITS, 0.0);
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
        outcome.composing().getOrDefault(Figures.HITS, 0.0));
  }

  private void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
