package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.Rows;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/**
 * c = epilogue(a · b), blocked as by Goto and van de Geijn (2008) but without packing the left
 * operand. A part of the work is a block of rows by a range of panels: it stays in a scratch tile
 * until K is through, so that the bias starts the sum, the rest of the epilogue is applied while
 * the tile is in the cache, and c is written once.
 */
final class MatrixProduct implements WorkCrew.Work {
  /** Rows of a scratch tile at most: each panel is fetched once for so many. */
  private static final int BLOCK_ROWS = 384;

  /** A panel's rows that stay in the second-level cache while a block of rows passes. */
  private static final int BLOCK_DEPTH = 384;

  /** Multiplications below which handing work over takes longer than doing it. */
  private static final long ALONE = 1_000_000;

  private static final int PARTS_PER_WORKER = 4;

  private final WorkCrew crew;
  private final float[][] tiles;
  private float[] zeros = new float[SimdMatrix.PANEL];
  private float[] paddedBias = zeros;

  private Rows a = new Rows(zeros, 0, 0);
  private Rows c = a;
  private int rows;
  private @Nullable SimdMatrix b;
  private Epilogue epilogue = Epilogue.NONE;
  private int rowsOfPart;
  private int panelsOfPart;
  private int partsAcross;

  MatrixProduct(WorkCrew crew) {
    this.crew = crew;
    this.tiles = new float[crew.workers()][BLOCK_ROWS * SimdMatrix.PANEL];
  }

  void multiply(Rows left, int count, SimdMatrix right, Epilogue after, Rows product) {
    if (count == 0 || right.columns() == 0) {
      return;
    }
    a = left;
    rows = count;
    b = right;
    epilogue = apart(after, product, count, right.columns());
    c = product;
    prepareBias(right);
    long work = (long) count * right.rows() * right.columns();
    boolean shared = crew.workers() > 1 && work > ALONE;
    int parts = split(right, shared ? crew.workers() * PARTS_PER_WORKER : 1);
    if (shared) {
      crew.run(this, parts);
    } else {
      crew.alone(this, parts);
    }
    LayerNorm norm = after.norm();
    if (norm != null && partsAcross > 1) {
      normalise(norm, 0, count, tiles[0]);
    }
    b = null;
  }

  /** The epilogue with a residual that no write of the product can change before it is read. */
  private static Epilogue apart(Epilogue after, Rows product, int count, int width) {
    Rows residual = after.residual();
    if (residual == null
        || Overlap.same(residual, product)
        || !Overlap.between(residual, count, width, product, count, width)) {
      return after;
    }
    float[] copy = new float[count * width];
    for (int r = 0; r < count; r++) {
      int from = residual.offset() + r * residual.stride();
      System.arraycopy(residual.data(), from, copy, r * width, width);
    }
    return after.plus(Rows.of(copy, width));
  }

  /** Cuts rows first, which keeps a norm within its part, and panels only when rows are few. */
  private int split(SimdMatrix right, int wanted) {
    int tile = MicroKernels.rows(SimdMatrix.VECTORS);
    // Many parts even out the load; two for each worker read the panels only half as often as four.
    int even = Math.max((rows + wanted - 1) / wanted, rows / (2 * crew.workers()));
    rowsOfPart = Math.min(BLOCK_ROWS, Math.max(tile, (even + tile - 1) / tile * tile));
    int partsDown = (rows + rowsOfPart - 1) / rowsOfPart;
    int panels = right.panelCount();
    int across = Math.min(panels, Math.max(1, wanted / (2 * partsDown)));
    panelsOfPart = (panels + across - 1) / across;
    partsAcross = (panels + panelsOfPart - 1) / panelsOfPart;
    return partsDown * partsAcross;
  }

  /** Panels read the bias as wide as they are; what lies behind its end is never written out. */
  private void prepareBias(SimdMatrix right) {
    float[] bias = epilogue.bias();
    if (bias == null) {
      return;
    }
    int padded = right.panelCount() * SimdMatrix.PANEL;
    if (paddedBias.length < padded) {
      paddedBias = new float[padded];
    }
    System.arraycopy(bias, 0, paddedBias, 0, bias.length);
  }

  @Override
  public void run(int part, int worker) {
    SimdMatrix right = b;
    if (right == null) {
      return;
    }
    int from = part / partsAcross * rowsOfPart;
    int to = Math.min(rows, from + rowsOfPart);
    int firstPanel = part % partsAcross * panelsOfPart;
    int endPanel = Math.min(right.panelCount(), firstPanel + panelsOfPart);
    float[] tile = tiles[worker];
    for (int p = firstPanel; p < endPanel; p++) {
      block(right, p, from, to, tile);
      finish(right, p, from, to, tile);
    }
    LayerNorm norm = epilogue.norm();
    if (norm != null && partsAcross == 1) {
      normalise(norm, from, to, tile);
    }
  }

  /** Rows from to to of panel p, bias included, into the scratch tile. */
  private void block(SimdMatrix right, int p, int from, int to, float[] tile) {
    int vectors = right.vectors(p);
    int width = vectors * COUNT;
    int depth = right.rows();
    int tileRows = MicroKernels.rows(vectors);
    boolean biased = epilogue.bias() != null;
    float[] init = biased ? paddedBias : zeros;
    int init0 = biased ? p * SimdMatrix.PANEL : 0;
    for (int k = 0; k == 0 || k < depth; k += BLOCK_DEPTH) {
      int block = Math.min(BLOCK_DEPTH, depth - k);
      int b0 = right.start(p) + k * width;
      for (int r = from; r < to; r += tileRows) {
        int a0 = a.offset() + r * a.stride() + k;
        int t0 = (r - from) * width;
        int count = Math.min(tileRows, to - r);
        if (k == 0) {
          MicroKernels.multiply(
              vectors,
              block,
              a.data(),
              a0,
              a.stride(),
              count,
              right.panels(),
              b0,
              init,
              init0,
              0,
              tile,
              t0,
              width);
        } else {
          MicroKernels.multiply(
              vectors,
              block,
              a.data(),
              a0,
              a.stride(),
              count,
              right.panels(),
              b0,
              tile,
              t0,
              width,
              tile,
              t0,
              width);
        }
      }
    }
  }

  /** Activation and residual on the tile, and then into the product. */
  private void finish(SimdMatrix right, int p, int from, int to, float[] tile) {
    int width = right.vectors(p) * COUNT;
    int column = p * SimdMatrix.PANEL;
    int used = Math.min(width, right.columns() - column);
    switch (epilogue.activation()) {
      case NONE -> {}
      case GELU -> VectorMath.gelu(tile, 0, COUNT, (to - from) * width / COUNT);
      case SILU -> VectorMath.silu(tile, 0, COUNT, (to - from) * width / COUNT);
    }
    Rows residual = epilogue.residual();
    for (int r = from; r < to; r++) {
      int t0 = (r - from) * width;
      int c0 = c.offset() + r * c.stride() + column;
      if (residual != null) {
        int r0 = residual.offset() + r * residual.stride() + column;
        add(tile, t0, residual.data(), r0, c.data(), c0, used);
      } else {
        System.arraycopy(tile, t0, c.data(), c0, used);
      }
    }
  }

  private void normalise(LayerNorm norm, int from, int to, float[] scratch) {
    for (int r = from; r < to; r++) {
      int c0 = c.offset() + r * c.stride();
      RowNorm.apply(norm, c.data(), c0, c.data(), c0, scratch);
    }
  }

  private static void add(float[] x, int x0, float[] y, int y0, float[] sum, int s0, int length) {
    int whole = length & -COUNT;
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, x0 + i);
      v.add(FloatVector.fromArray(FLOATS, y, y0 + i)).intoArray(sum, s0 + i);
    }
    if (whole < length) {
      VectorMask<Float> rest = FLOATS.indexInRange(whole, length);
      FloatVector v = FloatVector.fromArray(FLOATS, x, x0 + whole);
      v.add(FloatVector.fromArray(FLOATS, y, y0 + whole, rest)).intoArray(sum, s0 + whole, rest);
    }
  }
}
