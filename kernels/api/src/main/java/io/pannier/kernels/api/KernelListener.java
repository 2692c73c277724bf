package io.pannier.kernels.api;

import io.pannier.spi.PannierException;

/** Told what ran where. Called on the calling thread, so it must be quick. */
public interface KernelListener {
  KernelListener NONE =
      new KernelListener() {
        @Override
        public void ran(Backend backend, KernelOperation operation) {
          // Nobody counts.
        }

        @Override
        public void fellBack(Backend from, Backend to, PannierException cause) {
          // Nobody is warned.
        }
      };

  /** An operation was completed by a backend. */
  void ran(Backend backend, KernelOperation operation);

  /** A backend is given up for good; the call that met the failure goes on with the other. */
  void fellBack(Backend from, Backend to, PannierException cause);
}
