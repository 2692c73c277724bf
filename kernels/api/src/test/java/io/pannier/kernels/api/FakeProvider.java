package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provider of {@link FakeKernels}. */
final class FakeProvider implements KernelProvider {
  private final Backend backend;
  private final Availability availability;
  @Nullable StandardErrorCode failsToOpen;
  final List<FakeKernels> opened = new ArrayList<>();

  FakeProvider(Backend backend, Availability availability) {
    this.backend = backend;
    this.availability = availability;
  }

  static FakeProvider usable(Backend backend) {
    return new FakeProvider(backend, Availability.available("it is a fake"));
  }

  static FakeProvider refused(Backend backend, StandardErrorCode code) {
    return new FakeProvider(backend, Availability.refused(code, "install one"));
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public Availability probe(KernelOptions options) {
    return availability;
  }

  @Override
  public Kernels open(KernelOptions options) {
    if (failsToOpen != null) {
      throw new PannierException(failsToOpen, "failed to open");
    }
    FakeKernels kernels = new FakeKernels(backend);
    opened.add(kernels);
    return kernels;
  }
}
