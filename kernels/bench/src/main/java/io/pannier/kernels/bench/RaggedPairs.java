package io.pannier.kernels.bench;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Causal self-attention of sequences of very different lengths: packed for us, padded for PyTorch.
 *
 * <p>Causality makes padding at the end invisible, so the peer needs no mask; packing and padding
 * themselves are not timed. Both favour the peer.
 */
public final class RaggedPairs implements AutoCloseable {
  private static final double TOLERANCE = 1e-4;
  private static final int COUNT = 128;
  private static final int HEADS = 4;
  private static final int HEAD_WIDTH = 32;
  private static final int WIDTH = HEADS * HEAD_WIDTH;
  private static final int LONGEST = 512;
  private static final double MEDIAN = 40;

  /** Of the logarithm: one in ten is longer than 170. */
  private static final double DEVIATION = 1.13;

  private static final int SHORTEST_BUCKET = 16;
  private static final double PADDED_GOAL = 3;
  private static final double BUCKETED_GOAL = 1.5;

  private final Arena arena = Arena.ofShared();
  private final Kernels kernels;
  private final Torch torch;
  private final int[] lengths = new int[COUNT];
  private final int[] offsets = new int[COUNT + 1];
  private final float[] query;
  private final float[] key;
  private final float[] value;
  private final float[] out;

  public RaggedPairs(MeasuredBackend backend, Peers peers, int threads) {
    kernels = backend.withThreads(threads);
    torch = peers.torch();
    torch.threads(threads);
    SplittableRandom random = new SplittableRandom(7);
    for (int s = 0; s < COUNT; s++) {
      double length = MEDIAN * Math.exp(DEVIATION * random.nextGaussian());
      lengths[s] = Math.clamp(Math.round(length), 1, LONGEST);
    }
    // The ends of the range are always there, whatever was drawn.
    lengths[0] = 1;
    lengths[1] = LONGEST;
    for (int s = 0; s < COUNT; s++) {
      offsets[s + 1] = offsets[s] + lengths[s];
    }
    int elements = offsets[COUNT] * WIDTH;
    query = Samples.gaussian(1, elements, 1);
    key = Samples.gaussian(2, elements, 1);
    value = Samples.gaussian(3, elements, 1);
    out = new float[elements];
  }

  /** A batch that is padded to its longest sequence. */
  private final class PaddedBatch {
    private final int[] members;
    private final int longest;
    private final MemorySegment[] inputs;
    private MemorySegment result = MemorySegment.NULL;

    private PaddedBatch(int[] members) {
      this.members = members;
      this.longest = Arrays.stream(members).map(s -> lengths[s]).max().orElseThrow();
      this.inputs = new MemorySegment[] {padded(query), padded(key), padded(value)};
    }

    private MemorySegment padded(float[] rows) {
      MemorySegment copy = Samples.floats(arena, (long) members.length * longest * WIDTH);
      for (int b = 0; b < members.length; b++) {
        for (int t = 0; t < lengths[members[b]]; t++) {
          int row = (offsets[members[b]] + t) * WIDTH;
          for (int column = 0; column < WIDTH; column++) {
            copy.setAtIndex(ValueLayout.JAVA_FLOAT, index(b, t, column), rows[row + column]);
          }
        }
      }
      return torch.tensor(copy, members.length, HEADS, longest, HEAD_WIDTH);
    }

    private long index(int b, int t, int column) {
      long row = ((long) b * HEADS + column / HEAD_WIDTH) * longest + t;
      return row * HEAD_WIDTH + column % HEAD_WIDTH;
    }

    private void run() {
      release();
      result = torch.attention(inputs[0], inputs[1], inputs[2], true, MemorySegment.NULL);
    }

    private void check(String name) {
      MemorySegment values =
          torch.data(result, (long) members.length * longest * WIDTH * Float.BYTES);
      for (int b = 0; b < members.length; b++) {
        for (int i = 0; i < lengths[members[b]] * WIDTH; i++) {
          int at = offsets[members[b]] * WIDTH + i;
          long theirs = index(b, i / WIDTH, i % WIDTH);
          Agreement.within(
              name, at, out[at], values.getAtIndex(ValueLayout.JAVA_FLOAT, theirs), TOLERANCE);
        }
      }
    }

    private void release() {
      if (!result.equals(MemorySegment.NULL)) {
        torch.delete(result);
        result = MemorySegment.NULL;
      }
    }
  }

  /** Beside one batch that is padded to the longest of all. */
  public Pair padded() {
    int[] all = new int[COUNT];
    Arrays.setAll(all, s -> s);
    return pair("ragged attention, padded", List.of(new PaddedBatch(all)));
  }

  /** Beside batches of similar length, by powers of two, each padded to its own longest. */
  public Pair bucketed() {
    List<PaddedBatch> batches = new ArrayList<>();
    int from = 0;
    for (int to = SHORTEST_BUCKET; to <= LONGEST; to *= 2) {
      int above = from;
      int upTo = to;
      int[] members = new int[COUNT];
      int count = 0;
      for (int s = 0; s < COUNT; s++) {
        if (lengths[s] > above && lengths[s] <= upTo) {
          members[count++] = s;
        }
      }
      if (count > 0) {
        batches.add(new PaddedBatch(Arrays.copyOf(members, count)));
      }
      from = to;
    }
    return pair("ragged attention, bucketed", batches);
  }

  private Pair pair(String name, List<PaddedBatch> batches) {
    AttentionSpec spec = AttentionSpec.softmax(HEADS, HEAD_WIDTH, true);
    Sequences sequences = Sequences.of(offsets);
    Rows rowsOut = Rows.of(out, WIDTH);
    Rows rowsQuery = Rows.of(query, WIDTH);
    Rows rowsKey = Rows.of(key, WIDTH);
    Rows rowsValue = Rows.of(value, WIDTH);
    return new Pair(
        name,
        () -> kernels.selfAttention(spec, rowsQuery, rowsKey, rowsValue, sequences, rowsOut),
        () -> batches.forEach(PaddedBatch::run),
        () -> batches.forEach(batch -> batch.check(name)));
  }

  static void measure(MeasuredBackend backend, Peers peers, Pairing pairing, Figures figures) {
    if (!figures.wants("ragged-padded-x", "ragged-bucketed-x")) {
      return;
    }
    figures.announce("ragged attention");
    try (RaggedPairs pairs = new RaggedPairs(backend, peers, KernelBench.THREADS)) {
      figures
          .add("ragged-padded-x", pairing.time(pairs.padded()).ratio(), "x")
          .atLeast(PADDED_GOAL)
          .beside(Torch.NAME, Torch.VERSION, 1);
      figures
          .add("ragged-bucketed-x", pairing.time(pairs.bucketed()).ratio(), "x")
          .atLeast(BUCKETED_GOAL)
          .beside(Torch.NAME, Torch.VERSION, 1);
    }
  }

  /** Frees the inputs; the tensors over them live as long as the process. */
  @Override
  public void close() {
    arena.close();
  }
}
