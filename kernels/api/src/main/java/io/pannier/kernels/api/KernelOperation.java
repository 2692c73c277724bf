package io.pannier.kernels.api;

import java.util.Locale;

/** What a call asked for, as metrics count it. */
public enum KernelOperation {
  MULTIPLY,
  SELF_ATTENTION,
  CROSS_ATTENTION,
  LAYER_NORM,
  GATHER,
  TOP_K,
  ENCODE,
  RECOMMEND,
  COMPOSE;

  /** The name in metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
