package io.pannier.kernels.bench.jmh;

import io.pannier.kernels.bench.MatrixProductPairs;
import io.pannier.kernels.bench.MeasuredBackend;
import io.pannier.kernels.bench.Pair;
import io.pannier.kernels.bench.Peers;
import org.openjdk.jmh.annotations.Param;

/** Square matrix products. */
public class MatrixProductBenchmark extends PairBenchmark {
  @Param({"768", "1536"})
  public int size;

  @Param({"1", "2"})
  public int threads;

  @Param({"openblas", "torch"})
  public String peer = "openblas";

  @Override
  Pair open(MeasuredBackend backend, Peers peers) {
    MatrixProductPairs pairs = keep(new MatrixProductPairs(backend, peers, size));
    return peer.equals("torch") ? pairs.againstTorch(threads) : pairs.againstOpenBlas(threads);
  }
}
