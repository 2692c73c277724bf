package io.pannier.plugins.transformer;

import io.pannier.plugins.transformer.BundleReasons.Read;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundleSettlement;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingResult.Rejection;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.SearchBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bundles from the decoder: the most probable sets of a beam search, each with the quantities and
 * the discount that serve the placement's weights best, the most useful of them first. The search
 * is one generation; without time, model or question, and where no beam fits, a bundle is grown by
 * utility alone.
 */
final class BundleComposer {
  private static final int MOST_REJECTIONS = 3;

  /** Candidates that a bundle without beams may begin with. */
  private static final int MOST_STARTS = 24;

  private final @Nullable BeamSets beams;
  private final @Nullable BundleReasons reasons;

  /**
   * @param beams null without a model
   * @param reasons null without a model
   */
  BundleComposer(@Nullable BeamSets beams, @Nullable BundleReasons reasons) {
    this.beams = beams;
    this.reasons = reasons;
  }

  /**
   * @param explain whether bundles say what carried their items
   */
  BundlingResult compose(BundlingProblem problem, SearchBudget budget, boolean explain) {
    if (problem.size() == 0) {
      return new BundlingResult(List.of(), 0, 0, List.of());
    }
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    BundleSettlement settlement = new BundleSettlement(problem, evaluator);
    Fit fit = new Fit(problem, evaluator);
    List<ComposedBundle> bundles = new ArrayList<>();
    List<Rejection> rejections = new ArrayList<>();
    List<int[]> paths = new ArrayList<>();
    @Nullable Read read = null;
    if (beams != null && beams.may(problem) && budget.allows(0)) {
      read = beams.read(problem, fit);
      paths.addAll(beams.paths(problem, read));
      for (int[] path : paths) {
        keep(settlement.settle(sorted(path), 1), evaluator, bundles, rejections);
      }
    }
    Growth growth = new Growth(problem, evaluator, fit);
    for (int first : starts(problem)) {
      if (!bundles.isEmpty()) {
        break;
      }
      int[] set = growth.from(first);
      if (set != null) {
        keep(settlement.settle(set, 1), evaluator, bundles, rejections);
      }
    }
    if (bundles.isEmpty() && rejections.isEmpty()) {
      keep(settlement.settle(nearest(problem), 1), evaluator, new ArrayList<>(), rejections);
    }
    bundles.sort(Comparator.comparingDouble(ComposedBundle::utility).reversed());
    List<ComposedBundle> best = bundles.subList(0, Math.min(problem.limit(), bundles.size()));
    return new BundlingResult(
        explain && read != null ? explained(problem, read, paths, best) : best,
        read == null ? 0 : 1,
        settlement.evaluations(),
        rejections);
  }

  /** The bundles with what carried their items, where they come from the search. */
  private List<ComposedBundle> explained(
      BundlingProblem problem, Read read, List<int[]> paths, List<ComposedBundle> bundles) {
    List<int[]> searched = new ArrayList<>();
    for (ComposedBundle bundle : bundles) {
      paths.stream()
          .filter(path -> Arrays.equals(sorted(path), bundle.candidates()))
          .findFirst()
          .ifPresent(searched::add);
    }
    if (reasons == null || searched.size() != bundles.size()) {
      return bundles;
    }
    List<int[]> because = reasons.of(problem, read, searched);
    List<ComposedBundle> explained = new ArrayList<>();
    for (int i = 0; i < because.size(); i++) {
      int[] path = searched.get(i);
      int[] members = bundles.get(i).candidates();
      int[] ofMembers = new int[members.length];
      for (int step = 0; step < path.length; step++) {
        ofMembers[Arrays.binarySearch(members, path[step])] = because.get(i)[step];
      }
      explained.add(bundles.get(i).withBecause(ofMembers));
    }
    explained.addAll(bundles.subList(because.size(), bundles.size()));
    return explained;
  }

  private static int[] sorted(int[] path) {
    int[] set = path.clone();
    Arrays.sort(set);
    return set;
  }

  private static void keep(
      ComposedBundle bundle,
      BundleEvaluator evaluator,
      List<ComposedBundle> bundles,
      List<Rejection> rejections) {
    evaluator
        .violation(bundle)
        .ifPresentOrElse(
            rejection -> {
              if (rejections.size() < MOST_REJECTIONS) {
                rejections.add(rejection);
              }
            },
            () -> bundles.add(bundle));
  }

  /** The most relevant candidates, best first. */
  private static int[] starts(BundlingProblem problem) {
    Integer[] order = new Integer[problem.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -problem.relevance(i)));
    return Arrays.stream(order).limit(MOST_STARTS).mapToInt(Integer::intValue).toArray();
  }

  /** What would be offered if nothing forbade it: as few as allowed of the most relevant. */
  private static int[] nearest(BundlingProblem problem) {
    BundleConstraints constraints = problem.constraints();
    int size = Math.min(Math.min(MOST_STARTS, constraints.minItems()), problem.size());
    int[] set = Arrays.copyOf(starts(problem), size);
    Arrays.sort(set);
    return set;
  }
}
