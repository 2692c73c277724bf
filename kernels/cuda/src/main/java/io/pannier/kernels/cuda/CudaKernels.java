package io.pannier.kernels.cuda;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EmbeddingTable;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Requirements;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TensorSource;
import io.pannier.kernels.api.TopK;
import io.pannier.spi.PannierException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The kernels on a CUDA device, in fp32. Each call copies its inputs to the device and its results
 * back, on a stream of the instance's own; what was prepared stays on the device.
 */
final class CudaKernels implements Kernels {
  /** Finds nothing: the device looks for NaN and infinity in what it was sent. */
  static final Requirements.FiniteCheck LATER = (what, rows, count, width) -> {};

  /** Set to true, a composer uses no tensor cores: slower, and exact to fp32. */
  private static final String FP32_PROPERTY = "pannier.kernels.cuda.fp32";

  private final CudaDevice device;
  private final Lane lane;
  private final LargeProducts largeProducts;
  private final Products products;
  private final Attentions attentions;
  private final Embeddings embeddings;
  private final Scans scans;

  private CudaKernels(CudaDevice device, Lane lane, LargeProducts largeProducts) {
    this.device = device;
    this.lane = lane;
    this.largeProducts = largeProducts;
    products = new Products(lane, largeProducts);
    attentions = new Attentions(lane);
    embeddings = new Embeddings(lane);
    scans = new Scans(lane);
  }

  /**
   * Opens an instance.
   *
   * @param deviceMemory most bytes that all instances of the device may take together
   */
  static CudaKernels open(CudaDevice device, long deviceMemory) {
    Lane lane = null;
    LargeProducts largeProducts = null;
    try {
      lane = new Lane(device, deviceMemory);
      largeProducts = LargeProducts.open(device.driver(), lane.stream());
      return new CudaKernels(device, lane, largeProducts);
    } catch (PannierException e) {
      device.noteFailure(e);
      if (largeProducts != null && !device.lost()) {
        largeProducts.close();
      }
      if (lane != null) {
        lane.close();
      }
      throw e;
    }
  }

  /** Remembers a loss of the device. */
  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (PannierException e) {
      device.noteFailure(e);
      throw e;
    }
  }

  private <T> T guardedResult(Supplier<T> call) {
    try {
      return call.get();
    } catch (PannierException e) {
      device.noteFailure(e);
      throw e;
    }
  }

  @Override
  public Backend backend() {
    return Backend.CUDA;
  }

  @Override
  public String description() {
    CudaDriver.Device about = device.driver().device();
    return Backend.CUDA.word()
        + " on "
        + about.name()
        + ", compute capability "
        + about.major()
        + "."
        + about.minor()
        + ", fp32, at most "
        + (lane.limit() >> 20)
        + " MiB of device memory, "
        + largeProducts.description();
  }

  @Override
  public PackedMatrix pack(float[] matrix, int rows, int columns) {
    return guardedResult(() -> products.pack(matrix, rows, columns));
  }

  @Override
  public void multiply(Rows a, int rows, PackedMatrix b, Epilogue epilogue, Rows c) {
    guarded(() -> products.multiply(a, rows, b, epilogue, c));
  }

  @Override
  public void selfAttention(
      AttentionSpec spec, Rows query, Rows key, Rows value, Sequences sequences, Rows out) {
    guarded(() -> attentions.selfAttention(spec, query, key, value, sequences, out));
  }

  @Override
  public void crossAttention(
      AttentionSpec spec,
      Rows query,
      Sequences beams,
      Rows key,
      Rows value,
      Sequences contexts,
      Rows out) {
    guarded(() -> attentions.crossAttention(spec, query, beams, key, value, contexts, out));
  }

  @Override
  public void layerNorm(Rows in, int rows, LayerNorm norm, Rows out) {
    guarded(() -> products.layerNorm(in, rows, norm, out));
  }

  @Override
  public EmbeddingTable table(float[] weights, int rows, int width) {
    return guardedResult(() -> embeddings.table(weights, rows, width));
  }

  @Override
  public void gather(EmbeddingTable table, int[] ids, int count, boolean accumulate, Rows out) {
    guarded(() -> embeddings.gather(table, ids, count, accumulate, out));
  }

  @Override
  public Catalogue catalogue(float[] items, int count, int width, Precision precision) {
    return guardedResult(() -> scans.catalogue(items, count, width, precision));
  }

  @Override
  public void topK(
      Catalogue catalogue, Rows queries, int count, long @Nullable [] hidden, TopK out) {
    guarded(() -> scans.topK(catalogue, queries, count, hidden, out));
  }

  @Override
  public Optional<ComposerModel> composer(ComposerSpec spec, TensorSource weights) {
    return guardedResult(
        () ->
            CudaComposer.load(
                device, lane.limit(), spec, weights, Boolean.getBoolean(FP32_PROPERTY)));
  }

  @Override
  public void close() {
    if (!device.lost()) {
      device.enter();
      largeProducts.close();
    }
    lane.close();
  }
}
