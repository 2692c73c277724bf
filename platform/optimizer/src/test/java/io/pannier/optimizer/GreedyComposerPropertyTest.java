package io.pannier.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.Placement;
import io.pannier.messages.rules.RuleTrace;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ItemSet;
import io.pannier.spi.Product;
import io.pannier.spi.Relation;
import io.pannier.spi.Relation.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GreedyComposerPropertyTest {
  @Property(tries = 200)
  void whatItComposesIsAlwaysAllowed(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int candidates) {
    Random random = new Random(seed);
    int minItems = 1 + random.nextInt(2);
    Placement placement =
        SampleRequests.placement(
            new BundleConstraints(
                minItems,
                minItems + random.nextInt(4),
                2,
                random.nextBoolean() ? 2_000 : Long.MAX_VALUE,
                random.nextDouble() * 0.6,
                0.2,
                1 + random.nextInt(3)));
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < candidates; i++) {
      Relation relation =
          new Relation(
              random.nextBoolean() ? Kind.EXCLUDES : Kind.REQUIRES, random.nextInt(candidates));
      products.add(
          random.nextInt(4) == 0 && relation.item() != i
              ? SampleRequests.product(
                  i, 1 + random.nextInt(1500), random.nextInt(900), 3, relation)
              : SampleRequests.product(i, 1 + random.nextInt(1500), random.nextInt(900), 3));
    }
    BundlingProblem problem =
        ProblemStatement.of(SampleRequests.scored(placement, List.of(), products), 60);

    BundlingResult result = GreedyComposer.compose(problem);

    BundleEvaluator evaluator = new BundleEvaluator(problem);
    assertThat(result.bundles()).hasSizeLessThanOrEqualTo(problem.limit());
    assertThat(result.bundles())
        .allSatisfy(bundle -> assertThat(evaluator.violation(bundle)).isEmpty());
    assertThat(ComposedCheck.checked(problem, result).bundles()).hasSameSizeAs(result.bundles());
  }

  /** Whatever rules ask for: every bundle holds it, and what is pinned stands first if it can. */
  @Property(tries = 200)
  void whatRulesAskForIsInEveryBundle(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int candidates) {
    Random random = new Random(seed);
    Placement easy =
        SampleRequests.placement(
            new BundleConstraints(1, 1 + random.nextInt(4), 2, Long.MAX_VALUE, -1, 0.2, 9));
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < candidates; i++) {
      products.add(SampleRequests.product(i, 1 + random.nextInt(1500), random.nextInt(900), 3));
    }
    ItemSet required = ItemSet.ofItems(random.nextInt(candidates), random.nextInt(candidates));
    ItemSet pinned = ItemSet.ofItems(random.nextInt(candidates));
    RuleTrace rules = new RuleTrace(null, List.of(required), pinned, List.of(), List.of());
    BundlingProblem problem =
        ProblemStatement.of(
            SampleRequests.ruled(SampleRequests.scored(easy, List.of(), products), rules), 60);

    BundlingResult result = GreedyComposer.compose(problem);

    assertThat(result.bundles()).isNotEmpty();
    assertThat(ComposedCheck.checked(problem, result).bundles()).hasSameSizeAs(result.bundles());
    assertThat(result.bundles())
        .allSatisfy(bundle -> assertThat(bundle.candidates()).satisfies(any(required)));
    boolean fits = easy.constraints().maxItems() > 1 || required.contains(pinned.next(0));
    if (fits) {
      assertThat(result.bundles().getFirst().candidates()).satisfies(any(pinned));
    }
  }

  private static Consumer<int[]> any(ItemSet items) {
    return members -> assertThat(Arrays.stream(members).anyMatch(items::contains)).isTrue();
  }

  @Test
  void whereNothingIsAllowedItSaysWhy() {
    Placement strict =
        SampleRequests.placement(
            new BundleConstraints(1, 3, 1, Long.MAX_VALUE, 0.9, 0, Integer.MAX_VALUE));
    BundlingResult result =
        GreedyComposer.compose(
            ProblemStatement.of(
                SampleRequests.scored(
                    strict, List.of(), List.of(SampleRequests.product(1, 1000, 900, 5))),
                60));
    assertThat(result.bundles()).isEmpty();
    assertThat(result.rejections().getFirst().reason())
        .isEqualTo("margin 10 % under the floor of 90 %");
  }
}
