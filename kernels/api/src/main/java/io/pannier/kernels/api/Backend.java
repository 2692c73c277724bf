package io.pannier.kernels.api;

import java.util.Locale;

/** Where kernels run, the preferred first. */
public enum Backend {
  /** CUDA C++ on an NVIDIA GPU. */
  CUDA,
  /** The Vector API on the processor. */
  SIMD,
  /** Plain loops with float64 accumulation: the specification, and what always works. */
  SCALAR;

  /** The name in configuration, metrics and benchmarks. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
