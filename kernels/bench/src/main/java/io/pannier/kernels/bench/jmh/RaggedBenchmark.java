package io.pannier.kernels.bench.jmh;

import io.pannier.kernels.bench.KernelBench;
import io.pannier.kernels.bench.MeasuredBackend;
import io.pannier.kernels.bench.Pair;
import io.pannier.kernels.bench.Peers;
import io.pannier.kernels.bench.RaggedPairs;
import org.openjdk.jmh.annotations.Param;

/** Self-attention of sequences of very different lengths. */
public class RaggedBenchmark extends PairBenchmark {
  @Param({"padded", "bucketed"})
  public String peer = "padded";

  @Override
  Pair open(MeasuredBackend backend, Peers peers) {
    RaggedPairs pairs = keep(new RaggedPairs(backend, peers, KernelBench.THREADS));
    return peer.equals("bucketed") ? pairs.bucketed() : pairs.padded();
  }
}
