package io.pannier.pluginhost;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Hosts with short times, and ways to wait for what they do. */
final class Hosts {
  static final Consumer<Throwable> NOT_FATAL =
      thrown -> {
        throw new AssertionError("told that the heap is exhausted", thrown);
      };

  private Hosts() {}

  /** Contained as in production, with short grace and back-off. */
  static ContainmentConfig containment() {
    return new ContainmentConfig(
        64,
        Duration.ofMillis(120),
        Duration.ofSeconds(5),
        3,
        Duration.ofMillis(80),
        Duration.ofMillis(500),
        16L << 20);
  }

  /** Without the child process, which has tests of its own. */
  static PluginHostConfig config(Path folder) {
    return PluginHostConfig.of(folder)
        .withSettle(Duration.ofMillis(20))
        .withContainment(containment())
        .withVerification(VerificationConfig.defaults().withContractChecks(false));
  }

  static PluginHost host(Path folder) {
    return host(config(folder), new SimpleMeterRegistry());
  }

  static PluginHost host(PluginHostConfig config, MeterRegistry registry) {
    return new PluginHost(
        config, registry, Clock.systemUTC(), ModelSource.NONE, type -> Optional.empty(), NOT_FATAL);
  }

  static long in(Duration duration) {
    return System.nanoTime() + duration.toNanos();
  }

  static <R> R get(CompletableFuture<R> future) {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PannierException known) {
        throw known;
      }
      throw new AssertionError("unexpected", e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  /** The code by which a call fails. */
  static ErrorCode code(CompletableFuture<?> future) {
    try {
      throw new AssertionError("answered " + get(future));
    } catch (PannierException e) {
      return e.code();
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
