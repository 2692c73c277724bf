package io.pannier.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** Where a statement is run: on whichever connection is free, or within a transaction. */
@FunctionalInterface
interface Statements {
  Future<RowSet<Row>> query(String sql, Tuple parameters);

  static Statements of(SqlConnection transaction) {
    return (sql, parameters) -> transaction.preparedQuery(sql).execute(parameters);
  }
}
