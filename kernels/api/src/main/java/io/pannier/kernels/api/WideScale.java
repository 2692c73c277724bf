package io.pannier.kernels.api;

/**
 * How much neighbours count beside the composer, learned with it. With W(j) the sum over seeds i of
 * weight(i) · cos(i, j)², and L(j) the same of likenesses,
 *
 * <pre>{@code wide(j) = counts · ln √(e^(2·countsFloor) + W(j))
 *         + likeness · ln √(e^(2·likenessFloor) + L(j))}</pre>
 *
 * is added to the composer's score of item j: "wide and deep" (Cheng et al., DLRS 2016).
 *
 * @param counts weight of what was bought together
 * @param countsFloor logarithm of what an item counts that was never bought with a seed
 * @param likeness weight of what is alike
 * @param likenessFloor logarithm of what an item counts that is like no seed
 */
public record WideScale(float counts, float countsFloor, float likeness, float likenessFloor) {
  /** What ranked best among some that were tried without a composer. */
  public static final WideScale FIRST =
      new WideScale(1, (float) Math.log(1e-3), 0.4f, (float) Math.log(0.1));

  /**
   * What is added to the score of an item.
   *
   * @param countsSum W(j)
   * @param likenessSum L(j)
   */
  public float of(float countsSum, float likenessSum) {
    return (float)
        (counts / 2 * Math.log(Math.exp(2.0 * countsFloor) + countsSum)
            + likeness / 2 * Math.log(Math.exp(2.0 * likenessFloor) + likenessSum));
  }
}
