package io.pannier.kernels.bench;

import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.KernelProvider;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.TensorSource;
import io.pannier.kernels.model.ComposerModels;
import io.pannier.kernels.model.WarmUp;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Our side: one backend, with an instance for each number of threads that was asked for. */
public final class MeasuredBackend implements AutoCloseable {
  private final KernelProvider provider;
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final KernelOptions options;
  private final TreeMap<Integer, Kernels> byThreads = new TreeMap<>();

  private MeasuredBackend(KernelProvider provider, KernelOptions options) {
    this.provider = provider;
    this.options = options;
  }

  /**
   * Finds the backend on the class path.
   *
   * @throws PannierException DEVICE_UNAVAILABLE if it is not there or cannot run
   */
  public static MeasuredBackend open(Backend backend) {
    KernelOptions options =
        KernelOptions.defaults().with(KernelOptions.Choice.valueOf(backend.name()));
    for (KernelProvider provider : ServiceLoader.load(KernelProvider.class)) {
      if (provider.backend() == backend) {
        if (!provider.probe(options).usable()) {
          throw new PannierException(
              StandardErrorCode.DEVICE_UNAVAILABLE, provider.probe(options).explanation());
        }
        return new MeasuredBackend(provider, options);
      }
    }
    throw new PannierException(
        StandardErrorCode.DEVICE_UNAVAILABLE,
        "no kernels for " + backend.word() + " are on the class path");
  }

  /** The instance that uses so many threads. */
  public Kernels withThreads(int count) {
    return byThreads.computeIfAbsent(count, n -> provider.open(options.withThreads(n)));
  }

  /** The model in the best form that the backend has, warmed up as for serving. */
  ComposerModel composer(
      int threads, ComposerSpec spec, TensorSource weights, Precision precision) {
    ComposerModel model = ComposerModels.create(spec, weights, withThreads(threads), precision);
    WarmUp.run(model, WARM_UP);
    return model;
  }

  @Override
  public void close() {
    byThreads.values().forEach(Kernels::close);
  }
}
