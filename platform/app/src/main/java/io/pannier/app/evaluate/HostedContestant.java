package io.pannier.app.evaluate;

import io.pannier.app.Readiness;
import io.pannier.laboratory.evaluation.Contestant;
import io.pannier.pluginhost.StrategyHandle;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.spi.Capability;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A strategy of the plugin host, with settings of its own. */
final class HostedContestant implements Contestant {
  private static final int SHOP = 1;

  private final StrategyHandle handle;
  private final StrategyConfig config;
  private final Map<String, Path> models;

  /**
   * @param models the model files that the host grants, by strategy name
   */
  HostedContestant(StrategyHandle handle, StrategyConfig config, Map<String, Path> models) {
    this.handle = handle;
    this.config = config;
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
    StrategyInstance instance = handle.instance(SHOP, config);
    try {
      Readiness.await(instance);
    } catch (RuntimeException e) {
      instance.close();
      throw e;
    }
    return new HostedSeat(instance);
  }

  private record HostedSeat(StrategyInstance instance) implements Seat {
    @Override
    public <S extends Strategy, R> R call(
        Class<S> type, Function<? super S, ? extends R> body, Duration patience) {
      CompletableFuture<R> answer =
          instance.call(type, body, System.nanoTime() + patience.toNanos());
      return Readiness.outcome(answer);
    }

    @Override
    public void close() {
      instance.close();
      instance.closed().join();
    }
  }
}
