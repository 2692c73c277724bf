package io.pannier.spitestkit;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.Capability;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.PannierException;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What {@link BundlingStrategy#compose} promises. */
final class BundlingChecks {
  private static final double PROPENSITY_ERROR = 1e-9;
  private static final long GENERATIONS = 12;

  /** How late a search may come back on a busy machine. */
  private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  private final ContractSubject subject;

  private BundlingChecks(ContractSubject subject) {
    this.subject = subject;
  }

  static List<ContractCheck> of(ContractSubject subject) {
    var checks = new BundlingChecks(subject);
    return List.of(
        new ContractCheck("bundling", "every bundle keeps every constraint", checks::feasible),
        new ContractCheck(
            "bundling", "hard and degenerate problems are answered", checks::degenerate),
        new ContractCheck(
            "bundling", "a problem without a feasible bundle gets none", checks::infeasible),
        new ContractCheck(
            "bundling", "equal seed and generations give equal bundles", checks::repeats),
        new ContractCheck(
            "bundling", "a search by time is replayed by its generations", checks::replays),
        new ContractCheck(
            "bundling", "says of a bundle what its answer says", checks::saysItsPropensity),
        new ContractCheck("bundling", "ends when its time is over", checks::endsInTime),
        new ContractCheck("bundling", "ends when it is interrupted", checks::endsWhenInterrupted),
        new ContractCheck(
            "bundling", "a budget of nothing is answered at once", checks::noGenerations));
  }

  private void isGoodAnswer(BundlingProblem problem, BundlingResult result) {
    if (subject.can(Capability.ONLINE_LEARNING) || subject.can(Capability.TRAINING)) {
      BundleAssert.isAllowedAnswer(problem, result);
    } else {
      BundleAssert.isGoodAnswer(problem, result);
    }
  }

  private void feasible() {
    ProblemGenerator problems = subject.problems();
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      for (int round = 0; round < 60; round++) {
        BundlingProblem problem = problems.problem(1 + round * 2);
        BundlingResult result =
            strategy.compose(problem, SearchBudget.ofGenerations(round % GENERATIONS));
        isGoodAnswer(problem, result);
      }
    }
  }

  /** Where a strategy can tell how likely a bundle is, it tells what it stated when it chose it. */
  private void saysItsPropensity() {
    ProblemGenerator problems = subject.problems();
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      for (int round = 0; round < 30; round++) {
        BundlingProblem problem = problems.problem(1 + round * 2);
        List<ComposedBundle> bundles =
            strategy.compose(problem, SearchBudget.ofGenerations(GENERATIONS)).bundles();
        if (!bundles.isEmpty()) {
          double stated = bundles.getFirst().propensity();
          double told;
          try {
            told = strategy.propensity(problem, bundles.getFirst().candidates());
          } catch (PannierException e) {
            Check.that(
                e.code() == StandardErrorCode.CAPABILITY_UNSUPPORTED, "it fails: %s", e.code());
            return;
          }
          Check.that(
              Math.abs(told - stated) <= PROPENSITY_ERROR * stated,
              "a bundle states the propensity %s and the strategy tells %s",
              stated,
              told);
        }
      }
    }
  }

  private void degenerate() {
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      for (BundlingProblem problem : hard()) {
        isGoodAnswer(problem, strategy.compose(problem, SearchBudget.ofGenerations(GENERATIONS)));
      }
    }
  }

  private List<BundlingProblem> hard() {
    List<BundlingProblem> hard = new ArrayList<>();
    hard.add(new ProblemDraft(0, 1).build());
    hard.add(new ProblemDraft(1, 2).build());
    ProblemDraft free = new ProblemDraft(6, 3);
    Arrays.fill(free.prices, 0);
    Arrays.fill(free.costs, 0);
    hard.add(free.build());
    ProblemDraft enemies = new ProblemDraft(8, 4);
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < i; j++) {
        enemies.incompatible(i, j);
      }
    }
    hard.add(enemies.build());
    ProblemDraft chain = new ProblemDraft(8, 5);
    for (int i = 0; i < 7; i++) {
      chain.requires(i, i + 1);
    }
    hard.add(chain.build());
    hard.add(
        new ProblemDraft(70, 6)
            .constraints(new BundleConstraints(32, 32, 1, Long.MAX_VALUE, -1, 0, 40))
            .build());
    ProblemDraft losses = new ProblemDraft(10, 7);
    Arrays.fill(losses.costs, 3_000);
    hard.add(losses.build());
    ProblemDraft dear = new ProblemDraft(10, 8);
    Arrays.fill(dear.prices, 1_000_000_000_000L);
    Arrays.fill(dear.costs, 400_000_000_000L);
    hard.add(dear.build());
    ProblemDraft dust = new ProblemDraft(10, 9);
    Arrays.fill(dust.relevance, Float.MIN_VALUE);
    Arrays.fill(dust.prices, 1);
    Arrays.fill(dust.costs, 0);
    Arrays.fill(dust.stocks, 1);
    hard.add(dust.build());
    return hard;
  }

  private void infeasible() {
    ProblemDraft tooDear = new ProblemDraft(12, 1);
    tooDear.constraints(new BundleConstraints(1, 4, 2, 10, -1, 0, Integer.MAX_VALUE));
    ProblemDraft noMargin = new ProblemDraft(12, 2);
    noMargin.constraints(
        new BundleConstraints(1, 4, 2, Long.MAX_VALUE, 0.9, 0.2, Integer.MAX_VALUE));
    ProblemDraft tooFew = new ProblemDraft(3, 3);
    tooFew.constraints(new BundleConstraints(5, 8, 2, Long.MAX_VALUE, -1, 0, Integer.MAX_VALUE));
    ProblemDraft contradiction = new ProblemDraft(2, 4);
    contradiction.requires(0, 1).requires(1, 0).incompatible(0, 1);
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      for (ProblemDraft draft : List.of(tooDear, noMargin, tooFew, contradiction)) {
        BundlingProblem problem = draft.build();
        BundlingResult result = strategy.compose(problem, SearchBudget.ofGenerations(GENERATIONS));
        isGoodAnswer(problem, result);
        Check.that(result.bundles().isEmpty(), "a bundle where none is feasible");
      }
    }
  }

  private void repeats() {
    ProblemGenerator problems = subject.problems();
    try (BundlingStrategy one = subject.createTaught(BundlingStrategy.class);
        BundlingStrategy other = subject.createTaught(BundlingStrategy.class)) {
      for (int round = 0; round < 10; round++) {
        BundlingProblem problem = problems.problem(10 + 9 * round);
        BundlingResult first = one.compose(problem, SearchBudget.ofGenerations(GENERATIONS));
        BundleAssert.isSame(
            first, one.compose(problem, SearchBudget.ofGenerations(GENERATIONS)), "asked twice");
        BundleAssert.isSame(
            first,
            other.compose(problem, SearchBudget.ofGenerations(GENERATIONS)),
            "asked of two instances");
      }
    }
  }

  private void replays() {
    ProblemGenerator problems = subject.problems();
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      for (int round = 0; round < 10; round++) {
        BundlingProblem problem = problems.problem(60);
        BundlingResult timed =
            strategy.compose(
                problem, SearchBudget.ofNanos(TimeUnit.MICROSECONDS.toNanos(300L * (1 + round))));
        isGoodAnswer(problem, timed);
        BundleAssert.isSame(
            timed,
            strategy.compose(problem, SearchBudget.ofGenerations(timed.generations())),
            "replayed by " + timed.generations() + " generations");
      }
    }
  }

  private void endsInTime() {
    BundlingProblem problem = subject.problems().problem(100, ProblemGenerator.loose());
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      long late = Long.MAX_VALUE;
      // The best of a few: a machine may be busy, a strategy that ignores its budget never is.
      for (int round = 0; round < 5; round++) {
        long budget = TimeUnit.MILLISECONDS.toNanos(4);
        long start = System.nanoTime();
        isGoodAnswer(problem, strategy.compose(problem, SearchBudget.ofNanos(budget)));
        late = Math.min(late, System.nanoTime() - start - budget);
      }
      Check.that(late < SLACK_NANOS, "a search of 4 ms ended %d ms late", late / 1_000_000);
    }
  }

  private void endsWhenInterrupted() {
    BundlingProblem problem = subject.problems().problem(60, ProblemGenerator.loose());
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      Thread.currentThread().interrupt();
      long start = System.nanoTime();
      BundlingResult result = strategy.compose(problem, SearchBudget.ofGenerations(Long.MAX_VALUE));
      long taken = System.nanoTime() - start;
      boolean ignored = Thread.interrupted();
      isGoodAnswer(problem, result);
      Check.that(
          taken < TimeUnit.SECONDS.toNanos(2),
          "an interrupted search went on for %d ms",
          taken / 1_000_000);
    }
  }

  private void noGenerations() {
    BundlingProblem problem = subject.problems().problem(100, ProblemGenerator.loose());
    try (BundlingStrategy strategy = subject.createTaught(BundlingStrategy.class)) {
      BundlingResult result = strategy.compose(problem, SearchBudget.ofGenerations(0));
      Check.that(result.generations() == 0, "%d generations of 0 allowed", result.generations());
      isGoodAnswer(problem, result);
    }
  }
}
