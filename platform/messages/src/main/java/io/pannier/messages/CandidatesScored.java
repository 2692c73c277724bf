package io.pannier.messages;

import io.pannier.messages.rules.RuleTrace;
import io.pannier.spi.BundlingContext;
import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import java.util.List;

/**
 * A request and its candidates, best first.
 *
 * @param products the candidates as they were published, same order as {@code scores}
 * @param lift row-major (n, n) log co-purchase lift
 * @param cartLift n: mean log lift with the items of the cart
 * @param cartProducts the products of the cart that are known
 * @param reasonProducts for each candidate the product that carried it most, or the candidate
 *     itself where none did
 * @param strategy {@code name@version} of what scored
 * @param model id of the model file that it used; empty for none
 * @param rung how far down the ladder the scoring was
 * @param failures {@code name: CODE} of every strategy that was tried before
 * @param scoredNanos {@link System#nanoTime()} when the scoring stage was done
 * @param question for a bundling strategy that asks for it; {@link BundlingContext#NONE} where none
 *     of the placement's does
 * @param rules what the placement's rules did, and what they ask of bundles
 */
public record CandidatesScored(
    OfferRequest request,
    List<Product> products,
    ScoredCandidates scores,
    float[] lift,
    float[] cartLift,
    List<Product> cartProducts,
    List<Product> reasonProducts,
    String strategy,
    String model,
    Rung rung,
    List<String> failures,
    long builtNanos,
    long scoredNanos,
    BundlingContext question,
    RuleTrace rules)
    implements Message {
  /** For bundling strategies that need no question, without rules. */
  public CandidatesScored(
      OfferRequest request,
      List<Product> products,
      ScoredCandidates scores,
      float[] lift,
      float[] cartLift,
      List<Product> cartProducts,
      List<Product> reasonProducts,
      String strategy,
      String model,
      Rung rung,
      List<String> failures,
      long builtNanos,
      long scoredNanos) {
    this(
        request,
        products,
        scores,
        lift,
        cartLift,
        cartProducts,
        reasonProducts,
        strategy,
        model,
        rung,
        failures,
        builtNanos,
        scoredNanos,
        BundlingContext.NONE,
        RuleTrace.NONE);
  }
}
