package io.pannier.kernels.bench.jmh;

import io.pannier.kernels.bench.BeamPairs;
import io.pannier.kernels.bench.KernelBench;
import io.pannier.kernels.bench.MeasuredBackend;
import io.pannier.kernels.bench.Pair;
import io.pannier.kernels.bench.Peers;
import org.openjdk.jmh.annotations.Param;

/** Bundles by beam search. */
public class BeamBenchmark extends PairBenchmark {
  /** {@code each} runs the peer's graph for every beam, {@code all} for all beams of a step. */
  @Param({"each", "all"})
  public String peer = "each";

  @Override
  Pair open(MeasuredBackend backend, Peers peers) {
    BeamPairs pairs = keep(new BeamPairs(backend, KernelBench.THREADS));
    return peer.equals("all") ? pairs.againstAllBeams() : pairs.againstEachBeam();
  }
}
