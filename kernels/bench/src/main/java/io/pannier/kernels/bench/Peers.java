package io.pannier.kernels.bench;

import org.jspecify.annotations.Nullable;

/** The peers' libraries, each opened when it is first asked for. */
public final class Peers {
  private @Nullable OpenBlas openBlas;
  private @Nullable Torch torch;

  OpenBlas openBlas() {
    OpenBlas opened = openBlas;
    if (opened == null) {
      opened = OpenBlas.open();
      openBlas = opened;
    }
    return opened;
  }

  Torch torch() {
    Torch opened = torch;
    if (opened == null) {
      opened = Torch.open();
      torch = opened;
    }
    return opened;
  }

  /** Which kernels OpenBLAS took, if it was opened. */
  String note() {
    OpenBlas opened = openBlas;
    return opened == null ? "" : "OpenBLAS core " + opened.core();
  }
}
