package io.pannier.spi;

import java.util.List;

/**
 * What a search found.
 *
 * @param bundles best first
 * @param generations how many generations ran; a replay gets {@link SearchBudget#ofGenerations} of
 *     it
 * @param evaluations how many bundles were evaluated
 * @param rejections a few of the better bundles that a constraint forbade, for why-not
 */
public record BundlingResult(
    List<ComposedBundle> bundles, long generations, long evaluations, List<Rejection> rejections) {
  public BundlingResult {
    bundles = List.copyOf(bundles);
    rejections = List.copyOf(rejections);
  }

  /**
   * @param bundle what would have been offered
   * @param constraint what forbade it
   * @param reason in words, for example {@code "margin 8 % under the floor of 12 %"}
   */
  public record Rejection(ComposedBundle bundle, Constraint constraint, String reason) {}
}
