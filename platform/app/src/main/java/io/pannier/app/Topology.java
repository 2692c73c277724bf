package io.pannier.app;

import io.pannier.app.config.PannierConfig;
import io.pannier.app.console.HostHealth;
import io.pannier.app.console.HostPlugins;
import io.pannier.app.console.ReplayRoom;
import io.pannier.app.guard.AllocationVerticle;
import io.pannier.app.guard.GuardrailVerticle;
import io.pannier.app.node.NodeVerticle;
import io.pannier.console.Console;
import io.pannier.console.ConsolePorts;
import io.pannier.delivery.DeliveryVerticle;
import io.pannier.delivery.OutcomeVerticle;
import io.pannier.feature.FeatureVerticle;
import io.pannier.gateway.BrowserTokens;
import io.pannier.gateway.ExtraRoutes;
import io.pannier.gateway.GatewayPorts;
import io.pannier.gateway.GatewayVerticle;
import io.pannier.ingestion.IngestionStore;
import io.pannier.ingestion.IngestionVerticle;
import io.pannier.ingestion.KafkaSourceVerticle;
import io.pannier.messages.LocalCodec;
import io.pannier.messages.Telemetry;
import io.pannier.optimizer.OptimizerVerticle;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.ShadowCalls;
import io.pannier.pluginhost.StrategyDirectory;
import io.pannier.scoring.LearningVerticle;
import io.pannier.scoring.ScoringVerticle;
import io.pannier.store.Store;
import io.pannier.text.TextVerticle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole program on one screen: which rooms there are, in the order of the flow, and in which
 * order they come to life.
 *
 * <pre>{@code
 * gateway ─▶ ingestion ─▶ feature ─▶ scoring ─▶ optimizer ─▶ delivery ─▶ gateway
 *               │ journal     ▲          ▲                       │ ledger
 *               └─────────────┴──────────┴── learning, outcomes ─┘
 *                     texts ─────────┘
 * }</pre>
 */
public final class Topology {
  private final Vertx vertx;
  private final PannierConfig config;
  private final Store store;
  private final Telemetry telemetry;
  private final List<FeatureVerticle> features = new ArrayList<>();
  private final LearningVerticle learning;
  private final PluginHost host;
  private final StrategyDirectory strategies;
  private final HostHealth health;
  private final OutcomeVerticle outcomes;
  private final Warmth warmth;
  private final TextVerticle texts;
  private final List<String> deployed = new ArrayList<>();
  private @Nullable Console console;
  private int port;

  private Topology(
      Vertx vertx, PannierConfig config, Store store, PluginHost host, Telemetry telemetry) {
    this.vertx = vertx;
    this.config = config;
    this.store = store;
    this.host = host;
    this.telemetry = telemetry;
    this.learning =
        new LearningVerticle(config.scoring(), store.journal(), store.snapshots(), telemetry);
    this.strategies =
        new StrategyDirectory(
            host, config.scoring().strategies(), learning::preparation, store.switches()::isOff);
    this.health = new HostHealth(host, strategies, telemetry.registry());
    this.outcomes = new OutcomeVerticle(store.outcomes(), store.purchases(), telemetry);
    this.texts =
        new TextVerticle(
            config.text(),
            store.textVectors(),
            StoreAdapters.catalogue(store),
            telemetry.registry());
    this.warmth = new Warmth(vertx, store, strategies, config.scoring().search());
  }

  /**
   * Starts everything; completes when offers can be served.
   *
   * @param tokens signs and checks browser tokens
   * @param scrape the metrics in the Prometheus text format
   * @param extra what is served beside the interface
   */
  public static Future<Topology> start(
      Vertx vertx,
      PannierConfig config,
      Store store,
      PluginHost host,
      Telemetry telemetry,
      BrowserTokens tokens,
      Supplier<String> scrape,
      ExtraRoutes extra) {
    Topology topology = new Topology(vertx, config, store, host, telemetry);
    LocalCodec.register(vertx);
    return topology
        .deployStages()
        .compose(up -> new Rebirth(vertx, store).replay(topology.features, topology.outcomes))
        .compose(up -> topology.warmth.prepareStrategies())
        .compose(up -> topology.openDoors(tokens, scrape, extra))
        .compose(up -> topology.joinOthers())
        .compose(up -> topology.openKafka())
        .compose(up -> topology.warmth.rehearse())
        .compose(up -> topology.watchOver())
        .onSuccess(up -> topology.texts.begin())
        .map(topology);
  }

  /** The stages, last one first: whoever sends finds a listener. */
  private Future<?> deployStages() {
    return deploy(outcomes)
        .compose(
            up ->
                deploy(
                    new DeliveryVerticle(
                        config.delivery(), store.ledger(), store.exposures(), telemetry)))
        .compose(
            up ->
                deploy(
                    new OptimizerVerticle(
                        config.optimizer(), strategies, shadowCalls(), store.shadows(), telemetry)))
        .compose(
            up ->
                deploy(
                    new ScoringVerticle(
                        config.scoring(),
                        strategies,
                        store.items()::find,
                        shadowCalls(),
                        store.shadows(),
                        StoreAdapters.texts(texts),
                        telemetry)))
        .compose(up -> deploy(learning.of(strategies)))
        .compose(up -> deploy(texts))
        .compose(up -> deployFeatures(0))
        .compose(
            up ->
                deploy(
                    new IngestionVerticle(
                        config.ingestion(),
                        IngestionStore.of(store),
                        telemetry,
                        config.feature().shards(),
                        InstantSource.system())));
  }

  private ShadowCalls shadowCalls() {
    return new ShadowCalls(strategies, telemetry.registry(), config.scoring().shadowsPerSecond());
  }

  private Future<?> deployFeatures(int index) {
    if (index == config.feature().shards()) {
      return Future.succeededFuture();
    }
    FeatureVerticle shard =
        new FeatureVerticle(index, config.feature(), store.snapshots(), telemetry);
    features.add(shard);
    return deploy(shard).compose(up -> deployFeatures(index + 1));
  }

  private Future<?> openDoors(BrowserTokens tokens, Supplier<String> scrape, ExtraRoutes extra) {
    ExperimentFigures experiments = new ExperimentFigures(store, InstantSource.system());
    ReplayRoom replays = new ReplayRoom(host, config.scoring().strategies());
    Console opened =
        new Console(
            vertx,
            config.console(),
            new ConsolePorts(
                store,
                config.gateway(),
                new StrategyStates(store, host),
                experiments,
                health,
                replays,
                replays,
                new HostPlugins(vertx, host, config.plugins()),
                telemetry.registry(),
                InstantSource.system()));
    console = opened;
    GatewayPorts ports =
        new GatewayPorts(
            store.shops()::find,
            StoreAdapters.keys(store),
            StoreAdapters.placements(store),
            StoreAdapters.decisions(store),
            store.products()::search,
            new StrategyStates(store, host),
            experiments,
            tokens,
            telemetry,
            warmth::isWarm,
            scrape,
            InstantSource.system(),
            router -> {
              opened.draw(router);
              extra.draw(router);
            });
    port = config.gateway().port() == 0 ? freePort() : config.gateway().port();
    Supplier<GatewayVerticle> doors = GatewayVerticle.instances(config.gateway().at(port), ports);
    List<Future<?>> open = new ArrayList<>();
    for (int i = 0; i < config.gateway().instances(); i++) {
      open.add(deploy(doors.get()));
    }
    return Future.all(open).compose(up -> opened.open());
  }

  /** From now on every process that shares the database can tell how this one is doing. */
  private Future<?> joinOthers() {
    return deploy(new NodeVerticle(config.node(), port, store, health));
  }

  /** The second way in; it does nothing unless it is configured. */
  private Future<?> openKafka() {
    return deploy(
        new KafkaSourceVerticle(
            config.kafka(), IngestionStore.of(store), telemetry, InstantSource.system()));
  }

  /** Whoever watches over the arms of placements needs nobody and is needed by nobody. */
  private Future<?> watchOver() {
    return Future.all(
        deploy(new GuardrailVerticle(config.guardrails(), store, InstantSource.system())),
        deploy(new AllocationVerticle(config.allocation(), store)));
  }

  /** Several doors share one port, so it must be known before the first opens. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Future<String> deploy(VerticleBase verticle) {
    return vertx.deployVerticle(verticle).onSuccess(deployed::add);
  }

  /** The strategies of all shops. */
  StrategyDirectory strategies() {
    return strategies;
  }

  /** The products' texts as vectors. */
  public TextVerticle texts() {
    return texts;
  }

  /** The port that HTTP and WebSocket are served on. */
  public int port() {
    return port;
  }

  /** Sums up all that the feature stage derives from the journal: equal journals, equal digests. */
  public Future<Long> featureDigest() {
    return Future.all(features.stream().map(FeatureVerticle::digest).toList())
        .map(all -> all.<Long>list().stream().mapToLong(Long::longValue).sum());
  }

  /**
   * After much has come in at once: waits until every strategy has learned it, rehearses with it
   * and writes snapshots, so that the next start has little to replay.
   */
  public Future<Void> settle() {
    return Future.all(features.stream().map(FeatureVerticle::publishAll).toList())
        .compose(published -> learning.caughtUp())
        .compose(learned -> warmth.rehearse())
        .compose(rehearsed -> snapshot());
  }

  /** Writes all snapshots now, so that the next start has little to replay. */
  public Future<Void> snapshot() {
    List<Future<?>> written = new ArrayList<>();
    features.forEach(feature -> written.add(feature.snapshot()));
    written.add(learning.snapshot());
    written.add(outcomes.noteProgress());
    return Future.join(written).mapEmpty();
  }

  /** Closes the doors, then the stages in the order of the flow, then the strategies. */
  public Future<Void> stop() {
    if (console != null) {
      console.close();
    }
    Future<Void> down = Future.succeededFuture();
    for (String deployment : deployed.reversed()) {
      down = down.eventually(() -> vertx.undeploy(deployment));
    }
    return down.eventually(
        () -> {
          strategies.close();
          return Future.succeededFuture();
        });
  }
}
