package io.pannier.console;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.vertx.core.Future;
import java.util.List;

/** Finds nothing: for calls that never come so far. */
final class IdleWorkbench implements Workbench {
  private static final BundlingResult NOTHING = new BundlingResult(List.of(), 0, 0, List.of());

  @Override
  public Future<List<BundlingResult>> compose(
      int shop, String strategy, List<BundlingProblem> problems, long generations) {
    return Future.succeededFuture(problems.stream().map(problem -> NOTHING).toList());
  }

  @Override
  public Future<Front> front(int shop, String preferred, BundlingProblem problem) {
    return Future.succeededFuture(new Front(preferred, NOTHING));
  }
}
