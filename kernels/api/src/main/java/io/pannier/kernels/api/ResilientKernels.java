package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Kernels on a device that may be lost. The call that meets the loss is run again on the standby,
 * and so is every later one: no request is lost. Prepared operands keep what they were made from,
 * and are prepared for the standby when it needs them first.
 */
final class ResilientKernels implements Kernels {
  private final Kernels device;
  private final Supplier<Kernels> standbys;
  private final KernelListener listener;
  private @Nullable Kernels standby;

  /**
   * @param standbys opens the standby, once
   */
  ResilientKernels(Kernels device, Supplier<Kernels> standbys, KernelListener listener) {
    this.device = device;
    this.standbys = standbys;
    this.listener = listener;
  }

  private void run(Consumer<Kernels> operation) {
    if (standby == null) {
      try {
        operation.accept(device);
        return;
      } catch (PannierException failure) {
        switchOver(failure);
      }
    }
    operation.accept(running());
  }

  /** Opens the standby if the device is gone; any other failure is the caller's. */
  private void switchOver(PannierException failure) {
    if (failure.code() != StandardErrorCode.DEVICE_LOST
        && failure.code() != StandardErrorCode.DEVICE_FAILED) {
      throw failure;
    }
    Kernels opened = standbys.get();
    standby = opened;
    listener.fellBack(device.backend(), opened.backend(), failure);
  }

  /** What the next call runs on. */
  private Kernels running() {
    return standby == null ? device : standby;
  }

  @Override
  public Backend backend() {
    return running().backend();
  }

  @Override
  public String description() {
    return running().description();
  }

  @Override
  public PackedMatrix pack(float[] matrix, int rows, int columns) {
    return new Matrix(new Prepared<>(kernels -> kernels.pack(matrix, rows, columns)));
  }

  @Override
  public void multiply(Rows a, int rows, PackedMatrix b, Epilogue epilogue, Rows c) {
    Matrix matrix = Requirements.own(Matrix.class, b);
    run(kernels -> kernels.multiply(a, rows, matrix.prepared.on(kernels), epilogue, c));
  }

  @Override
  public void selfAttention(
      AttentionSpec spec, Rows query, Rows key, Rows value, Sequences sequences, Rows out) {
    run(kernels -> kernels.selfAttention(spec, query, key, value, sequences, out));
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
    run(kernels -> kernels.crossAttention(spec, query, beams, key, value, contexts, out));
  }

  @Override
  public void layerNorm(Rows in, int rows, LayerNorm norm, Rows out) {
    run(kernels -> kernels.layerNorm(in, rows, norm, out));
  }

  @Override
  public EmbeddingTable table(float[] weights, int rows, int width) {
    return new Table(new Prepared<>(kernels -> kernels.table(weights, rows, width)));
  }

  @Override
  public void gather(EmbeddingTable table, int[] ids, int count, boolean accumulate, Rows out) {
    Table own = Requirements.own(Table.class, table);
    run(kernels -> kernels.gather(own.prepared.on(kernels), ids, count, accumulate, out));
  }

  @Override
  public Catalogue catalogue(float[] items, int count, int width, Precision precision) {
    return new Items(new Prepared<>(kernels -> kernels.catalogue(items, count, width, precision)));
  }

  @Override
  public void topK(
      Catalogue catalogue, Rows queries, int count, long @Nullable [] hidden, TopK out) {
    Items items = Requirements.own(Items.class, catalogue);
    run(kernels -> kernels.topK(items.prepared.on(kernels), queries, count, hidden, out));
  }

  /** A device's own form of the model; whoever uses it rebuilds it from operations after a loss. */
  @Override
  public Optional<ComposerModel> composer(ComposerSpec spec, TensorSource weights) {
    return running().composer(spec, weights);
  }

  @Override
  public void close() {
    device.close();
    if (standby != null) {
      standby.close();
    }
  }

  /** An operand for the device, and for the standby once that is needed. */
  private final class Prepared<T extends AutoCloseable> {
    private final Function<Kernels, T> preparation;
    private final Kernels first;
    private final T onFirst;
    private @Nullable T onStandby;

    Prepared(Function<Kernels, T> preparation) {
      this.preparation = preparation;
      T made;
      try {
        made = preparation.apply(running());
      } catch (PannierException failure) {
        if (standby != null) {
          throw failure;
        }
        switchOver(failure);
        made = preparation.apply(running());
      }
      this.onFirst = made;
      this.first = running();
    }

    /** Instances of a backend share operands, so only a change of the backend prepares again. */
    synchronized T on(Kernels kernels) {
      if (kernels.backend() == first.backend()) {
        return onFirst;
      }
      if (onStandby == null) {
        onStandby = preparation.apply(kernels);
      }
      return onStandby;
    }
  }

  private record Matrix(Prepared<PackedMatrix> prepared) implements PackedMatrix {
    @Override
    public int rows() {
      return prepared.onFirst.rows();
    }

    @Override
    public int columns() {
      return prepared.onFirst.columns();
    }

    @Override
    public void close() {
      prepared.onFirst.close();
      if (prepared.onStandby != null) {
        prepared.onStandby.close();
      }
    }
  }

  private record Table(Prepared<EmbeddingTable> prepared) implements EmbeddingTable {
    @Override
    public int rows() {
      return prepared.onFirst.rows();
    }

    @Override
    public int width() {
      return prepared.onFirst.width();
    }

    @Override
    public void close() {
      prepared.onFirst.close();
      if (prepared.onStandby != null) {
        prepared.onStandby.close();
      }
    }
  }

  private record Items(Prepared<Catalogue> prepared) implements Catalogue {
    @Override
    public int items() {
      return prepared.onFirst.items();
    }

    @Override
    public int width() {
      return prepared.onFirst.width();
    }

    @Override
    public Precision precision() {
      return prepared.onFirst.precision();
    }

    @Override
    public long bytes() {
      return prepared.onFirst.bytes();
    }

    @Override
    public void close() {
      prepared.onFirst.close();
      if (prepared.onStandby != null) {
        prepared.onStandby.close();
      }
    }
  }
}
