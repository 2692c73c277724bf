package io.pannier.kernels.bench;

import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Rows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Square matrix products beside OpenBLAS and PyTorch.
 *
 * <p>Our right operand is packed before, as the weights of a model are; both peers pack it in every
 * call. {@link #againstOpenBlasWithPacking} packs in every call, too.
 */
public final class MatrixProductPairs implements AutoCloseable {
  private static final double TOLERANCE = 2e-3;
  private static final double GIGA = 1e9;
  private static final double OPENBLAS_GOAL = 0.90;
  private static final double TORCH_GOAL = 2;

  private final Arena arena = Arena.ofShared();
  private final MeasuredBackend backend;
  private final OpenBlas openBlas;
  private final Torch torch;
  private final int size;
  private final float[] right;
  private final PackedMatrix packed;
  private final Rows a;
  private final float[] product;
  private final Rows c;
  private final MemorySegment peerA;
  private final MemorySegment peerB;
  private final MemorySegment peerC;

  /**
   * @param size n of an (n, n) · (n, n) product
   */
  public MatrixProductPairs(MeasuredBackend backend, Peers peers, int size) {
    this.backend = backend;
    this.openBlas = peers.openBlas();
    this.torch = peers.torch();
    this.size = size;
    float[] left = Samples.gaussian(size, size * size, 1);
    right = Samples.gaussian(size + 1, size * size, 1);
    product = new float[size * size];
    a = Rows.of(left, size);
    c = Rows.of(product, size);
    packed = backend.withThreads(1).pack(right, size, size);
    peerA = Samples.copy(arena, left);
    peerB = Samples.copy(arena, right);
    peerC = Samples.floats(arena, (long) size * size);
  }

  /** Beside cblas_sgemm. */
  public Pair againstOpenBlas(int threads) {
    openBlas.threads(threads);
    return pair(
        "OpenBLAS", threads, () -> openBlas.multiply(peerA, peerB, peerC, size, size, size));
  }

  /** The same, with our packing inside of what is timed. */
  public Pair againstOpenBlasWithPacking(int threads) {
    Pair pair = againstOpenBlas(threads);
    Kernels kernels = backend.withThreads(threads);
    Runnable ours =
        () -> {
          try (PackedMatrix fresh = kernels.pack(right, size, size)) {
            kernels.multiply(a, size, fresh, Epilogue.NONE, c);
          }
        };
    return new Pair(pair.name() + " with packing", ours, pair.peer(), pair.check());
  }

  /** Beside torch.mm. */
  public Pair againstTorch(int threads) {
    torch.threads(threads);
    MemorySegment left = torch.tensor(peerA, size, size);
    MemorySegment other = torch.tensor(peerB, size, size);
    MemorySegment out = torch.tensor(peerC, size, size);
    return pair("PyTorch", threads, () -> torch.multiply(left, other, out));
  }

  private Pair pair(String peer, int threads, Runnable peerCall) {
    Kernels kernels = backend.withThreads(threads);
    String name = "matrix product " + size + ", " + threads + " threads, " + peer;
    return new Pair(
        name,
        () -> kernels.multiply(a, size, packed, Epilogue.NONE, c),
        peerCall,
        () -> Agreement.within(name, product, peerC, product.length, TOLERANCE));
  }

  static void measure(MeasuredBackend backend, Peers peers, Pairing pairing, Figures figures) {
    for (int size : new int[] {768, 1536}) {
      boolean wanted = false;
      for (int threads = 1; threads <= KernelBench.THREADS; threads++) {
        wanted |= figures.wants(names(size, threads));
      }
      if (wanted) {
        figures.announce("matrix product of " + size);
        try (MatrixProductPairs pairs = new MatrixProductPairs(backend, peers, size)) {
          for (int threads = 1; threads <= KernelBench.THREADS; threads++) {
            pairs.measure(threads, names(size, threads), pairing, figures);
          }
        }
      }
    }
  }

  private static String[] names(int size, int threads) {
    String name = "sgemm-" + size + "-" + threads + "t-";
    return new String[] {name + "x", name + "gflops", name + "packing-x", name + "torch-x"};
  }

  private void measure(int threads, String[] names, Pairing pairing, Figures figures) {
    double operations = 2.0 * size * size * size;
    if (figures.wants(names[0], names[1])) {
      Pairing.Timing timing = pairing.time(againstOpenBlas(threads));
      figures
          .add(names[0], timing.ratio(), "x")
          .atLeast(OPENBLAS_GOAL)
          .beside(OpenBlas.NAME, OpenBlas.VERSION, 1);
      figures
          .add(names[1], operations / timing.ours() / GIGA, "GFLOP/s")
          .beside(OpenBlas.NAME, OpenBlas.VERSION, operations / timing.peer() / GIGA);
    }
    if (figures.wants(names[2])) {
      figures
          .add(names[2], pairing.time(againstOpenBlasWithPacking(threads)).ratio(), "x")
          .beside(OpenBlas.NAME, OpenBlas.VERSION, 1);
    }
    if (figures.wants(names[3])) {
      figures
          .add(names[3], pairing.time(againstTorch(threads)).ratio(), "x")
          .atLeast(TORCH_GOAL)
          .beside(Torch.NAME, Torch.VERSION, 1);
    }
  }

  @Override
  public void close() {
    packed.close();
    arena.close();
  }
}
