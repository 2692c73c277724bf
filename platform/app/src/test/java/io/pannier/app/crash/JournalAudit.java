package io.pannier.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.List;

/**
 * Reads the journal with SQL of its own, past the program, on the database that serves a folder.
 */
final class JournalAudit implements AutoCloseable {
  private static final int PORT_LINE = 3;
  private static final String IDS =
      "select substring(payload from '\"id\" *: *\"e-([0-9]+)\"')::int from journal"
          + " where payload ~ '\"id\" *: *\"e-[0-9]+\"'";
  private static final String OFFSETS_TWICE =
      "select count(*) from (select shard, seq from journal group by shard, seq"
          + " having count(*) > 1) as twice";
  private static final String OFFSETS_NOT_SPENT =
      "select count(*) from journal j left join journal_lane l on l.lane = j.shard"
          + " where j.seq > coalesce(l.last_seq, 0)";

  private final Connection connection;

  private JournalAudit(Connection connection) {
    this.connection = connection;
  }

  static JournalAudit of(Path data) throws IOException, SQLException {
    List<String> server = Files.readAllLines(data.resolve("pg/postmaster.pid"));
    String password = Files.readString(data.resolve("pg.password")).strip();
    return new JournalAudit(
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + server.get(PORT_LINE).strip() + "/pannier",
            "pannier",
            password));
  }

  /**
   * Checks that the journal holds every acknowledged event, none twice, and no offset twice or
   * beyond what its lane has spent.
   *
   * @return the numbers of the events that are in the journal
   */
  BitSet check(BitSet acknowledged) throws SQLException {
    BitSet there = new BitSet();
    BitSet twice = new BitSet();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(IDS)) {
      while (rows.next()) {
        int number = rows.getInt(1);
        if (there.get(number)) {
          twice.set(number);
        }
        there.set(number);
      }
    }
    BitSet lost = (BitSet) acknowledged.clone();
    lost.andNot(there);
    assertThat(lost.cardinality()).as("acknowledged events that were lost: " + lost).isZero();
    assertThat(twice.cardinality()).as("events that are there twice: " + twice).isZero();
    assertThat(count(OFFSETS_TWICE)).as("offsets that were given twice").isZero();
    assertThat(count(OFFSETS_NOT_SPENT)).as("offsets beyond the last of their lane").isZero();
    return there;
  }

  /** All events that the journal holds. */
  long events() throws SQLException {
    return count("select count(*) from journal");
  }

  /** Deletes every snapshot and answers how many there were. */
  int deleteSnapshots() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate("delete from feature_snapshot");
    }
  }

  private long count(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
