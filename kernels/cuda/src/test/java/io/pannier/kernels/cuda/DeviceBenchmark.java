package io.pannier.kernels.cuda;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.model.RandomComposer;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Times on a GPU as a caller in Java sees them, copies included: medians after warm-up. With an
 * argument the sizes are divided by it, to try the program where there is little memory.
 */
final class DeviceBenchmark {
  private static final int ROUNDS = 31;
  private static final int WARM_UP = 8;
  private static final int BEST = 100;
  private static final long DEVICE_MEMORY = 64L << 30;

  private final Kernels kernels;
  private final int part;
  private final SplittableRandom random = new SplittableRandom(1);

  private DeviceBenchmark(Kernels kernels, int part) {
    this.kernels = kernels;
    this.part = part;
  }

  public static void main(String[] arguments) {
    int part = arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]);
    KernelOptions options = new KernelOptions(KernelOptions.Choice.CUDA, 1, DEVICE_MEMORY);
    try (Kernels kernels = new CudaKernelProvider().open(options)) {
      System.out.println(kernels.description());
      DeviceBenchmark benchmark = new DeviceBenchmark(kernels, part);
      benchmark.attention();
      benchmark.scans();
      benchmark.oneRequest();
    }
  }

  private float[] values(long count) {
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * 0.1f;
    }
    return values;
  }

  /** fp32 attention of many users at one length; the fused bf16 layer is inside oneRequest. */
  private void attention() {
    for (int length : new int[] {512, 128, 64, 32}) {
      int sequences = Math.max(1, 65_536 / length / part);
      int[] offsets = new int[sequences + 1];
      for (int s = 0; s < sequences; s++) {
        offsets[s + 1] = offsets[s] + length;
      }
      Rows rows = Rows.of(values((long) sequences * length * 256), 256);
      Rows out = Rows.of(new float[rows.data().length], 256);
      AttentionSpec spec = AttentionSpec.softmax(4, 64, false);
      Sequences all = Sequences.of(offsets);
      report(
          "attention fp32 of " + sequences + " x " + length + ", 4 heads of 64, with copies",
          () -> kernels.selfAttention(spec, rows, rows, rows, all, out));
    }
  }

  private void scans() {
    int width = 128;
    int items = 10_000_000 / part;
    float[] vectors = values((long) items * width);
    for (Precision precision : Precision.values()) {
      try (Catalogue catalogue = kernels.catalogue(vectors, items, width, precision)) {
        for (int queries : new int[] {1, 64, 1024}) {
          Rows asked = Rows.of(values((long) queries * width), width);
          TopK out = new TopK(queries, BEST);
          report(
              "scan and top-100 of " + items + " items, " + precision + ", B = " + queries,
              () -> kernels.topK(catalogue, asked, queries, null, out));
        }
      }
    }
  }

  private void oneRequest() {
    ComposerSpec spec =
        new ComposerSpec(128, 4, 2, 2, 512, 1_000_000 / part, 500, 20, 6, 24, 128, 24, 512, 8);
    try (ComposerModel model =
        kernels.composer(spec, RandomComposer.weights(spec, 1)).orElseThrow()) {
      System.out.println(model.description());
      EventBatch events = new ComposerCalls(spec, 1).events(0, 128);
      TopK out = new TopK(1, BEST);
      report("one request of 128 events, top-100", () -> model.recommend(events, null, out));
    }
  }

  private static void report(String what, Runnable call) {
    double[] microseconds = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long start = System.nanoTime();
      call.run();
      if (round >= 0) {
        microseconds[round] = (System.nanoTime() - start) / 1e3;
      }
    }
    Arrays.sort(microseconds);
    System.out.printf(
        Locale.ROOT,
        "%-70s %10.1f us median, %10.1f us best%n",
        what,
        microseconds[ROUNDS / 2],
        microseconds[0]);
  }
}
