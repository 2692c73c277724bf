package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Precision;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * How one scan is cut into blocks. The cut never changes a result: every block keeps the best of
 * its items, exactly, and the best of those are merged.
 *
 * @param keep items that the first pass keeps for a query; k in fp32, some multiple of it otherwise
 * @param queryTile queries of a block
 * @param groups of items, each read by other blocks
 * @param sharedBytes of a block
 * @param narrow whether the fp32 scan for few queries is used
 * @param twoPasses whether candidates are scored again in fp32
 */
record ScanPlan(
    int keep, int queryTile, int groups, int sharedBytes, boolean narrow, boolean twoPasses) {
  static final int MAX_WIDTH = 1024;
  static final int MAX_KEEP = 2048;

  private static final int OVERSAMPLING = 4;
  private static final int WIDE_TILE = 32;
  private static final int NARROW_TILE = 4;
  private static final int[] TENSOR_TILES = {32, 24, 16, 8};
  private static final int BLOCKS_PER_MULTIPROCESSOR = 2;
  private static final int LEAST_ITEMS_OF_A_GROUP = 2048;
  private static final int STAGE = 36_864;

  /** Places of a list beyond those kept, so that it is not sorted after every tile. */
  private static final int SLACK = 384;

  private static final int NARROW_SLACK = 768;

  /** What the scans have of shared memory besides what is asked for at the launch. */
  private static final int STATIC = 512;

  /**
   * Plans a scan.
   *
   * @param rowBytes of an item in the first pass, if that is not fp32
   * @throws PannierException KERNEL_SHAPE_MISMATCH if so many items cannot be kept on this device
   */
  static ScanPlan of(
      CudaDriver.Device device,
      Precision precision,
      int items,
      int width,
      int rowBytes,
      int queries,
      int k) {
    int shared = device.sharedMemory() - STATIC;
    if (precision == Precision.FP32) {
      boolean narrow = queries <= NARROW_TILE || wideShared(width, k) > shared;
      int tile = narrow ? NARROW_TILE : WIDE_TILE;
      int bytes = narrow ? narrowShared(width, k) : wideShared(width, k);
      if (bytes > shared) {
        throw tooMany(device, k, width);
      }
      return new ScanPlan(k, tile, groups(device, items, queries, tile), bytes, narrow, false);
    }
    // The most candidates that the smallest tile can keep, so that k decides and not the batch.
    int smallest = TENSOR_TILES[TENSOR_TILES.length - 1];
    int keep = Math.min(MAX_KEEP, OVERSAMPLING * k);
    while (keep > k && tensorShared(smallest, rowBytes, keep) > shared) {
      keep = Math.max(k, keep - WIDE_TILE);
    }
    if (tensorShared(smallest, rowBytes, keep) > shared) {
      throw tooMany(device, k, width);
    }
    int tile = smallest;
    for (int candidate : TENSOR_TILES) {
      boolean needed = candidate == smallest || queries > candidate - smallest;
      if (needed && tensorShared(candidate, rowBytes, keep) <= shared) {
        tile = candidate;
        break;
      }
    }
    int bytes = tensorShared(tile, rowBytes, keep);
    return new ScanPlan(keep, tile, groups(device, items, queries, tile), bytes, false, true);
  }

  private static int groups(CudaDriver.Device device, int items, int queries, int tile) {
    int tiles = Lane.blocks(queries, tile);
    int wanted = Lane.blocks(device.multiprocessors() * BLOCKS_PER_MULTIPROCESSOR, tiles);
    return Math.max(1, Math.min(wanted, items / LEAST_ITEMS_OF_A_GROUP));
  }

  private static PannierException tooMany(CudaDriver.Device device, int k, int width) {
    return new PannierException(
        StandardErrorCode.KERNEL_SHAPE_MISMATCH,
        "the best "
            + k
            + " items of width "
            + width
            + " do not fit into the "
            + device.sharedMemory()
            + " bytes of shared memory of "
            + device.name()
            + "; ask for fewer, or use the simd kernels");
  }

  private static int wideShared(int width, int keep) {
    return STAGE + 128 * (up(width, 4) + 4) + 256 * up(keep + SLACK, 32);
  }

  private static int narrowShared(int width, int keep) {
    return 2 * STAGE + 16 * (up(width, 4) + 4) + 32 * up(keep + NARROW_SLACK, 32);
  }

  private static int tensorShared(int tile, int rowBytes, int keep) {
    return STAGE + tile * (rowBytes + 16 + 8 * up(keep + SLACK, 32));
  }

  /** Shared memory of the kernel that merges the groups. */
  int mergeShared() {
    return 8 * up(keep + NARROW_SLACK, 32);
  }

  /** Shared memory of the kernel that scores again. */
  int rescoreShared(int width) {
    return 4 * up(width, 4) + 8 * up(keep, 32);
  }

  static int up(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}
