package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What one attention layer computes. For query i and key j of the same sequence and head
 *
 * <pre>{@code
 * s[i,j] = scale · q[i]·k[j] + positionBias[h, min(i−j, P−1)] + timeBias[h, bucket(time[i]−time[j])]
 * SOFTMAX: o[i] = Σ_j exp(s[i,j] − max) v[j] / Σ_j exp(s[i,j] − max)
 * SILU:    o[i] = Σ_j s[i,j] · sigmoid(s[i,j]) v[j] / L
 * }</pre>
 *
 * over the visible keys, and over j ≤ i where causal. A query without any visible key gives zeros.
 * SOFTMAX is Vaswani et al., 2017; SILU is the pointwise aggregated attention of HSTU (Zhai et al.,
 * 2024), divided by the length of the sequence.
 *
 * @param heads H, at least 1
 * @param headWidth D, at least 1
 * @param scale usually 1/√D
 * @param causal whether a query sees no later key
 * @param positionBias (H, P) by distance |i−j| clipped to P−1; null for none; shared, never changed
 * @param timeBias (H, B) by {@link #timeBucket}; null for none; needs times
 */
public record AttentionSpec(
    int heads,
    int headWidth,
    float scale,
    boolean causal,
    Weighting weighting,
    float @Nullable [] positionBias,
    float @Nullable [] timeBias) {
  /** How scores become weights. */
  public enum Weighting {
    SOFTMAX,
    SILU
  }

  // Written out, because a compact constructor loses the annotations of array parameters.
  public AttentionSpec(
      int heads,
      int headWidth,
      float scale,
      boolean causal,
      Weighting weighting,
      float @Nullable [] positionBias,
      float @Nullable [] timeBias) {
    if (heads < 1 || headWidth < 1 || !Float.isFinite(scale)) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "attention with " + heads + " heads of " + headWidth + " and scale " + scale);
    }
    requireTable("position bias", positionBias, heads);
    requireTable("time bias", timeBias, heads);
    this.heads = heads;
    this.headWidth = headWidth;
    this.scale = scale;
    this.causal = causal;
    this.weighting = weighting;
    this.positionBias = positionBias;
    this.timeBias = timeBias;
  }

  private static void requireTable(String what, float @Nullable [] table, int heads) {
    if (table != null && (table.length == 0 || table.length % heads != 0)) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          what + " has " + table.length + " entries, which " + heads + " heads do not divide");
    }
  }

  /** Softmax attention with scale 1/√D and no bias. */
  public static AttentionSpec softmax(int heads, int headWidth, boolean causal) {
    return new AttentionSpec(
        heads,
        headWidth,
        (float) (1 / Math.sqrt(headWidth)),
        causal,
        Weighting.SOFTMAX,
        null,
        null);
  }

  /** Elements of a token over all heads. */
  public int width() {
    return heads * headWidth;
  }

  /** P; 0 without that bias. */
  public int positionBuckets() {
    return positionBias == null ? 0 : positionBias.length / heads;
  }

  /** B; 0 without that bias. */
  public int timeBuckets() {
    return timeBias == null ? 0 : timeBias.length / heads;
  }

  /**
   * The bucket of a time gap: 0 for none, else 1 + ⌊log₂ |seconds|⌋, clipped to the last. Integers
   * only, so that every backend agrees.
   */
  public static int timeBucket(int seconds, int buckets) {
    int gap = seconds == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(seconds);
    return Math.min(Integer.SIZE - Integer.numberOfLeadingZeros(gap), buckets - 1);
  }
}
