package io.pannier.kernels.bench;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Self-attention of equally long sequences beside PyTorch's scaled dot-product attention.
 *
 * <p>PyTorch reads dense (B, H, L, D), the layout in which it is fastest; we read (T, H·D), as a
 * projection writes it.
 */
public final class AttentionPairs implements AutoCloseable {
  private static final double TOLERANCE = 1e-4;
  private static final double GEOMEAN_GOAL = 1.25;
  private static final double GIGA = 1e9;

  /** One size: so many heads over all sequences that the work is about the same. */
  public record Shape(int length, int headWidth, int sequences) {
    static final int HEADS = 4;

    int width() {
      return HEADS * headWidth;
    }

    int tokens() {
      return sequences * length;
    }

    String label() {
      return "l" + length + "-d" + headWidth;
    }
  }

  /** The shapes that the goals name. */
  public static final List<Shape> SHAPES =
      List.of(
          new Shape(48, 32, 64),
          new Shape(96, 32, 64),
          new Shape(192, 64, 16),
          new Shape(384, 64, 8),
          new Shape(128, 64, 32),
          new Shape(512, 64, 4),
          new Shape(64, 16, 128),
          new Shape(64, 64, 64));

  private final Arena arena = Arena.ofShared();
  private final Shape shape;
  private final Kernels kernels;
  private final Torch torch;
  private final float[] query;
  private final float[] key;
  private final float[] value;
  private final float[] out;
  private final Sequences sequences;
  private final MemorySegment[] peer;
  private MemorySegment result = MemorySegment.NULL;

  public AttentionPairs(MeasuredBackend backend, Peers peers, Shape shape, int threads) {
    this.shape = shape;
    kernels = backend.withThreads(threads);
    torch = peers.torch();
    torch.threads(threads);
    int elements = shape.tokens() * shape.width();
    query = Samples.gaussian(1, elements, 1);
    key = Samples.gaussian(2, elements, 1);
    value = Samples.gaussian(3, elements, 1);
    out = new float[elements];
    int[] offsets = new int[shape.sequences() + 1];
    for (int s = 1; s < offsets.length; s++) {
      offsets[s] = s * shape.length();
    }
    sequences = Sequences.of(offsets);
    peer = new MemorySegment[] {dense(query), dense(key), dense(value)};
  }

  /** (T, H·D) to a tensor (B, H, L, D). */
  private MemorySegment dense(float[] rows) {
    MemorySegment copy = Samples.floats(arena, rows.length);
    for (int i = 0; i < rows.length; i++) {
      copy.setAtIndex(ValueLayout.JAVA_FLOAT, peerIndex(i), rows[i]);
    }
    return torch.tensor(copy, shape.sequences(), Shape.HEADS, shape.length(), shape.headWidth());
  }

  /** Where the element at our index lies for PyTorch. */
  private long peerIndex(int index) {
    int token = index / shape.width();
    int column = index % shape.width();
    int sequence = token / shape.length();
    int head = column / shape.headWidth();
    long row = (long) (sequence * Shape.HEADS + head) * shape.length() + token % shape.length();
    return row * shape.headWidth() + column % shape.headWidth();
  }

  public Pair pair(boolean causal) {
    AttentionSpec spec = AttentionSpec.softmax(Shape.HEADS, shape.headWidth(), causal);
    Rows rowsOut = Rows.of(out, shape.width());
    Rows rowsQuery = Rows.of(query, shape.width());
    Rows rowsKey = Rows.of(key, shape.width());
    Rows rowsValue = Rows.of(value, shape.width());
    String name = "attention " + shape.label() + (causal ? ", causal" : "");
    return new Pair(
        name,
        () -> kernels.selfAttention(spec, rowsQuery, rowsKey, rowsValue, sequences, rowsOut),
        () -> {
          release();
          result = torch.attention(peer[0], peer[1], peer[2], causal, MemorySegment.NULL);
        },
        () -> {
          MemorySegment values = torch.data(result, (long) out.length * Float.BYTES);
          for (int i = 0; i < out.length; i++) {
            float theirs = values.getAtIndex(ValueLayout.JAVA_FLOAT, peerIndex(i));
            Agreement.within(name, i, out[i], theirs, TOLERANCE);
          }
        });
  }

  private void release() {
    if (!result.equals(MemorySegment.NULL)) {
      torch.delete(result);
      result = MemorySegment.NULL;
    }
  }

  static void measure(MeasuredBackend backend, Peers peers, Pairing pairing, Figures figures) {
    measure(backend, peers, pairing, figures, false);
    measure(backend, peers, pairing, figures, true);
  }

  private static String[] names(String name) {
    List<String> names = new ArrayList<>(List.of(name + "-geomean-x", name + "-min-x"));
    for (Shape shape : SHAPES) {
      names.add(name + "-" + shape.label() + "-x");
      names.add(name + "-" + shape.label() + "-gflops");
    }
    return names.toArray(String[]::new);
  }

  private static void measure(
      MeasuredBackend backend, Peers peers, Pairing pairing, Figures figures, boolean causal) {
    String name = causal ? "attention-causal" : "attention";
    if (!figures.wants(names(name))) {
      return;
    }
    figures.announce(name.replace('-', ' '));
    double logs = 0;
    double least = Double.POSITIVE_INFINITY;
    for (Shape shape : SHAPES) {
      try (AttentionPairs pairs = new AttentionPairs(backend, peers, shape, KernelBench.THREADS)) {
        Pairing.Timing timing = pairing.time(pairs.pair(causal));
        figures
            .add(name + "-" + shape.label() + "-x", timing.ratio(), "x")
            .beside(Torch.NAME, Torch.VERSION, 1);
        if (!causal) {
          double operations = 4.0 * shape.tokens() * shape.length() * shape.width();
          figures
              .add(
                  name + "-" + shape.label() + "-gflops",
                  operations / timing.ours() / GIGA,
                  "GFLOP/s")
              .beside(Torch.NAME, Torch.VERSION, operations / timing.peer() / GIGA);
        }
        logs += Math.log(timing.ratio());
        least = Math.min(least, timing.ratio());
      }
    }
    Figures.Entry mean = figures.add(name + "-geomean-x", Math.exp(logs / SHAPES.size()), "x");
    mean.beside(Torch.NAME, Torch.VERSION, 1);
    Figures.Entry min = figures.add(name + "-min-x", least, "x");
    min.beside(Torch.NAME, Torch.VERSION, 1);
    if (!causal) {
      mean.atLeast(GEOMEAN_GOAL);
      min.atLeast(1);
    }
  }

  @Override
  public void close() {
    release();
    for (MemorySegment tensor : peer) {
      torch.delete(tensor);
    }
    arena.close();
  }
}
