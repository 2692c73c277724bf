package io.pannier.kernels.bench.jmh;

import io.pannier.kernels.bench.AttentionPairs;
import io.pannier.kernels.bench.KernelBench;
import io.pannier.kernels.bench.MeasuredBackend;
import io.pannier.kernels.bench.Pair;
import io.pannier.kernels.bench.Peers;
import org.openjdk.jmh.annotations.Param;

/** Self-attention of equally long sequences; {@code shape} counts the shapes of the goals. */
public class AttentionBenchmark extends PairBenchmark {
  @Param({"0", "1", "2", "3", "4", "5", "6", "7"})
  public int shape;

  @Param({"false", "true"})
  public boolean causal;

  @Override
  Pair open(MeasuredBackend backend, Peers peers) {
    AttentionPairs.Shape size = AttentionPairs.SHAPES.get(shape);
    return keep(new AttentionPairs(backend, peers, size, KernelBench.THREADS)).pair(causal);
  }
}
