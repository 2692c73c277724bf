package io.pannier.store;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is held in memory equal to its tables, also when another process changes them:
 * triggers announce each change, and a reload follows. After a lost connection everything is
 * reloaded.
 */
final class ChangeFeed {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

  private final Database database;
  private final Map<String, Supplier<Future<Void>>> reloads;
  private final Backoff backoff;
  private volatile @Nullable PgConnection connection;
  private volatile boolean closed;

  /**
   * @param reloads by name of the table
   */
  ChangeFeed(Database database, Map<String, Supplier<Future<Void>>> reloads) {
    this.database = database;
    this.reloads = reloads;
    this.backoff = new Backoff(database.vertx());
  }

  /** Completes when changes are being followed. */
  Future<Void> start() {
    return database
        .connect()
        .compose(
            opened -> {
              connection = opened;
              opened.notificationHandler(notification -> changed(notification.getPayload()));
              opened.closeHandler(nothing -> reconnect());
              return opened.query("listen pannier_change").execute().mapEmpty();
            });
  }

  Future<Void> close() {
    closed = true;
    PgConnection open = connection;
    return open == null ? Future.succeededFuture() : open.close();
  }

  private void changed(String table) {
    Supplier<Future<Void>> reload = reloads.get(table);
    if (reload != null) {
      reload.get().onFailure(failure -> LOG.warn("cannot reload {}", table, failure));
    }
  }

  private void reconnect() {
    if (closed) {
      return;
    }
    if (backoff.isFirst()) {
      LOG.warn("changes of the store are not heard; reconnecting");
    }
    backoff.again(
        () -> {
          start()
              .onComplete(
                  nothing -> {
                    backoff.succeeded();
                    reloads.keySet().forEach(this::changed);
                  },
                  failure -> {
                    reconnect();
                  });
        });
  }
}
