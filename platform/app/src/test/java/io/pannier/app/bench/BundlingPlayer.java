package io.pannier.app.bench;

import io.pannier.laboratory.simulator.Environment.Reward;
import io.pannier.laboratory.simulator.Environment.Step;
import io.pannier.laboratory.simulator.Offered;
import io.pannier.laboratory.simulator.ShopEnvironment;
import io.pannier.laboratory.simulator.ShopState;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.SearchBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Plays a hosted bundling strategy in a simulated shop; tells it what came of its offers where it
 * learns, as the journal would: shown, clicked, accepted.
 */
final class BundlingPlayer {
  private static final long GENERATIONS = 300;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long SESSION_MILLIS = TimeUnit.HOURS.toMillis(1);
  private static final long OFFER_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final OfferProblems problems;
  private final StrategyInstance strategy;
  private final boolean learns;
  private final SplittableRandom decisions;
  private long sessions;

  BundlingPlayer(
      OfferProblems problems, StrategyInstance strategy, boolean learns, long decisionSeed) {
    this.problems = problems;
    this.strategy = strategy;
    this.learns = learns;
    this.decisions = new SplittableRandom(decisionSeed);
  }

  /** Plays one episode; returns the margin of each session, minor units. */
  double[] play(ShopEnvironment shop, long seed, int sessionCount) {
    double[] margins = new double[sessionCount];
    ShopState state = shop.reset(seed);
    boolean over = false;
    while (!over) {
      long decision = decisions.nextLong();
      BundlingProblem problem = problems.problem(state, decision);
      BundlingResult result =
          strategy
              .call(
                  BundlingStrategy.class,
                  composer -> composer.compose(problem, SearchBudget.ofGenerations(GENERATIONS)),
                  System.nanoTime() + PATIENCE_NANOS)
              .join();
      Step<ShopState> step = shop.step(offered(problem, result.bundles()));
      margins[state.session()] += step.reward().margin();
      if (learns && !result.bundles().isEmpty()) {
        tell(state, decision, step.reward());
      }
      state = step.state();
      over = step.terminated() || step.truncated();
    }
    sessions += sessionCount;
    return margins;
  }

  private static List<Offered> offered(BundlingProblem problem, List<ComposedBundle> bundles) {
    List<Offered> offered = new ArrayList<>();
    for (ComposedBundle bundle : bundles) {
      int[] products = new int[bundle.candidates().length];
      for (int k = 0; k < products.length; k++) {
        products[k] = problem.item(bundle.candidates()[k]);
      }
      offered.add(new Offered(products, bundle.quantities(), bundle.discount()));
    }
    return offered;
  }

  private void tell(ShopState state, long decision, Reward reward) {
    long time = (sessions + state.session()) * SESSION_MILLIS + state.offer() * OFFER_MILLIS;
    List<Observation> outcomes = new ArrayList<>();
    outcomes.add(outcome(EventType.OFFER_SHOWN, time, state, decision, -1));
    if (reward.accepted() >= 0) {
      outcomes.add(outcome(EventType.OFFER_CLICKED, time, state, decision, reward.accepted()));
      outcomes.add(outcome(EventType.OFFER_ACCEPTED, time, state, decision, reward.accepted()));
    }
    strategy
        .call(
            OnlineLearner.class,
            learner -> {
              learner.learn(outcomes);
              return true;
            },
            System.nanoTime() + PATIENCE_NANOS)
        .join();
  }

  private static Observation outcome(
      EventType type, long time, ShopState state, long decision, int bundle) {
    return new Observation(
        type,
        time,
        state.shopper() + 1L,
        -1,
        1,
        -1,
        null,
        Double.NaN,
        Double.NaN,
        decision,
        bundle);
  }
}
