package io.pannier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EmbeddedPostgresTest {
  private final Path data = TestStore.temporaryFolder();

  /** Starts a server on the folder that it is given, says so, and waits to be killed. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(args[0]));
      try (Connection connection = connect(server, server.password());
          Statement statement = connection.createStatement()) {
        statement.execute("create table kept (value int)");
        statement.execute("insert into kept values (42)");
      }
      System.out.println(server.pid());
      Thread.currentThread().join();
    }
  }

  @AfterEach
  void delete() {
    TestStore.delete(data);
  }

  @Test
  void takesOverFromTheOrphanOfAKilledProgram() throws Exception {
    Process victim = victim();
    long orphan;
    try (BufferedReader output = victim.inputReader(StandardCharsets.UTF_8)) {
      orphan = Long.parseLong(output.readLine());
      kill(victim);
    }
    assertThat(ProcessHandle.of(orphan)).as("the server lives on").isPresent();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
      assertThat(ProcessHandle.of(orphan)).isEmpty();
      assertThat(value(server)).isEqualTo(42);
    }
  }

  @Test
  void startsOverAfterAKillInTheMiddleOfInitdb() throws Exception {
    Process victim = victim();
    while (unfinished().noneMatch(folder -> Files.exists(folder.resolve("base")))
        && victim.isAlive()) {
      Thread.onSpinWait();
    }
    kill(victim);
    assertThat(data.resolve("pg")).doesNotExist();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
      connect(server, server.password()).close();
    }
  }

  private Stream<Path> unfinished() throws IOException {
    if (!Files.isDirectory(data)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(data)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("pg.new-"))
          .toList()
          .stream();
    }
  }

  @Test
  void opensOnlyWithItsPasswordAndOnlyOnce() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
      assertThatThrownBy(() -> connect(server, "wrong"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      Path password = data.resolve("pg.password");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
          .isEqualTo("rw-------");
      assertThat(setting(server, "fsync")).isEqualTo("on");
      assertThat(setting(server, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(server, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThatThrownBy(() -> EmbeddedPostgres.start(data))
          .isInstanceOf(PannierException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void isNotFooledByAPidThatAStrangerGotMeanwhile() throws Exception {
    EmbeddedPostgres.start(data).close();
    Path file = data.resolve("pg/postmaster.pid");
    Files.writeString(file, ProcessHandle.current().pid() + "\n" + data.resolve("pg") + "\n");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
      connect(server, server.password()).close();
    }
  }

  private Process victim() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            data.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void kill(Process victim) throws InterruptedException {
    victim.destroyForcibly();
    assertThat(victim.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private static Connection connect(EmbeddedPostgres server, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database(),
        server.user(),
        password);
  }

  private static int value(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = connect(server, server.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select value from kept")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static String setting(EmbeddedPostgres server, String name) throws SQLException {
    try (Connection connection = connect(server, server.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show " + name)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
