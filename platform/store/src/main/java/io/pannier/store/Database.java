package io.pannier.store;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The connections to the server, and what their failures mean. */
final class Database {
  private static final int STATEMENTS_CACHED = 64;
  private static final int CONNECT_WAIT_SECONDS = 10;

  /** What the triggers of live changes raise. */
  private static final String APPROVAL_REQUIRED = "PA001";

  private final Vertx vertx;
  private final PgConnectOptions options;
  private final Pool pool;

  Database(Vertx vertx, StoreConfig config) {
    this.vertx = vertx;
    this.options =
        new PgConnectOptions()
            .setHost(config.host())
            .setPort(config.port())
            .setDatabase(config.database())
            .setUser(config.user())
            .setPassword(config.password())
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(STATEMENTS_CACHED)
            .addProperty("application_name", "pannier");
    this.pool =
        PgBuilder.pool()
            .with(
                new PoolOptions()
                    .setMaxSize(config.poolSize())
                    .setConnectionTimeout(CONNECT_WAIT_SECONDS)
                    .setConnectionTimeoutUnit(TimeUnit.SECONDS))
            .connectingTo(options)
            .using(vertx)
            .build();
  }

  Vertx vertx() {
    return vertx;
  }

  /** A connection outside of the pool, on the caller's context. */
  Future<PgConnection> connect() {
    return PgConnection.connect(vertx, options);
  }

  Future<RowSet<Row>> query(String sql, Tuple parameters) {
    return pool.preparedQuery(sql).execute(parameters).recover(Database::failed);
  }

  /** One statement with many sets of parameters, in one transaction. */
  Future<Void> batch(String sql, List<Tuple> rows) {
    return inTransaction(connection -> connection.preparedQuery(sql).executeBatch(rows).mapEmpty());
  }

  Future<RowSet<Row>> query(String sql) {
    return query(sql, Tuple.tuple());
  }

  <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
    return pool.withTransaction(work).recover(Database::failed);
  }

  Future<Void> close() {
    return pool.close();
  }

  /** Whether the same statement may well succeed when it is sent again later. */
  static boolean isTransient(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof PannierException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof PannierException own) {
      return own.code() == StandardErrorCode.STORE_UNAVAILABLE;
    }
    if (!(cause instanceof PgException refusal)) {
      // The connection broke, or there was none.
      return !(cause instanceof RuntimeException) || cause instanceof io.vertx.core.VertxException;
    }
    String state = refusal.getSqlState() == null ? "" : refusal.getSqlState();
    return state.startsWith("08") // connection
        || state.startsWith("40") // serialisation, deadlock
        || state.startsWith("53") // out of space, memory or connections
        || state.startsWith("57P") // shutting down, crashed, starting up
        || state.startsWith("58"); // input and output
  }

  static boolean isUniqueViolation(Throwable failure) {
    Throwable cause = failure instanceof PannierException ? failure.getCause() : failure;
    return cause instanceof PgException refusal && "23505".equals(refusal.getSqlState());
  }

  /** Whether the database wants a second person's word, which the change does not have. */
  private static boolean wantsApproval(Throwable failure) {
    return failure instanceof PgException refusal
        && APPROVAL_REQUIRED.equals(refusal.getSqlState());
  }

  private static <T> Future<T> failed(Throwable failure) {
    return Future.failedFuture(wrapped(failure));
  }

  static PannierException wrapped(Throwable failure) {
    if (failure instanceof PannierException already) {
      return already;
    }
    if (wantsApproval(failure)) {
      return new PannierException(
          StandardErrorCode.APPROVAL_REQUIRED,
          "live changes of this shop take a second person; propose it in the console",
          failure);
    }
    return isTransient(failure)
        ? new PannierException(
            StandardErrorCode.STORE_UNAVAILABLE,
            "database cannot be reached or is overloaded; try again: " + failure.getMessage(),
            failure)
        : new PannierException(
            StandardErrorCode.STORE_FAILED,
            "database refused a statement: " + failure.getMessage(),
            failure);
  }
}
