package io.pannier.laboratory.load;

import static io.pannier.spi.StandardErrorCode.INTERNAL_ERROR;

import io.pannier.spi.PannierException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Shoppers who change their carts at a fixed rate in total, whatever the server does, and wait for
 * the offers.
 *
 * <p>One thread keeps the schedule and one event loop does all the talking, so that the generator
 * takes little of the cores that it shares with the server.
 */
public final class ServingLoad implements AutoCloseable {
  private static final int OPENING_AT_ONCE = 16;
  private static final double REFRESH_AT = 0.6;

  private final ShopAccess access;
  private final ServingLoadConfig config;
  private final Vertx vertx;
  private final Context loop;
  private final TokenClient tokens;
  private final WebSocketClient sockets;
  private final List<LoadConnection> connections = new ArrayList<>();

  private ServingLoad(ShopAccess access, ServingLoadConfig config) {
    this.access = access;
    this.config = config;
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    this.loop = vertx.getOrCreateContext();
    HttpClient http = vertx.createHttpClient();
    this.tokens = new TokenClient(http, access);
    this.sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(config.connections())
                .setMaxFrameSize(1 << 20)
                .setSsl(access.tls()));
  }

  /**
   * Opens all connections and waits until each is subscribed.
   *
   * @throws PannierException if one of them cannot be opened in time
   */
  public static ServingLoad open(
      ShopAccess access, ServingLoadConfig config, SkuPopularity popularity) {
    ServingLoad load = new ServingLoad(access, config);
    try {
      load.await(load.openAll(popularity), config.openTimeout());
      return load;
    } catch (RuntimeException e) {
      load.close();
      throw e;
    }
  }

  private Future<Void> openAll(SkuPopularity popularity) {
    Promise<Void> opened = Promise.promise();
    loop.runOnContext(
        _ -> {
          List<Future<Void>> lanes = new ArrayList<>();
          for (int lane = 0; lane < OPENING_AT_ONCE; lane++) {
            lanes.add(openFrom(lane, popularity));
          }
          Future.all(lanes).<Void>mapEmpty().onComplete(opened);
        });
    return opened.future();
  }

  /** Opens every 16th connection, one after the other: a burst of handshakes is no shop's day. */
  private Future<Void> openFrom(int index, SkuPopularity popularity) {
    if (index >= config.connections()) {
      return Future.succeededFuture();
    }
    return open(index, popularity).compose(_ -> openFrom(index + OPENING_AT_ONCE, popularity));
  }

  private Future<Void> open(int index, SkuPopularity popularity) {
    CartWalk walk =
        new CartWalk(popularity, config.walkLength(), config.seed() * 1_000_003 + index);
    String shopper = "load-" + index;
    return tokens
        .token(shopper, shopper, List.of(config.placement()))
        .compose(
            token -> {
              LoadConnection connection = new LoadConnection(sockets, config.placement(), walk);
              connections.add(connection);
              keepFresh(connection, shopper, token.expiresAt());
              return connection.open(connectOptions(), token.token());
            });
  }

  private WebSocketConnectOptions connectOptions() {
    return new WebSocketConnectOptions()
        .setHost(access.host())
        .setPort(access.port())
        .setSsl(access.tls())
        .setURI(access.storefrontPath())
        .addSubProtocol("pannier.v1");
  }

  /**
   * Runs one trial and waits for its end.
   *
   * @param rate changes a second, all shoppers together, above 0
   * @param warmUp runs at the same rate before anything is measured
   */
  public ServingResult run(double rate, Duration warmUp, Duration measured) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("rate must be above 0, not " + rate);
    }
    long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
    long from = start + warmUp.toNanos();
    long to = from + measured.toNanos();
    ServingStats stats = new ServingStats(from, to);
    onLoop(() -> connections.forEach(connection -> connection.count(stats)));
    double interval = 1e9 / rate;
    for (long change = 0; ; change++) {
      long due = start + (long) (change * interval);
      if (due - to >= 0) {
        break;
      }
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      LoadConnection connection = connections.get((int) (change % connections.size()));
      loop.runOnContext(_ -> connection.change(due));
    }
    await(settled(System.nanoTime() + config.drain().toNanos()), config.drain().plusSeconds(30));
    onLoop(() -> connections.forEach(connection -> connection.giveUp(System.nanoTime())));
    return stats.result(rate);
  }

  private Future<Void> settled(long deadline) {
    Promise<Void> settled = Promise.promise();
    vertx.setPeriodic(
        10,
        timer -> {
          boolean done = connections.stream().allMatch(LoadConnection::settled);
          if (done || System.nanoTime() - deadline > 0) {
            vertx.cancelTimer(timer);
            settled.complete();
          }
        });
    return settled.future();
  }

  /** Runs something on the event loop and waits for it, which also publishes what it wrote. */
  private void onLoop(Runnable action) {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(
        _ -> {
          action.run();
          done.complete();
        });
    await(done.future(), Duration.ofSeconds(30));
  }

  private <T> T await(Future<T> future, Duration timeout) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PannierException cause) {
        throw cause;
      }
      throw new PannierException(
          INTERNAL_ERROR, "The load at " + access + " failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new PannierException(
          INTERNAL_ERROR, access + " did not answer within " + timeout.toSeconds() + " s.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PannierException(INTERNAL_ERROR, "The load was interrupted.", e);
    }
  }

  @Override
  public void close() {
    onLoop(() -> connections.forEach(LoadConnection::close));
    await(vertx.close(), Duration.ofSeconds(30));
  }

  /** Renews one shopper's token in time, for as long as the generator lives. */
  private void keepFresh(LoadConnection connection, String shopper, Instant expiresAt) {
    long left = Duration.between(Instant.now(), expiresAt).toMillis();
    vertx.setTimer(
        Math.max(1_000, (long) (left * REFRESH_AT)),
        _ ->
            tokens
                .token(shopper, shopper, List.of(config.placement()))
                .onSuccess(
                    token -> {
                      connection.refresh(token.token());
                      keepFresh(connection, shopper, token.expiresAt());
                    }));
  }
}
