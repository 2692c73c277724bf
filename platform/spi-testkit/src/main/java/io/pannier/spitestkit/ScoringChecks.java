package io.pannier.spitestkit;

import io.pannier.spi.ItemSet;
import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What {@link ScoringStrategy} and {@link ScoredCandidates} promise. */
final class ScoringChecks {
  private final ContractSubject subject;

  private ScoringChecks(ContractSubject subject) {
    this.subject = subject;
  }

  static List<ContractCheck> of(ContractSubject subject) {
    var checks = new ScoringChecks(subject);
    return List.of(
        new ContractCheck("scoring", "answers every context of a batch well", checks::answersWell),
        new ContractCheck("scoring", "scores given candidates and no others", checks::candidates),
        new ContractCheck("scoring", "follows the stock of the catalogue", checks::followsStock),
        new ContractCheck("scoring", "names only what rules allow", checks::allowed),
        new ContractCheck("scoring", "answers before anything was learned", checks::untaught),
        new ContractCheck("scoring", "answers an empty catalogue with nothing", checks::noProducts),
        new ContractCheck("scoring", "answers carts and histories of any size", checks::anySize),
        new ContractCheck(
            "scoring", "knows no item above those that it learned", checks::unknownItems),
        new ContractCheck("scoring", "gives equal answers to equal questions", checks::repeats),
        new ContractCheck(
            "scoring", "an answer does not depend on the rest of its batch", checks::batches));
  }

  private void answersWell() {
    try (ScoringStrategy strategy = subject.createTaught(ScoringStrategy.class)) {
      check(strategy, questions(24, 10));
      check(strategy, questions(3, 1));
      check(strategy, questions(3, 1_000));
    }
  }

  private void candidates() {
    try (ScoringStrategy strategy = subject.createTaught(ScoringStrategy.class)) {
      ShopGenerator shop = subject.shop();
      FakeCatalogue catalogue = subject.catalogue();
      List<ScoringContext> batch = new ArrayList<>();
      for (int count : new int[] {0, 1, 7, catalogue.size()}) {
        int[] candidates = shop.distinct(count, catalogue.size());
        batch.add(shop.context(catalogue, 2, 5, 10, candidates));
      }
      ScoringContext cartOnly = shop.context(catalogue, 3, 5, 10);
      batch.add(withCandidates(cartOnly, cartOnly.cart()));
      check(strategy, batch);
    }
  }

  private void followsStock() {
    try (ScoringStrategy strategy = subject.createTaught(ScoringStrategy.class)) {
      FakeCatalogue catalogue = subject.catalogue();
      ScoringContext question = subject.shop().context(catalogue, 2, 5, 5);
      for (int round = 0; round < 3; round++) {
        ScoredCandidates answer = check(strategy, List.of(question)).getFirst();
        if (answer.size() == 0) {
          return;
        }
        Product best = catalogue.product(answer.item(0));
        if (best == null) {
          throw new AssertionError("item " + answer.item(0) + " has no product");
        }
        catalogue = catalogue.with(best.withStatistics(best.statistics(), 0));
        question = withCatalogue(question, catalogue);
      }
    }
  }

  /** What is forbidden must not take the place of what is not, either. */
  private void allowed() {
    try (ScoringStrategy strategy = subject.createTaught(ScoringStrategy.class)) {
      ShopGenerator shop = subject.shop();
      FakeCatalogue catalogue = subject.catalogue();
      for (int round = 0; round < 6; round++) {
        ScoringContext free = shop.context(catalogue, 1 + round % 3, 5, 10);
        ScoredCandidates all =
            check(strategy, List.of(free.about(null, catalogue.size(), null))).getFirst();
        int[] half = new int[(all.size() + 1) / 2];
        Arrays.setAll(half, i -> all.item(2 * i + (2 * i + 1 < all.size() ? 1 : 0)));
        ItemSet left = ItemSet.ofItems(half);
        ScoringContext ruled = free.about(null, 10, left);
        ScoredCandidates answer = check(strategy, List.of(ruled)).getFirst();
        Check.that(
            answer.size() == Math.min(10, half.length),
            "%d candidates where %d of those that are named without rules are allowed",
            answer.size(),
            half.length);
        check(strategy, List.of(free.about(all.size() == 0 ? null : half, 10, left)));
      }
    }
  }

  private void untaught() {
    try (ScoringStrategy strategy = (ScoringStrategy) subject.create()) {
      check(strategy, questions(6, 10));
    }
  }

  private void noProducts() {
    try (ScoringStrategy strategy = subject.createTaught(ScoringStrategy.class)) {
      ScoringContext question = subject.shop().context(FakeCatalogue.empty(), 0, 0, 10);
      Check.that(
          check(strategy, List.of(question)).getFirst().size() == 0,
          "candidates from an empty catalogue");
    }
  }

  private void anySize() {
    try (ScoringStrategy strategy = subject.createTaught(ScoringStrategy.class)) {
      ShopGenerator shop = subject.shop();
      FakeCatalogue catalogue = subject.catalogue();
      List<ScoringContext> batch = new ArrayList<>();
      for (int size : new int[] {0, 1, 5, 40, catalogue.size()}) {
        batch.add(shop.context(catalogue, size, 0, 10));
        batch.add(shop.context(catalogue, 0, size * 10, 10));
        batch.add(shop.context(catalogue, size, size * 10, 10));
      }
      check(strategy, batch);
    }
  }

  /** The catalogue grows while a strategy serves; its state must not be indexed blindly. */
  private void unknownItems() {
    try (ScoringStrategy strategy = subject.createTaught(ScoringStrategy.class)) {
      FakeCatalogue grown = new ShopGenerator(subject.seed()).catalogue(1_000);
      ShopGenerator shop = subject.shop();
      List<ScoringContext> batch = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        batch.add(shop.context(grown, i, 10, 20));
      }
      check(strategy, batch);
    }
  }

  private void repeats() {
    try (ScoringStrategy one = subject.createTaught(ScoringStrategy.class);
        ScoringStrategy other = subject.createTaught(ScoringStrategy.class)) {
      List<ScoringContext> batch = questions(12, 10);
      List<ScoredCandidates> first = List.copyOf(one.score(batch));
      same(first, one.score(batch), "asked twice");
      same(first, other.score(batch), "asked of two instances");
    }
  }

  private void batches() {
    try (ScoringStrategy strategy = subject.createTaught(ScoringStrategy.class)) {
      List<ScoringContext> batch = questions(12, 10);
      List<ScoredCandidates> together = List.copyOf(strategy.score(batch));
      List<ScoredCandidates> alone = new ArrayList<>();
      for (ScoringContext context : batch) {
        alone.add(strategy.score(List.of(context)).getFirst());
      }
      same(together, alone, "asked alone");
      List<ScoredCandidates> reversed = new ArrayList<>(strategy.score(batch.reversed()));
      same(together, reversed.reversed(), "asked in reverse");
    }
  }

  private List<ScoringContext> questions(int count, int limit) {
    ShopGenerator shop = subject.shop();
    FakeCatalogue catalogue = subject.catalogue();
    List<ScoringContext> contexts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      contexts.add(shop.context(catalogue, i % 5, i * 2, limit));
    }
    return contexts;
  }

  private static List<ScoredCandidates> check(
      ScoringStrategy strategy, List<ScoringContext> batch) {
    List<ScoredCandidates> answers = List.copyOf(strategy.score(batch));
    Check.that(
        answers.size() == batch.size(), "%d answers to %d contexts", answers.size(), batch.size());
    for (int i = 0; i < answers.size(); i++) {
      check(batch.get(i), answers.get(i));
    }
    return answers;
  }

  private static void check(ScoringContext context, ScoredCandidates answer) {
    Check.that(
        answer.size() <= context.limit(),
        "%d candidates, %d wanted",
        answer.size(),
        context.limit());
    Set<Integer> known = new HashSet<>();
    known.add(-1);
    Arrays.stream(context.cart()).forEach(known::add);
    Arrays.stream(context.history().items()).forEach(known::add);
    Set<Integer> seen = new HashSet<>();
    int[] candidates = context.candidates();
    for (int rank = 0; rank < answer.size(); rank++) {
      int item = answer.item(rank);
      float score = answer.score(rank);
      Check.that(Float.isFinite(score) && score >= 0, "item %d has the score %s", item, score);
      Check.that(seen.add(item), "item %d is repeated", item);
      Check.that(!context.inCart(item), "item %d is in the cart", item);
      Product product = context.catalogue().product(item);
      Check.that(product != null && product.available(), "item %d is not available", item);
      Check.that(context.mayName(item), "item %d is forbidden by a rule", item);
      Check.that(
          candidates == null || Arrays.stream(candidates).anyMatch(c -> c == item),
          "item %d is not among the given candidates",
          item);
      Check.that(
          known.contains(answer.because(rank)),
          "item %d is there because of %d, which is in neither cart nor history",
          item,
          answer.because(rank));
      if (rank > 0) {
        float above = answer.score(rank - 1);
        Check.that(above >= score, "rank %d scores %s, the rank above %s", rank, score, above);
        Check.that(
            above > score || answer.item(rank - 1) < item,
            "items %d and %d tie and are not in ascending order",
            answer.item(rank - 1),
            item);
      }
    }
  }

  private static void same(
      List<ScoredCandidates> expected, List<ScoredCandidates> actual, String when) {
    Check.that(expected.size() == actual.size(), "%s: other number of answers", when);
    for (int i = 0; i < expected.size(); i++) {
      ScoredCandidates one = expected.get(i);
      ScoredCandidates other = actual.get(i);
      Check.that(one.size() == other.size(), "%s: answer %d has another length", when, i);
      for (int rank = 0; rank < one.size(); rank++) {
        Check.that(
            one.item(rank) == other.item(rank)
                && Float.floatToIntBits(one.score(rank)) == Float.floatToIntBits(other.score(rank)),
            "%s: answer %d differs at rank %d: item %d with %s, item %d with %s",
            when,
            i,
            rank,
            one.item(rank),
            one.score(rank),
            other.item(rank),
            other.score(rank));
      }
    }
  }

  private static ScoringContext withCandidates(ScoringContext context, int[] candidates) {
    return new ScoringContext(
        context.catalogue(),
        context.placement(),
        context.cart(),
        context.quantities(),
        context.history(),
        context.now(),
        candidates,
        context.limit(),
        context.eventWeights(),
        context.profile(),
        context.text());
  }

  private static ScoringContext withCatalogue(ScoringContext context, FakeCatalogue catalogue) {
    return new ScoringContext(
        catalogue,
        context.placement(),
        context.cart(),
        context.quantities(),
        context.history(),
        context.now(),
        context.candidates(),
        context.limit(),
        context.eventWeights(),
        context.profile(),
        context.text());
  }
}
