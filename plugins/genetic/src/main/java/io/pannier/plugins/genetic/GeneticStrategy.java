package io.pannier.plugins.genetic;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.SearchBudget;

/** Bundles by evolutionary search. */
final class GeneticStrategy implements BundlingStrategy {
  private final ComposeSearch composeSearch;
  private final FrontSearch frontSearch;

  GeneticStrategy(ComposeConfig compose, FrontConfig front) {
    this.composeSearch = new ComposeSearch(compose);
    this.frontSearch = new FrontSearch(front, compose.rejections());
  }

  @Override
  public BundlingResult compose(BundlingProblem problem, SearchBudget budget) {
    return composeSearch.run(problem, budget);
  }

  @Override
  public BundlingResult front(BundlingProblem problem, SearchBudget budget) {
    return frontSearch.run(problem, budget);
  }
}
