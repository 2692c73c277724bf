package io.pannier.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pannier.kernels.api.Activation;
import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.AttentionSpec.Weighting;
import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.EmbeddingTable;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.testkit.Draws;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing is allocated once the workspace has grown and the code is compiled, neither by the caller
 * nor by the helpers.
 */
class SimdAllocationTest {
  private static final int CALLS = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  /**
   * Usually none. Whether a call at a cold place is inlined is the compiler's affair; one vector
   * for each token would be far more.
   */
  private static final long BYTES_OF_CALL = 1024;

  private static final SimdKernels KERNELS = new SimdKernels(2);
  private static final Thread[] HELPERS = KERNELS.crew().helpers();
  private static final Draws DRAWS = new Draws(1);

  @AfterAll
  static void endThreads() {
    KERNELS.close();
  }

  @Test
  void productsAllocateNothing() {
    Rows a = Rows.of(DRAWS.normal(150 * 64, 1), 64);
    Rows c = Rows.of(new float[150 * 200], 200);
    LayerNorm norm = new LayerNorm(DRAWS.normal(200, 1), DRAWS.normal(200, 1), 1e-5f);
    Epilogue epilogue =
        Epilogue.bias(DRAWS.normal(200, 1)).then(Activation.GELU).plus(c).normalised(norm);
    PackedMatrix matrix = KERNELS.pack(DRAWS.normal(64 * 200, 1), 64, 200);
    assertSteady(
        () -> {
          KERNELS.multiply(a, 150, matrix, epilogue, c);
          KERNELS.multiply(a, 1, matrix, Epilogue.NONE, c);
          KERNELS.layerNorm(c, 150, norm, c);
        });
  }

  @Test
  void attentionAllocatesNothing() {
    Sequences sequences =
        new Sequences(new int[] {0, 70, 75, 200}, 3, DRAWS.below(9999, 200), DRAWS.coin(200, 0.9));
    Rows all = Rows.of(DRAWS.normal(200 * 192, 1), 192);
    Rows out = Rows.of(new float[200 * 64], 64);
    for (Weighting weighting : Weighting.values()) {
      AttentionSpec spec =
          new AttentionSpec(
              2, 32, 0.2f, true, weighting, DRAWS.normal(2 * 30, 1), DRAWS.normal(2 * 20, 1));
      AttentionSpec plain = new AttentionSpec(2, 32, 0.2f, false, weighting, null, null);
      Rows key = all.from(64);
      Rows value = all.from(128);
      assertSteady(
          () -> {
            KERNELS.selfAttention(spec, all, key, value, sequences, out);
            KERNELS.crossAttention(plain, all, sequences, key, value, sequences, out);
          });
    }
  }

  @Test
  void scansAllocateNothing() {
    for (Precision precision : Precision.values()) {
      Catalogue catalogue = KERNELS.catalogue(DRAWS.normal(6000 * 32, 1), 6000, 32, precision);
      Rows queries = Rows.of(DRAWS.normal(9 * 32, 1), 32);
      TopK out = new TopK(9, 50);
      assertSteady(
          () -> {
            KERNELS.topK(catalogue, queries, 9, null, out);
            KERNELS.topK(catalogue, queries, 1, null, out);
          });
    }
  }

  @Test
  void lookUpsAllocateNothing() {
    EmbeddingTable table = KERNELS.table(DRAWS.normal(100 * 48, 1), 100, 48);
    int[] ids = DRAWS.below(100, 60);
    Rows out = Rows.of(new float[60 * 48], 48);
    assertSteady(
        () -> {
          KERNELS.gather(table, ids, 60, false, out);
          KERNELS.gather(table, ids, 60, true, out);
        });
  }

  private static void assertSteady(Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    // Vectors are objects until the compiler has done its work, which takes long on a busy machine.
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (least >= CALLS * BYTES_OF_CALL && System.nanoTime() < end) {
      long before = allocated(threads);
      for (int n = 0; n < CALLS; n++) {
        call.run();
      }
      least = Math.min(least, allocated(threads) - before);
    }
    assertThat(least).as("bytes allocated by %s calls", CALLS).isLessThan(CALLS * BYTES_OF_CALL);
  }

  private static long allocated(ThreadMXBean threads) {
    long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
    for (Thread helper : HELPERS) {
      bytes += threads.getThreadAllocatedBytes(helper.threadId());
    }
    return bytes;
  }
}
