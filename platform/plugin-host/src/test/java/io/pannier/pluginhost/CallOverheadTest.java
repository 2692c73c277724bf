package io.pannier.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What containment costs a call that behaves. Prints the figures; fails on an order of magnitude.
 */
final class CallOverheadTest {
  private static final int WARM_UP = 20_000;
  private static final int CALLS = 20_000;

  @Test
  void aCallCostsMicroseconds() {
    try (PluginHost host = Hosts.host(Path.of("unused"));
        StrategyInstance instance =
            host.install("1.0.0", new ScriptedFactory()).instance(1, StrategyConfig.DEFAULTS)) {
      Hosts.get(instance.ready());
      roundTrips(instance, WARM_UP);
      long[] nanos = roundTrips(instance, CALLS);
      long start = System.nanoTime();
      pipelined(instance, CALLS);
      long each = (System.nanoTime() - start) / CALLS;
      System.out.printf(
          "call round trip, caller blocks: p50 %.1f µs, p99 %.1f µs; 32 in flight: %.2f µs each%n",
          nanos[CALLS / 2] / 1e3, nanos[CALLS / 100 * 99] / 1e3, each / 1e3);
      assertThat(Duration.ofNanos(nanos[CALLS / 2])).isLessThan(Duration.ofMillis(2));
    }
  }

  private static long[] roundTrips(StrategyInstance instance, int calls) {
    long[] nanos = new long[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      call(instance).join();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos;
  }

  private static void pipelined(StrategyInstance instance, int calls) {
    Deque<CompletableFuture<Integer>> flying = new ArrayDeque<>();
    for (int i = 0; i < calls; i++) {
      if (flying.size() == 32) {
        flying.removeFirst().join();
      }
      flying.add(call(instance));
    }
    flying.forEach(CompletableFuture::join);
  }

  private static CompletableFuture<Integer> call(StrategyInstance instance) {
    return instance.call(Strategy.class, s -> 1, System.nanoTime() + 5_000_000_000L);
  }
}
