package io.pannier.console;

import io.pannier.store.EmbeddedPostgres;
import io.pannier.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The line to the database, which can be held up, cut and mended. */
final class DatabaseLine implements AutoCloseable {
  final AtomicInteger messages = new AtomicInteger();
  private final Vertx vertx = Vertx.vertx();
  private final EmbeddedPostgres server;
  private final Set<NetSocket> ends = ConcurrentHashMap.newKeySet();
  private NetServer line;
  private final int port;
  private volatile boolean held;

  DatabaseLine(EmbeddedPostgres server) {
    this.server = server;
    line = open(0);
    port = line.actualPort();
  }

  /** The database as it is reached through the line. */
  StoreConfig database() {
    return StoreConfig.defaults()
        .at("localhost", port, server.database(), server.user(), server.password());
  }

  private NetServer open(int wanted) {
    return ConsoleRig.await(
        vertx.createNetServer().connectHandler(this::connect).listen(wanted, "localhost"));
  }

  private void connect(NetSocket near) {
    near.pause();
    vertx
        .createNetClient()
        .connect(server.port(), server.host())
        .onFailure(failure -> near.close())
        .onSuccess(
            far -> {
              join(near, far, messages);
              join(far, near, new AtomicInteger());
              if (held) {
                far.pause();
              } else {
                near.resume();
              }
            });
  }

  private void join(NetSocket from, NetSocket to, AtomicInteger counted) {
    ends.add(from);
    from.handler(
        bytes -> {
          counted.incrementAndGet();
          to.write(bytes);
        });
    from.closeHandler(
        closed -> {
          ends.remove(from);
          to.close();
        });
  }

  /** From now on nothing arrives, and nobody is told. */
  void hold() {
    held = true;
    ends.forEach(NetSocket::pause);
  }

  /** What was held up arrives. */
  void release() {
    held = false;
    ends.forEach(NetSocket::resume);
  }

  /** Closes all connections and takes no new one. */
  void cut() {
    ConsoleRig.await(line.close());
    ends.forEach(NetSocket::close);
  }

  void mend() {
    line = open(port);
  }

  @Override
  public void close() {
    ConsoleRig.await(vertx.close());
  }
}
