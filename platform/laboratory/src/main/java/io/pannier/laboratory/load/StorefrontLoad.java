package io.pannier.laboratory.load;

import static io.pannier.spi.StandardErrorCode.INTERNAL_ERROR;

import io.pannier.spi.PannierException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Thousands of storefront subscribers whose carts change at a fixed rate in total, whatever the
 * server does, while connections are cut and the server comes and goes. {@link FollowedCart} holds
 * each answer to the contract.
 *
 * <p>As in {@link ServingLoad}, one thread keeps the schedule and one event loop does all the
 * talking.
 */
public final class StorefrontLoad implements AutoCloseable {
  private static final int OPENING_PER_TICK = 5;
  private static final long OPENING_TICK_MILLIS = 10;
  private static final long TICK_MILLIS = 1_000;
  private static final int TOKEN_CONNECTIONS = 16;
  private static final int MAX_FRAME = 1 << 20;
  private static final long AFTERWARDS_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final StorefrontLoadConfig config;
  private final Vertx vertx;
  private final LoopCalls loop;
  private final StorefrontAudit audit = new StorefrontAudit();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final Cuts cuts;
  private int life;

  private StorefrontLoad(ShopAccess access, StorefrontLoadConfig config, SkuPopularity popularity) {
    this.config = config;
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    this.loop = new LoopCalls(vertx, "The storefront load at " + access);
    TokenClient tokens =
        new TokenClient(
            vertx
                .httpClientBuilder()
                .with(new PoolOptions().setHttp1MaxSize(TOKEN_CONNECTIONS))
                // That a server which is killed resets its connections is no news here.
                .withConnectHandler(connection -> connection.exceptionHandler(_ -> {}))
                .build(),
            access);
    Subscriber.Shop shop =
        new Subscriber.Shop(
            vertx,
            tokens,
            vertx.createWebSocketClient(
                new WebSocketClientOptions()
                    .setMaxConnections(config.subscribers())
                    .setMaxFrameSize(MAX_FRAME)
                    .setMaxMessageSize(MAX_FRAME)
                    .setSsl(access.tls())),
            address(access),
            config,
            audit);
    SplittableRandom seeds = new SplittableRandom(config.seed());
    for (int i = 0; i < config.subscribers(); i++) {
      CartWalk walk = new CartWalk(popularity, config.walkLength(), seeds.nextLong());
      String name = "storefront-" + config.seed() + "-" + i;
      subscribers.add(new Subscriber(shop, name, walk, seeds.nextLong()));
    }
    this.cuts = new Cuts(vertx, subscribers, seeds.split());
  }

  static WebSocketConnectOptions address(ShopAccess access) {
    return new WebSocketConnectOptions()
        .setHost(access.host())
        .setPort(access.port())
        .setSsl(access.tls())
        .setURI(access.storefrontPath())
        .addSubProtocol("pannier.v1");
  }

  /**
   * Connects all subscribers and waits until each has an offer.
   *
   * @throws PannierException if one of them has none in time
   */
  public static StorefrontLoad open(
      ShopAccess access, StorefrontLoadConfig config, SkuPopularity popularity) {
    StorefrontLoad load = new StorefrontLoad(access, config, popularity);
    try {
      load.loop.run(() -> load.connectAll(0));
      load.vertx.setPeriodic(
          TICK_MILLIS, _ -> load.subscribers.forEach(one -> one.tick(System.nanoTime())));
      if (!load.loop.until(load::allFresh, config.openTimeout())) {
        throw new PannierException(
            INTERNAL_ERROR,
            access
                + " left subscribers without an offer for "
                + config.openTimeout().toSeconds()
                + " s.");
      }
      return load;
    } catch (RuntimeException e) {
      load.close();
      throw e;
    }
  }

  private void connectAll(int from) {
    int to = Math.min(subscribers.size(), from + OPENING_PER_TICK);
    subscribers.subList(from, to).forEach(Subscriber::connect);
    if (to < subscribers.size()) {
      vertx.setTimer(OPENING_TICK_MILLIS, _ -> connectAll(to));
    }
  }

  private boolean allFresh() {
    return subscribers.stream().allMatch(one -> one.connected() && one.cart().fresh());
  }

  /** Runs one trial and waits until every subscriber is back and answered, or gives up. */
  public StorefrontResult run(StorefrontTrial trial) {
    loop.run(audit::begin);
    long cutBefore = loop.call(cuts::done);
    long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
    long to = start + trial.measured().toNanos();
    Map<String, Double> restartFigures = new TreeMap<>();
    FutureTask<Void> restarting =
        new FutureTask<>(() -> restart(trial, start, restartFigures), null);
    Thread.ofPlatform().name("restarts").start(restarting);
    long end = change(trial, start, to, restarting);
    LoopCalls.join(restarting);
    loop.until(this::allFresh, config.drain());
    long unanswered =
        loop.call(
            () ->
                subscribers.stream()
                    .filter(one -> !one.cart().settled() || !one.cart().fresh())
                    .count());
    double seconds = (end - start) / 1e9;
    return loop.call(
        () ->
            audit.result(
                subscribers.size(), seconds, unanswered, cuts.done() - cutBefore, restartFigures));
  }

  /**
   * Carts change until the time is over, and longer where the server is still away or connections
   * are still to be cut.
   *
   * @return when the last one was due
   */
  private long change(StorefrontTrial trial, long start, long to, FutureTask<Void> restarting) {
    SplittableRandom random = new SplittableRandom(config.seed() ^ start);
    long[] cutTimes = random.longs(trial.disconnects(), start, to).sorted().toArray();
    double interval = 1e9 / trial.rate();
    int cut = 0;
    for (long change = 0; ; change++) {
      long due = start + (long) (change * interval);
      boolean settled = restarting.isDone() && (cuts.settled() || due - to > AFTERWARDS_NANOS);
      if (due - to >= 0 && settled) {
        return due;
      }
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      int before = cut;
      while (cut < cutTimes.length && cutTimes[cut] - due <= 0) {
        cut++;
      }
      int cutsDue = cut - before;
      int index = random.nextInt(subscribers.size());
      loop.later(() -> cuts.change(index, due, cutsDue));
    }
  }

  private void restart(StorefrontTrial trial, long start, Map<String, Double> figures) {
    for (StorefrontTrial.Restart restart : trial.restarts()) {
      long at = start + (long) (trial.measured().toNanos() * restart.at());
      for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      long down = System.nanoTime();
      step(restart.stop());
      loop.run(() -> life++);
      step(restart.start());
      long up = System.nanoTime();
      boolean back = loop.until(this::allBack, config.drain());
      double seconds = back ? (System.nanoTime() - up) / 1e9 : Double.POSITIVE_INFINITY;
      String suffix = restart.name().isEmpty() ? "" : "-" + restart.name();
      figures.put("reconnect-all-seconds" + suffix, seconds);
      figures.put("server-away-seconds" + suffix, (up - down) / 1e9);
    }
  }

  /** True once every subscriber was answered in the server's newest life. */
  private boolean allBack() {
    boolean all = true;
    for (Subscriber one : subscribers) {
      one.look(life);
      all &= one.freshIn() == life;
    }
    return all;
  }

  private static void step(StorefrontTrial.Step step) {
    try {
      step.run();
    } catch (Exception e) {
      throw new PannierException(
          INTERNAL_ERROR, "The server could not be restarted: " + e.getMessage(), e);
    }
  }

  /** All subscribers leave. */
  @Override
  public void close() {
    loop.run(() -> subscribers.forEach(Subscriber::leave));
    LoopCalls.join(vertx.close());
  }
}
