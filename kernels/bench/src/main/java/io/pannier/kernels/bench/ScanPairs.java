package io.pannier.kernels.bench;

import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The best hundred of a million items for each query, beside PyTorch's matrix product and topk.
 *
 * <p>Single-precision items of PyTorch lie as (N, d) or as (d, N), whichever is faster for it.
 */
public final class ScanPairs implements AutoCloseable {
  private static final int K = 100;
  private static final int[] BATCHES = {1, 64};
  private static final double TOLERANCE = 1e-3;
  private static final double MILLIS = 1e3;
  private static final double GIGA = 1e9;
  private static final double RECALL_GOAL = 0.995;
  private static final double INT8_GOAL = 2;

  /** Ties and rounding may swap neighbours; more than this is another result. */
  private static final double LEAST_OVERLAP = 0.98;

  private final Arena arena = Arena.ofShared();
  private final int items;
  private final int width;
  private final Kernels kernels;
  private final Torch torch;
  private final float[] vectors;
  private final Catalogue single;
  private final MemorySegment rowMajor;
  private final MemorySegment columnMajor;

  public ScanPairs(MeasuredBackend backend, Peers peers, int items, int width, int threads) {
    this.items = items;
    this.width = width;
    kernels = backend.withThreads(threads);
    torch = peers.torch();
    torch.threads(threads);
    vectors = Samples.gaussian(width, items * width, 1);
    single = kernels.catalogue(vectors, items, width, Precision.FP32);
    MemorySegment copy = Samples.copy(arena, vectors);
    rowMajor = torch.view(copy, new long[] {width, items}, new long[] {1, width});
    columnMajor = torch.tensor(transposed(), width, items);
  }

  private MemorySegment transposed() {
    MemorySegment copy = Samples.floats(arena, vectors.length);
    int block = 64;
    for (int from = 0; from < items; from += block) {
      int to = Math.min(items, from + block);
      for (int column = 0; column < width; column++) {
        for (int i = from; i < to; i++) {
          copy.setAtIndex(
              ValueLayout.JAVA_FLOAT, (long) column * items + i, vectors[i * width + column]);
        }
      }
    }
    return copy;
  }

  /**
   * Beside matmul and topk.
   *
   * @param batch B, queries
   */
  public Pair againstTorch(int batch, Pairing pairing) {
    float[] queries = Samples.gaussian(batch, batch * width, 1);
    TopK ours = new TopK(batch, K);
    MemorySegment left = torch.tensor(Samples.copy(arena, queries), batch, width);
    MemorySegment scores = torch.tensor(Samples.floats(arena, (long) batch * items), batch, items);
    MemorySegment bestItems = arena.allocate(ValueLayout.JAVA_LONG, (long) batch * K);
    MemorySegment bestScores = Samples.floats(arena, (long) batch * K);
    Runnable peer =
        pairing.fastest(
            List.of(
                () -> matmulAndTopK(left, rowMajor, scores, bestScores, bestItems),
                () -> matmulAndTopK(left, columnMajor, scores, bestScores, bestItems)));
    Rows rows = Rows.of(queries, width);
    String name = "scan of " + items + " items of " + width + ", " + batch + " queries";
    return new Pair(
        name,
        () -> kernels.topK(single, rows, batch, null, ours),
        peer,
        () -> check(name, ours, bestScores, bestItems));
  }

  private void matmulAndTopK(
      MemorySegment queries,
      MemorySegment matrix,
      MemorySegment scores,
      MemorySegment bestScores,
      MemorySegment bestItems) {
    torch.multiply(queries, matrix, scores);
    Torch.TorchTopK best = torch.topK(scores, K);
    bestScores.copyFrom(torch.data(best.values(), bestScores.byteSize()));
    bestItems.copyFrom(torch.data(best.indices(), bestItems.byteSize()));
    torch.delete(best.values());
    torch.delete(best.indices());
  }

  private static void check(String name, TopK ours, MemorySegment scores, MemorySegment indices) {
    int same = 0;
    for (int i = 0; i < ours.items().length; i++) {
      float theirs = scores.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      Agreement.within(name, i, ours.scores()[i], theirs, TOLERANCE);
      same += ours.items()[i] == indices.getAtIndex(ValueLayout.JAVA_LONG, i) ? 1 : 0;
    }
    Agreement.that(
        same >= LEAST_OVERLAP * ours.items().length,
        name + ": " + same + " of " + ours.items().length + " items are the same");
  }

  /** Our int8 scan as ours and our fp32 scan as the peer. */
  public QuantisedPair quantised(int batch) {
    Catalogue int8 = kernels.catalogue(vectors, items, width, Precision.INT8);
    float[] queries = Samples.gaussian(batch, batch * width, 1);
    Rows rows = Rows.of(queries, width);
    TopK coarse = new TopK(batch, K);
    TopK exact = new TopK(batch, K);
    String name = "int8 scan of " + items + " items of " + width + ", " + batch + " queries";
    Pair pair =
        new Pair(
            name,
            () -> kernels.topK(int8, rows, batch, null, coarse),
            () -> kernels.topK(single, rows, batch, null, exact),
            () -> Agreement.that(recall(coarse, exact) >= LEAST_OVERLAP, name + ": low recall"));
    return new QuantisedPair(pair, int8, coarse, exact);
  }

  /** A pair with the catalogue that only it needs. */
  public record QuantisedPair(Pair pair, Catalogue catalogue, TopK coarse, TopK exact)
      implements AutoCloseable {
    /** Share of the exact hundred that the coarse scan found. */
    public double recall() {
      return ScanPairs.recall(coarse, exact);
    }

    @Override
    public void close() {
      catalogue.close();
    }
  }

  private static double recall(TopK coarse, TopK exact) {
    int found = 0;
    for (int q = 0; q < exact.capacity(); q++) {
      for (int i = 0; i < K; i++) {
        for (int j = 0; j < K; j++) {
          found += exact.item(q, i) == coarse.item(q, j) ? 1 : 0;
        }
      }
    }
    return (double) found / exact.items().length;
  }

  void measure(Pairing pairing, Figures figures) {
    for (int batch : BATCHES) {
      String name = "scan-b" + batch + "-d" + width;
      if (figures.wants(name + "-x", name + "-millis", name + "-bandwidth")) {
        Pairing.Timing timing = pairing.time(againstTorch(batch, pairing));
        figures
            .add(name + "-x", timing.ratio(), "x")
            .atLeast(batch == 1 ? 1.5 : width == 64 ? 6 : 4)
            .beside(Torch.NAME, Torch.VERSION, 1);
        figures
            .add(name + "-millis", timing.ours() * MILLIS, "ms")
            .beside(Torch.NAME, Torch.VERSION, timing.peer() * MILLIS);
        if (batch == 1) {
          double bytes = (double) items * width * Float.BYTES;
          figures.add(name + "-bandwidth", bytes / timing.ours() / GIGA, "GB/s");
        }
      }
    }
  }

  /**
   * What int8 is worth; returns the least gain for one query, which is bound by reading, and the
   * least recall of both batch sizes. For many queries int8 gains nothing on this processor: their
   * own figures say so.
   */
  private Quantisation measureInt8(Pairing pairing, Figures figures) {
    Quantisation worst = Quantisation.NONE;
    for (int batch : BATCHES) {
      try (QuantisedPair pair = quantised(batch)) {
        Pairing.Timing timing = pairing.time(pair.pair());
        String name = "int8-b" + batch + "-d" + width;
        figures.add(name + "-x", timing.ratio(), "x").beside("our fp32", "", 1);
        figures
            .add(name + "-millis", timing.ours() * MILLIS, "ms")
            .beside("our fp32", "", timing.peer() * MILLIS);
        double gain = batch == 1 ? timing.ratio() : worst.gain();
        worst = worst.worseOf(new Quantisation(gain, pair.recall()));
      }
    }
    return worst;
  }

  static void measure(MeasuredBackend backend, Peers peers, Pairing pairing, Figures figures) {
    Quantisation worst = Quantisation.NONE;
    boolean int8 = figures.wants("int8-x", "int8-recall");
    for (int width : new int[] {64, 128}) {
      if (int8 || figures.wants(names(width))) {
        figures.announce("scan of items of " + width);
        try (ScanPairs pairs =
            new ScanPairs(
                backend, peers, KernelBench.CATALOGUE_ITEMS, width, KernelBench.THREADS)) {
          pairs.measure(pairing, figures);
          worst = int8 ? worst.worseOf(pairs.measureInt8(pairing, figures)) : worst;
        }
      }
    }
    if (int8) {
      figures.add("int8-x", worst.gain(), "x").atLeast(INT8_GOAL).beside("our fp32", "", 1);
      figures.add("int8-recall", worst.recall(), "").atLeast(RECALL_GOAL);
    }
  }

  private static String[] names(int width) {
    List<String> names = new ArrayList<>();
    for (int batch : BATCHES) {
      for (String kind : new String[] {"x", "millis", "bandwidth"}) {
        names.add("scan-b" + batch + "-d" + width + "-" + kind);
      }
    }
    return names.toArray(String[]::new);
  }

  /** A gain in speed and the recall that it leaves. */
  private record Quantisation(double gain, double recall) {
    static final Quantisation NONE = new Quantisation(Double.POSITIVE_INFINITY, 1);

    Quantisation worseOf(Quantisation other) {
      return new Quantisation(Math.min(gain, other.gain), Math.min(recall, other.recall));
    }
  }

  @Override
  public void close() {
    single.close();
    arena.close();
  }
}
