package io.pannier.store;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables to the form that this version of the program expects. Blocking. */
final class Migrations {
  private static final int CONNECT_RETRIES = 10;

  private Migrations() {}

  static void run(StoreConfig config) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(
              "jdbc:postgresql://" + config.host() + ":" + config.port() + "/" + config.database(),
              config.user(),
              config.password())
          .connectRetries(CONNECT_RETRIES)
          .connectRetriesInterval(1)
          .locations("classpath:io/pannier/store/migration")
          .validateMigrationNaming(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE,
          "database "
              + config
              + " cannot be migrated; check that it is reachable and that this version of Pannier"
              + " is not older than its tables: "
              + e.getMessage(),
          e);
    }
  }
}
