package io.pannier.app;

import io.pannier.app.config.PannierConfig;
import io.pannier.app.config.SecurityConfig;
import io.pannier.gateway.BrowserTokens;
import io.pannier.gateway.ExtraRoutes;
import io.pannier.pluginhost.PluginHost;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running installation: instruments, store and plugin host, and the topology over them. Not to
 * be used on an event loop.
 */
public final class Program implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Program.class);
  private static final int SECRET_BYTES = 32;
  private static final long STOP_SECONDS = 30;

  private final Vertx vertx;
  private final Instruments instruments;
  private final Store store;
  private final ModelRoom models;
  private final PluginHost host;
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable Topology topology;

  private Program(
      Vertx vertx, Instruments instruments, Store store, ModelRoom models, PluginHost host) {
    this.vertx = vertx;
    this.instruments = instruments;
    this.store = store;
    this.models = models;
    this.host = host;
  }

  /**
   * Starts everything and waits until offers can be served.
   *
   * @param prepare what must be in the store before the stages start
   */
  public static Program start(PannierConfig config, Function<Store, Future<?>> prepare) {
    return start(config, prepare, ExtraRoutes.NONE);
  }

  /**
   * As {@link #start(PannierConfig, Function)}.
   *
   * @param extra what is served beside the interface
   */
  public static Program start(
      PannierConfig config, Function<Store, Future<?>> prepare, ExtraRoutes extra) {
    return start(config, new Instruments(config.tracing()), prepare, extra);
  }

  /**
   * As {@link #start(PannierConfig, Function)}.
   *
   * @param instruments are closed with the program
   */
  public static Program start(
      PannierConfig config, Instruments instruments, Function<Store, Future<?>> prepare) {
    return start(config, instruments, prepare, ExtraRoutes.NONE);
  }

  private static Program start(
      PannierConfig config,
      Instruments instruments,
      Function<Store, Future<?>> prepare,
      ExtraRoutes extra) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    Program program;
    try {
      KernelRoom kernels = new KernelRoom(config.kernels().options(), instruments.registry());
      Store store = await(Store.open(vertx, config.store()));
      ModelRoom models = new ModelRoom(store.models());
      PluginHost host =
          new PluginHost(config.plugins(), instruments.registry(), models, kernels::grant);
      program = new Program(vertx, instruments, store, models, host);
    } catch (RuntimeException e) {
      await(vertx.close());
      instruments.close();
      throw e;
    }
    try {
      program.run(config, prepare, extra);
      return program;
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  private void run(PannierConfig config, Function<Store, Future<?>> prepare, ExtraRoutes extra) {
    await(prepare.apply(store));
    await(models.fetch(store.shops().all()));
    host.start();
    BrowserTokens tokens =
        new BrowserTokens(vertx, tokenSecret(config.security()), InstantSource.system());
    topology =
        await(
            Topology.start(
                vertx,
                config,
                store,
                host,
                instruments.telemetry(),
                tokens,
                instruments::scrape,
                extra));
    models.follow(topology().strategies(), store.shops().all());
  }

  public int port() {
    return topology().port();
  }

  public Store store() {
    return store;
  }

  public Topology topology() {
    Topology running = topology;
    if (running == null) {
      throw new IllegalStateException("the program has not started");
    }
    return running;
  }

  /** Writes snapshots, then stops in the order of the flow. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Topology running = topology;
    if (running != null) {
      step("snapshots", running::snapshot);
      step("stages", running::stop);
    }
    host.close();
    models.close();
    step("store", store::shutDown);
    step("event loops", vertx::close);
    instruments.close();
  }

  /** What cannot be stopped in time must not keep the rest from stopping. */
  private static void step(String what, Supplier<Future<Void>> stop) {
    try {
      stop.get().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("{} did not stop in order", what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] tokenSecret(SecurityConfig security) {
    if (!security.tokenSecret().isEmpty()) {
      return security.tokenSecret().getBytes(StandardCharsets.UTF_8);
    }
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  /** Waits for a future from a thread that may block; throws what it failed with. */
  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
