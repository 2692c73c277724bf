package io.pannier.laboratory.traffic;

import io.pannier.laboratory.load.ShopAccess;
import io.pannier.laboratory.load.TokenClient;
import io.pannier.laboratory.simulator.LiveShopper;
import io.pannier.laboratory.simulator.ShopTruth;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Simulated shoppers at a running installation, until they are stopped. They need no thread but
 * their event loop, and their moods last from visit to visit.
 */
public final class SimulatedTraffic implements AutoCloseable {
  private final ShopAccess access;
  private final ShopTruth truth;
  private final TrafficConfig config;
  private final Vertx vertx;
  private final Context loop;
  private final HttpClient http;
  private final TokenClient tokens;
  private final WebSocketClient sockets;
  private final SplittableRandom random;
  private final Map<Integer, LiveShopper> shoppers = new HashMap<>();
  private final TrafficCounts counts = new TrafficCounts();
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private volatile boolean stopped;
  private int underWay;
  private long visits;

  private SimulatedTraffic(ShopAccess access, ShopTruth truth, TrafficConfig config) {
    this.access = access;
    this.truth = truth;
    this.config = config;
    this.random = new SplittableRandom(config.seed());
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    this.loop = vertx.getOrCreateContext();
    this.http = vertx.createHttpClient();
    this.tokens = new TokenClient(http, access);
    this.sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(config.maxVisits())
                .setMaxFrameSize(1 << 20)
                .setMaxMessageSize(1 << 22)
                .setSsl(access.tls()));
  }

  /**
   * Begins at once.
   *
   * @param truth by which the shoppers act; of the shop's own catalogue
   */
  public static SimulatedTraffic start(ShopAccess access, ShopTruth truth, TrafficConfig config) {
    SimulatedTraffic traffic = new SimulatedTraffic(access, truth, config);
    traffic.loop.runOnContext(_ -> traffic.scheduleVisit());
    return traffic;
  }

  /** Visits begin as a Poisson process: the time to the next one is exponential. */
  private void scheduleVisit() {
    double millis = -Math.log(1 - random.nextDouble()) * 1_000 / config.visitsPerSecond();
    vertx.setTimer(
        Math.max(1, (long) millis),
        _ -> {
          if (!stopped) {
            scheduleVisit();
            beginVisit();
          }
        });
  }

  private void beginVisit() {
    int number = random.nextInt(config.shoppers());
    LiveShopper shopper =
        shoppers.computeIfAbsent(number, n -> new LiveShopper(truth, config.seed(), n));
    List<String> wishes = shopper.wishes();
    if (wishes.isEmpty() || underWay >= config.maxVisits()) {
      return;
    }
    underWay++;
    counts.visit();
    String session = "sim-" + run + "-" + visits++;
    LiveVisit visit =
        new LiveVisit(
            vertx,
            sockets,
            config,
            truth,
            shopper,
            wishes,
            session,
            random.split(),
            counts,
            () -> underWay--);
    visit.begin(
        new WebSocketConnectOptions()
            .setHost(access.host())
            .setPort(access.port())
            .setSsl(access.tls())
            .setURI(access.storefrontPath())
            .addSubProtocol("pannier.v1"),
        tokens
            .token(shopper.name(), session, List.of(config.placement()))
            .map(TokenClient.Token::token));
  }

  /** What happened so far. */
  public Future<TrafficReport> report() {
    Promise<TrafficReport> report = Promise.promise();
    loop.runOnContext(_ -> report.complete(counts.report()));
    return report.future();
  }

  /** Stops everything under way. */
  public Future<Void> stop() {
    stopped = true;
    return vertx.close();
  }

  /** Stops without waiting. */
  @Override
  public void close() {
    stop();
  }
}
