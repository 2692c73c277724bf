package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Requirements;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Catalogues and their scans. */
final class Scans {
  private final Lane lane;
  private final KernelFunction wide;
  private final KernelFunction narrow;
  private final KernelFunction bf16;
  private final KernelFunction int8;
  private final KernelFunction toBf16;
  private final KernelFunction quantise;
  private final KernelFunction merge;
  private final KernelFunction rescore;

  Scans(Lane lane) {
    this.lane = lane;
    wide = lane.function("scan_fp32");
    narrow = lane.function("scan_fp32_narrow");
    bf16 = lane.function("scan_bf16");
    int8 = lane.function("scan_int8");
    toBf16 = lane.function("to_bf16");
    quantise = lane.function("quantise_int8");
    merge = lane.function("merge_topk");
    rescore = lane.function("rescore_topk");
  }

  Catalogue catalogue(float[] items, int count, int width, Precision precision) {
    Requirements.matrix("catalogue", items, count, width);
    if (width > ScanPlan.MAX_WIDTH) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "items of width "
              + width
              + "; a GPU scan takes at most "
              + ScanPlan.MAX_WIDTH
              + ". Use narrower vectors or the simd kernels");
    }
    String what = "a catalogue of " + count + " items of width " + width;
    DeviceArray exact = DeviceArray.rows(lane, what, items, count, width);
    int rowBytes = DeviceCatalogue.rowBytes(precision, width);
    if (precision == Precision.FP32 || exact.address() == 0) {
      return new DeviceCatalogue(exact, precision, null, null, rowBytes);
    }
    DeviceMemory memory = lane.device().memory();
    DeviceMemory.Block coarse = null;
    DeviceMemory.Block scales = null;
    try {
      coarse = memory.allocate(what, (long) count * rowBytes, lane.limit());
      if (precision == Precision.INT8) {
        scales = memory.allocate(what, (long) count * Float.BYTES, lane.limit());
      }
      long scalesAt = scales == null ? 0 : scales.address();
      coarsen(exact.address(), exact.stride(), count, width, coarse.address(), rowBytes, scalesAt);
      lane.stream().synchronize();
      return new DeviceCatalogue(exact, precision, coarse, scales, rowBytes);
    } catch (PannierException e) {
      lane.device().noteFailure(e);
      new DeviceCatalogue(exact, precision, coarse, scales, rowBytes).close();
      throw e;
    }
  }

  /** Rounds rows for a first pass: to int8 where there is room for scales, else to bf16. */
  private void coarsen(
      long from, int stride, int rows, int width, long to, int rowBytes, long scales) {
    int grid = Lane.blocks(rows, Lane.ROWS_PER_BLOCK);
    if (scales == 0) {
      toBf16.with(from, stride).with(rows).with(width).with(to, rowBytes / Short.BYTES);
      toBf16.launch(lane.stream(), grid, 1, 1, Lane.BLOCK, 0);
    } else {
      quantise.with(from, stride).with(rows).with(width).with(to, rowBytes).with(scales);
      quantise.launch(lane.stream(), grid, 1, 1, Lane.BLOCK, 0);
    }
  }

  void topK(Catalogue given, Rows queries, int count, long @Nullable [] hidden, TopK out) {
    DeviceCatalogue catalogue = Requirements.own(DeviceCatalogue.class, given);
    catalogue.exact().requireUsable(lane.device());
    Requirements.topK(catalogue, queries, count, out, CudaKernels.LATER);
    int k = out.k();
    if (count == 0) {
      return;
    }
    int items = catalogue.items();
    int width = catalogue.width();
    if (items == 0 || width == 0) {
      Requirements.finite("queries", queries, count, width);
      withoutVectors(items, count, hidden, out);
      return;
    }
    CudaDriver.Device device = lane.device().driver().device();
    Precision precision = catalogue.precision();
    int rowBytes = catalogue.rowBytes();
    ScanPlan plan = ScanPlan.of(device, precision, items, width, rowBytes, count, k);
    int stride = Products.stride(width);
    int words = words(hidden, items);
    ScanMemory at = new ScanMemory(plan, count, k, rowBytes);
    lane.begin(
        DeviceMemory.aligned((long) count * stride * Float.BYTES)
            + DeviceMemory.aligned((long) words * Long.BYTES)
            + at.bytes());
    Upload upload = lane.upload();
    long queriesAt = upload.rows(queries, count, width, stride);
    long checked = upload.position();
    long hiddenAt = hidden == null ? 0 : upload.words(hidden, words);
    at.place(upload.position());
    lane.endUpload(checked);
    enqueue(catalogue, plan, at, queriesAt, count, hiddenAt, words, k);
    lane.requireFinite(
        () -> Requirements.topK(catalogue, queries, count, out, Requirements::finite));
    lane.download().ints(at.bestItems(), out.items(), count * k);
    lane.download().floats(at.bestScores(), out.scores(), count * k);
  }

  static int words(long @Nullable [] hidden, int items) {
    return hidden == null ? 0 : Math.min(hidden.length, (items + Long.SIZE - 1) / Long.SIZE);
  }

  /**
   * Launches a scan of queries that lie on the device.
   *
   * @param queriesAt (count, width), with the stride of {@link Products#stride}
   * @param hiddenAt words of the set of hidden items; 0 for none
   */
  void enqueue(
      DeviceCatalogue catalogue,
      ScanPlan plan,
      ScanMemory at,
      long queriesAt,
      int count,
      long hiddenAt,
      int words,
      int k) {
    CudaDriver.Stream stream = lane.stream();
    int width = catalogue.width();
    int stride = Products.stride(width);
    stream.fill(at.thresholds(), 0, (long) count * Long.BYTES / Integer.BYTES);
    launchScan(catalogue, plan, at, queriesAt, stride, count, hiddenAt, words);
    merge.with(at.lists()).with(at.listCounts()).with(plan.groups()).with(plan.keep());
    merge.with(at.thresholds()).with(at.candidates()).with(at.candidateScores());
    merge.launch(stream, count, 1, 1, Lane.BLOCK, plan.mergeShared());
    if (catalogue.precision() != Precision.FP32) {
      rescore.with(catalogue.exact().address(), catalogue.exact().stride()).with(width);
      rescore.with(queriesAt, stride).with(at.candidates()).with(plan.keep()).with(k);
      rescore.with(at.bestItems()).with(at.bestScores());
      rescore.launch(stream, count, 1, 1, Lane.BLOCK, plan.rescoreShared(width));
    }
  }

  private void launchScan(
      DeviceCatalogue catalogue,
      ScanPlan plan,
      ScanMemory at,
      long queriesAt,
      int stride,
      int count,
      long hiddenAt,
      int words) {
    int width = catalogue.width();
    int items = catalogue.items();
    KernelFunction scan =
        switch (catalogue.precision()) {
          case FP32 -> plan.narrow() ? narrow : wide;
          case BF16 -> bf16;
          case INT8 -> int8;
        };
    if (catalogue.precision() == Precision.FP32) {
      scan.with(catalogue.exact().address(), catalogue.exact().stride()).with(items).with(width);
      scan.with(queriesAt, stride).with(count);
    } else {
      int rowBytes = catalogue.rowBytes();
      boolean scaled = catalogue.precision() == Precision.INT8;
      long scales = scaled ? at.queryScales() : 0;
      coarsen(queriesAt, stride, count, width, at.coarseQueries(), rowBytes, scales);
      scan.with(catalogue.coarseAddress());
      if (scaled) {
        scan.with(catalogue.scalesAddress());
      }
      scan.with(rowBytes).with(items).with(at.coarseQueries(), count).with(plan.queryTile());
    }
    scan.with(hiddenAt, words).with(plan.keep());
    scan.with(at.thresholds()).with(at.lists()).with(at.listCounts());
    int grid = Lane.blocks(count, plan.queryTile());
    scan.launch(lane.stream(), grid, plan.groups(), 1, Lane.BLOCK, plan.sharedBytes());
  }

  /** Without vectors every score is 0, so the first items that are not hidden are the best. */
  private static void withoutVectors(int items, int count, long @Nullable [] hidden, TopK out) {
    int k = out.k();
    for (int q = 0; q < count; q++) {
      int found = 0;
      for (int i = 0; i < items && found < k; i++) {
        boolean shown =
            hidden == null || i >> 6 >= hidden.length || (hidden[i >> 6] >>> i & 1) == 0;
        if (shown) {
          out.items()[q * k + found] = i;
          out.scores()[q * k + found++] = 0;
        }
      }
      Arrays.fill(out.items(), q * k + found, (q + 1) * k, TopK.NO_ITEM);
      Arrays.fill(out.scores(), q * k + found, (q + 1) * k, Float.NEGATIVE_INFINITY);
    }
  }
}
