package io.pannier.store;

import java.time.Duration;

/**
 * Where the database is and how much may wait for it.
 *
 * @param host name or address of the server
 * @param port of the server
 * @param database must exist
 * @param user owner of the tables
 * @param password of that user; a secret
 * @param poolSize connections for everything but the journal, whose lanes have one each
 * @param journalBatchRows most events written by one statement; a larger submission stays whole
 * @param journalQueueRows most events that wait for a lane; more are refused with {@code
 *     OVERLOADED}
 * @param ledgerBatchRows most decisions written by one statement
 * @param ledgerQueueRows most decisions that wait
 * @param maxItems most SKUs of one shop
 * @param candidatesKept how long the candidates of a decision are kept
 * @param pendingOutcomesKept how long an outcome waits for its decision
 * @param maintenanceInterval between two rounds of making and dropping partitions
 */
public record StoreConfig(
    String host,
    int port,
    String database,
    String user,
    String password,
    int poolSize,
    int journalBatchRows,
    int journalQueueRows,
    int ledgerBatchRows,
    int ledgerQueueRows,
    int maxItems,
    Duration candidatesKept,
    Duration pendingOutcomesKept,
    Duration maintenanceInterval) {
  public StoreConfig {
    if (poolSize < 1 || journalBatchRows < 1 || ledgerBatchRows < 1 || maxItems < 1) {
      throw new IllegalArgumentException(
          "pool-size, journal-batch-rows, ledger-batch-rows and max-items must be ≥ 1");
    }
    if (journalQueueRows < journalBatchRows || ledgerQueueRows < ledgerBatchRows) {
      throw new IllegalArgumentException("a queue must hold at least one batch");
    }
  }

  /** A server on this machine, without a password. */
  public static StoreConfig defaults() {
    return new StoreConfig(
        "127.0.0.1",
        5432,
        "pannier",
        "pannier",
        "",
        8,
        4_000,
        200_000,
        500,
        20_000,
        5_000_000,
        Duration.ofDays(30),
        Duration.ofHours(24),
        Duration.ofHours(1));
  }

  /** The same limits on another server. */
  public StoreConfig at(
      String newHost, int newPort, String newDatabase, String newUser, String newPassword) {
    return new StoreConfig(
        newHost,
        newPort,
        newDatabase,
        newUser,
        newPassword,
        poolSize,
        journalBatchRows,
        journalQueueRows,
        ledgerBatchRows,
        ledgerQueueRows,
        maxItems,
        candidatesKept,
        pendingOutcomesKept,
        maintenanceInterval);
  }

  /** The same limits on an embedded server. */
  public StoreConfig at(EmbeddedPostgres server) {
    return at(server.host(), server.port(), server.database(), server.user(), server.password());
  }

  @Override
  public String toString() {
    return "StoreConfig[" + user + "@" + host + ":" + port + "/" + database + "]";
  }
}
