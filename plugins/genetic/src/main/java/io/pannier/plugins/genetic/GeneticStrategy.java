package io.pannier.plugins.genetic;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.SearchBudget;

/** Bundles by evolutionary search. */
final class GeneticStrategy implements BundlingStrategy {
  private final ComposeSearch composeSearch;

  GeneticStrategy(ComposeSearch composeSearch) {
    this.composeSearch = composeSearch;
  }

  @Override
  public BundlingResult compose(BundlingProblem problem, SearchBudget budget) {
    return composeSearch.run(problem, budget);
  }
}
