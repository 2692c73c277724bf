package io.pannier.kernels.bench.jmh;

import io.pannier.kernels.bench.KernelBench;
import io.pannier.kernels.bench.MeasuredBackend;
import io.pannier.kernels.bench.Pair;
import io.pannier.kernels.bench.Pairing;
import io.pannier.kernels.bench.Peers;
import io.pannier.kernels.bench.ScanPairs;
import org.openjdk.jmh.annotations.Param;

/** The best hundred of a million items. */
public class ScanBenchmark extends PairBenchmark {
  @Param({"64", "128"})
  public int width;

  @Param({"1", "64"})
  public int batch;

  /** {@code torch} for PyTorch beside our fp32, {@code int8} for our fp32 beside our int8. */
  @Param({"torch", "int8"})
  public String peer = "torch";

  @Override
  Pair open(MeasuredBackend backend, Peers peers) {
    ScanPairs pairs =
        keep(
            new ScanPairs(backend, peers, KernelBench.CATALOGUE_ITEMS, width, KernelBench.THREADS));
    return peer.equals("int8")
        ? keep(pairs.quantised(batch)).pair()
        : pairs.againstTorch(batch, Pairing.standard());
  }
}
