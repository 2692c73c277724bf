package io.pannier.app.evaluate;

import io.pannier.laboratory.evaluation.Contestant;
import io.pannier.pluginhost.StrategyHandle;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.spi.Capability;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A strategy of the plugin host, with its defaults. */
final class HostedContestant implements Contestant {
  private static final int SHOP = 1;
  private static final long LOOK_MILLIS = 20;

  private final StrategyHandle handle;
  private final Map<String, Path> models;

  /**
   * @param models the model files that the host grants, by strategy name
   */
  HostedContestant(StrategyHandle handle, Map<String, Path> models) {
    this.handle = handle;
    this.models = models;
  }

  @Override
  public String name() {
    return handle.descriptor().name();
  }

  @Override
  public String id() {
    return handle.id();
  }

  @Override
  public Set<Capability> capabilities() {
    return handle.descriptor().capabilities();
  }

  @Override
  public Seat open(Optional<Path> model) {
    model.ifPresentOrElse(file -> models.put(name(), file), () -> models.remove(name()));
    StrategyInstance instance = handle.instance(SHOP, StrategyConfig.DEFAULTS);
    try {
      awaitReady(instance);
    } catch (RuntimeException e) {
      instance.close();
      throw e;
    }
    return new HostedSeat(instance);
  }

  /** A host goes on trying to make a strategy; whoever evaluates wants to know at once. */
  private void awaitReady(StrategyInstance instance) {
    CompletableFuture<StrategyInstance> ready = instance.ready();
    while (!ready.isDone()) {
      if (instance.quarantined()) {
        throw new PannierException(
            StandardErrorCode.STRATEGY_FAILED,
            id() + " could not be made; the line above says why.");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PannierException(
            StandardErrorCode.STRATEGY_FAILED, "interrupted while " + id() + " was made", e);
      }
    }
    outcome(ready);
  }

  private static <R> R outcome(CompletableFuture<R> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PannierException known) {
        throw known;
      }
      throw e;
    }
  }

  private record HostedSeat(StrategyInstance instance) implements Seat {
    @Override
    public <S extends Strategy, R> R call(
        Class<S> type, Function<? super S, ? extends R> body, Duration patience) {
      CompletableFuture<R> answer =
          instance.call(type, body, System.nanoTime() + patience.toNanos());
      return outcome(answer);
    }

    @Override
    public void close() {
      instance.close();
      instance.closed().join();
    }
  }
}
