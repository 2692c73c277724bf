package io.pannier.app.node;

import io.pannier.app.console.HostHealth;
import io.pannier.store.NodeReport;
import io.pannier.store.Nodes;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down every few seconds how this process and its strategies are doing, so that the console
 * can tell it whichever process is asked. A process that stops in order takes its report with it.
 */
public final class NodeVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(NodeVerticle.class);
  private static final long PATIENCE_SECONDS = 5;

  private final NodeConfig config;
  private final int port;
  private final Store store;
  private final HostHealth health;
  private final UUID id = UUID.randomUUID();
  private final Instant startedAt = Instant.now();
  private String name = "";
  private long timer;
  private boolean entered;
  private boolean failing;
  private Future<Void> writing = Future.succeededFuture();

  /**
   * @param port that it is reached by
   * @param health of the strategies in this process
   */
  public NodeVerticle(NodeConfig config, int port, Store store, HostHealth health) {
    this.config = config;
    this.port = port;
    this.store = store;
    this.health = health;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(() -> config.name().isEmpty() ? machine() + ":" + port : config.name())
        .compose(
            known -> {
              name = known;
              timer = vertx.setPeriodic(0, Nodes.REPORTED_EVERY.toMillis(), tick -> report());
              return Future.succeededFuture();
            });
  }

  @Override
  public Future<?> stop() {
    vertx.cancelTimer(timer);
    // What is being written would otherwise come after. Nobody waits for long: the row ages anyway.
    return writing
        .otherwiseEmpty()
        .compose(written -> store.nodes().leave(id))
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .otherwiseEmpty();
  }

  /** One at a time; a database that does not answer is asked again with the next report. */
  private void report() {
    if (!writing.isComplete()) {
      return;
    }
    NodeReport report =
        new NodeReport(id, name, startedAt, health.ofAll(store.shops().all(), store.switches()));
    writing =
        (entered ? store.nodes().report(report) : store.nodes().enter(report))
            .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    writing
        .onSuccess(
            written -> {
              entered = true;
              failing = false;
            })
        .onFailure(
            failure -> {
              if (!failing) {
                LOG.warn(
                    "other processes are not told how this one is doing: {}", failure.toString());
              }
              failing = true;
            });
  }

  /** May ask the network, so it is not to be called on an event loop. */
  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
