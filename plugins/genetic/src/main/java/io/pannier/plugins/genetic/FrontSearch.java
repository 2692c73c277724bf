package io.pannier.plugins.genetic;

import io.pannier.plugins.genetic.nsga2.Nsga2;
import io.pannier.plugins.genetic.nsga2.ParetoArchive;
import io.pannier.plugins.genetic.nsga2.SeededRandom;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.SearchBudget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The search for the Pareto front: NSGA-II over {@link BundleEvolution}, begun at {@link
 * FrontSeeds}, with an archive of all that stayed non-dominated. One generation is one of NSGA-II;
 * the first population is made before the budget is asked.
 */
final class FrontSearch {
  /** Generations between two visits to the archive, which costs about as much as one generation. */
  private static final int ARCHIVE_EVERY = 4;

  private final FrontConfig config;
  private final int rejections;

  FrontSearch(FrontConfig config, int rejections) {
    this.config = config;
    this.rejections = rejections;
  }

  BundlingResult run(BundlingProblem problem, SearchBudget budget) {
    if (problem.size() == 0) {
      return new BundlingResult(List.of(), 0, 0, List.of());
    }
    CandidateTable table = new CandidateTable();
    table.load(problem);
    Pricing pricing = new Pricing(table);
    pricing.load();
    SeededRandom random = new SeededRandom(problem.seed());
    Descent descent = new Descent(table, pricing);
    descent.load();
    FeasibleStart start = new FeasibleStart(table, pricing, descent.settlement());
    Offspring offspring = new Offspring(table, new Pool(), random);
    FrontSeeds seeds =
        new FrontSeeds(
            table,
            pricing,
            descent,
            start,
            offspring,
            Math.min(config.seeds(), config.population()));
    if (!seeds.make(random)) {
      WhyNone whyNone = new WhyNone(table, pricing);
      return new BundlingResult(List.of(), 0, descent.evaluations(), whyNone.explain(rejections));
    }
    BundleEvolution evolution = new BundleEvolution(table, pricing, descent.settlement(), seeds);
    Nsga2 search = new Nsga2(evolution, config.population(), random.next());
    ParetoArchive archive = new ParetoArchive(evolution, config.archive(), config.population());
    search.start();
    long generations = 0;
    while (budget.allows(generations)) {
      search.evolve();
      generations++;
      if (generations % ARCHIVE_EVERY == 0) {
        archive.add(search);
      }
    }
    archive.add(search);
    List<ComposedBundle> bundles = compose(archive, evolution, table);
    WhyNot whyNot = new WhyNot(table, pricing, descent.scan());
    return new BundlingResult(
        bundles,
        generations,
        descent.evaluations() + evolution.evaluations(),
        whyNot.around(bundleOf(bundles.getFirst()), rejections));
  }

  private static List<ComposedBundle> compose(
      ParetoArchive archive, BundleEvolution evolution, CandidateTable table) {
    List<ComposedBundle> bundles = new ArrayList<>(archive.size());
    Bundle bundle = new Bundle();
    for (int a = 0; a < archive.size(); a++) {
      evolution.read(archive.genomes(), a * evolution.genes(), bundle);
      bundles.add(Answer.compose(bundle, table.evaluator, 1));
    }
    bundles.sort(Comparator.comparingDouble(ComposedBundle::utility).reversed());
    return bundles;
  }

  private static Bundle bundleOf(ComposedBundle composed) {
    Bundle bundle = new Bundle();
    for (int a = 0; a < composed.candidates().length; a++) {
      bundle.add(composed.candidates()[a], composed.quantities()[a]);
    }
    bundle.discount = composed.discount();
    bundle.utility = composed.utility();
    return bundle;
  }
}
