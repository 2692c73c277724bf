package io.pannier.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables as somebody sees them who does not ask the store. */
final class TestDatabase implements AutoCloseable {
  private final Connection connection;

  TestDatabase(StoreConfig config) throws SQLException {
    connection =
        DriverManager.getConnection(
            "jdbc:postgresql://" + config.host() + ":" + config.port() + "/" + config.database(),
            config.user(),
            config.password());
  }

  /** The first value of the first row as text. */
  String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  void change(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
