package io.pannier.kernels.api;

/** How a catalogue's items are held for the first pass of a scan. */
public enum Precision {
  /** One pass, exact. */
  FP32,
  /** bfloat16 by rounding to nearest even; candidates are scored again in fp32. */
  BF16,
  /** Symmetric int8 with one scale per item; candidates are scored again in fp32. */
  INT8
}
