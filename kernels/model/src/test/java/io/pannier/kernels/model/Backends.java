package io.pannier.kernels.model;

import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.KernelProvider;
import io.pannier.kernels.api.Kernels;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Kernels of every backend that runs here, for tests that hold on each. */
final class Backends {
  private Backends() {}

  static Stream<Kernels> all() {
    KernelOptions options = KernelOptions.defaults();
    return ServiceLoader.load(KernelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.probe(options).usable())
        .map(provider -> provider.open(options));
  }
}
