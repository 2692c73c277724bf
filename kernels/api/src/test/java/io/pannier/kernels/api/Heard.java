package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import java.util.ArrayList;
import java.util.List;

/** A listener that writes down what it hears. */
final class Heard implements KernelListener {
  final List<String> lines = new ArrayList<>();

  @Override
  public void ran(Backend backend, KernelOperation operation) {
    lines.add(backend.word() + " " + operation.word());
  }

  @Override
  public void fellBack(Backend from, Backend to, PannierException cause) {
    lines.add(from.word() + " to " + to.word() + " after " + cause.code().name());
  }
}
