package io.pannier.optimizer;

import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.pluginhost.Answer;
import io.pannier.pluginhost.ShadowCalls;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.PinnedComposition;
import io.pannier.spi.SearchBudget;
import io.pannier.store.Shadows;
import java.util.HashSet;
import java.util.Set;

/** Notes how often the bundling strategies in shadow would have made the bundle that was shown. */
final class BundlingShadow {
  private static final SearchBudget BUDGET = SearchBudget.ofNanos(1_000_000);

  private static final long SHADOW = 0x5ad0_5ad0_5ad0_5ad0L;

  private final ShadowCalls calls;
  private final Shadows shadows;

  BundlingShadow(ShadowCalls calls, Shadows shadows) {
    this.calls = calls;
    this.shadows = shadows;
  }

  /** Called for answers that the placement's own strategy gave. */
  void compare(OfferRequest request, BundlingProblem problem, Answer<BundlingResult> shown) {
    Placement placement = request.placement();
    if (placement.shadow().isEmpty() || shown.value().bundles().isEmpty()) {
      return;
    }
    // Under the decision's own seed a learner would take the outcomes of what was shown for its
    // own.
    BundlingProblem unknown = problem.withSeed(problem.seed() ^ SHADOW);
    calls.ask(
        request.shop().number(),
        placement.shadow(),
        placement.bundling(),
        BundlingStrategy.class,
        strategy ->
            ComposedCheck.checked(unknown, PinnedComposition.compose(strategy, unknown, BUDGET)),
        answer -> note(request, answer, shown));
  }

  private void note(
      OfferRequest request, Answer<BundlingResult> answer, Answer<BundlingResult> shown) {
    if (answer.value().bundles().isEmpty()) {
      return;
    }
    Set<Integer> ours = best(answer.value());
    Set<Integer> theirs = best(shown.value());
    Set<Integer> both = new HashSet<>(ours);
    both.retainAll(theirs);
    int either = ours.size() + theirs.size() - both.size();
    shadows.compared(
        new Shadows.Pair(
            request.shop().number(), request.placement().name(), answer.by(), shown.by()),
        ours.equals(theirs),
        (double) both.size() / either);
  }

  private static Set<Integer> best(BundlingResult result) {
    Set<Integer> candidates = new HashSet<>();
    for (int candidate : result.bundles().getFirst().candidates()) {
      candidates.add(candidate);
    }
    return candidates;
  }
}
