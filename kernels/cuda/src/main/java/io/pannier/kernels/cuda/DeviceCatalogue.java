package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.Precision;
import org.jspecify.annotations.Nullable;

/**
 * Items in device memory: fp32 for the exact scores, and for the lower precisions a second, smaller
 * copy that the first pass reads.
 *
 * @param exact (N, width)
 * @param coarse (N, rowBytes); null for fp32
 * @param scales (N), of int8; null otherwise
 * @param rowBytes of an item of {@code coarse}
 */
record DeviceCatalogue(
    DeviceArray exact,
    Precision precision,
    DeviceMemory.@Nullable Block coarse,
    DeviceMemory.@Nullable Block scales,
    int rowBytes)
    implements Catalogue {
  private static final int ROW_MULTIPLE = 32;

  /** Bytes of an item in a first pass of that precision. */
  static int rowBytes(Precision precision, int width) {
    return switch (precision) {
      case FP32 -> Products.stride(width) * Float.BYTES;
      case BF16 -> ScanPlan.up(width * Short.BYTES, ROW_MULTIPLE);
      case INT8 -> ScanPlan.up(width, ROW_MULTIPLE);
    };
  }

  @Override
  public int items() {
    return exact.rows();
  }

  @Override
  public int width() {
    return exact.width();
  }

  @Override
  public long bytes() {
    return exact.bytes()
        + (coarse == null ? 0 : coarse.bytes())
        + (scales == null ? 0 : scales.bytes());
  }

  long coarseAddress() {
    return coarse == null ? 0 : coarse.address();
  }

  long scalesAddress() {
    return scales == null ? 0 : scales.address();
  }

  @Override
  public void close() {
    exact.close();
    if (coarse != null) {
      coarse.close();
    }
    if (scales != null) {
      scales.close();
    }
  }
}
