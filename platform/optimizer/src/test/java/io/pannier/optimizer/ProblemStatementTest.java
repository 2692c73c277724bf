package io.pannier.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.CandidatesScored;
import io.pannier.messages.Placement;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingContext;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.Product;
import io.pannier.spi.Relation;
import io.pannier.spi.Relation.Kind;
import io.pannier.spi.ShopperHistory;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemStatementTest {
  private static final Placement PLACEMENT =
      SampleRequests.placement(
          new BundleConstraints(1, 4, 2, Long.MAX_VALUE, 0.1, 0.2, Integer.MAX_VALUE));

  @Test
  void whatTheCartExcludesAndWhatMissesARequirementIsLeftOut() {
    Product inCart = SampleRequests.product(9, 500, 100, 5, new Relation(Kind.EXCLUDES, 1));
    Product excludedByCart = SampleRequests.product(1, 500, 100, 5);
    Product excludesCart = SampleRequests.product(2, 500, 100, 5, new Relation(Kind.EXCLUDES, 9));
    Product needsCart = SampleRequests.product(3, 500, 100, 5, new Relation(Kind.REQUIRES, 9));
    Product needsLost = SampleRequests.product(4, 500, 100, 5, new Relation(Kind.REQUIRES, 1));
    Product free = SampleRequests.product(5, 500, 100, 5);

    CandidatesScored usable =
        CandidateFilter.usable(
            SampleRequests.scored(
                PLACEMENT,
                List.of(inCart),
                List.of(excludedByCart, excludesCart, needsCart, needsLost, free)));

    assertThat(usable.products()).extracting(Product::item).containsExactly(3, 5);
    assertThat(usable.scores().size()).isEqualTo(2);
    assertThat(usable.lift()).hasSize(4);
  }

  @Test
  void theQuestionStaysWithTheProblem() {
    Product inCart = SampleRequests.product(9, 500, 100, 5, new Relation(Kind.EXCLUDES, 1));
    CandidatesScored plain =
        SampleRequests.scored(
            PLACEMENT,
            List.of(inCart),
            List.of(
                SampleRequests.product(1, 500, 100, 5), SampleRequests.product(5, 500, 100, 5)));
    BundlingContext question =
        new BundlingContext(
            List.of(new BundlingContext.Named(5, "SKU-5", "", 500)),
            new int[] {9},
            ShopperHistory.EMPTY,
            7);
    CandidatesScored asked = SampleRequests.asked(plain, question);

    BundlingProblem problem = ProblemStatement.of(CandidateFilter.usable(asked), 60);

    assertThat(problem.size()).as("one is excluded").isEqualTo(1);
    assertThat(problem.context()).isSameAs(question);
    assertThat(problem.withSeed(3).context()).isSameAs(question);
    assertThat(ProblemStatement.of(plain, 60).context().none()).isTrue();
  }

  @Test
  void relationsBecomeBitSets() {
    CandidatesScored scored =
        SampleRequests.scored(
            PLACEMENT,
            List.of(),
            List.of(
                SampleRequests.product(1, 500, 100, 5, new Relation(Kind.EXCLUDES, 2)),
                SampleRequests.product(2, 500, 100, 5),
                SampleRequests.product(3, 500, 100, 5, new Relation(Kind.REQUIRES, 1))));

    BundlingProblem problem = ProblemStatement.of(scored, 60);

    assertThat(problem.incompatible(0, 1)).isTrue();
    assertThat(problem.incompatible(1, 0)).isTrue();
    assertThat(problem.incompatible(0, 2)).isFalse();
    assertThat(problem.requires(2, 0)).isTrue();
    assertThat(problem.requires(0, 2)).isFalse();
  }

  @Test
  void stockThatNobodyBuysIsOverstock() {
    CandidatesScored scored =
        SampleRequests.scored(
            PLACEMENT, List.of(), List.of(SampleRequests.product(1, 500, 100, 500)));
    assertThat(ProblemStatement.of(scored, 60).relief(0)).isEqualTo(1);
  }

  @Test
  void equalDecisionsHaveEqualSeeds() {
    CandidatesScored scored =
        SampleRequests.scored(
            PLACEMENT, List.of(), List.of(SampleRequests.product(1, 500, 100, 500)));
    assertThat(ProblemStatement.of(scored, 60).seed())
        .isEqualTo(ProblemStatement.of(scored, 60).seed());
  }
}
