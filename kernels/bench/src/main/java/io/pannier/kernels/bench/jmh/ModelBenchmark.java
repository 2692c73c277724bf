package io.pannier.kernels.bench.jmh;

import io.pannier.kernels.api.Precision;
import io.pannier.kernels.bench.KernelBench;
import io.pannier.kernels.bench.MeasuredBackend;
import io.pannier.kernels.bench.ModelPairs;
import io.pannier.kernels.bench.Pair;
import io.pannier.kernels.bench.Peers;

/** The whole model for one shopper. */
public class ModelBenchmark extends PairBenchmark {
  @Override
  Pair open(MeasuredBackend backend, Peers peers) {
    return keep(new ModelPairs(backend, KernelBench.THREADS, Precision.INT8)).pair();
  }
}
