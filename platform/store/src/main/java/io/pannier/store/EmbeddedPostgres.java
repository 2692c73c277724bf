package io.pannier.store;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server of one's own, for `demo` and for tests: durable, reachable from this
 * machine only and with a password only.
 *
 * <p>It survives every kill. A server that outlived its parent is found through {@code
 * postmaster.pid} and shut down before the next start; a folder that a killed {@code initdb} left
 * is thrown away; a server that dies is started again on the same port.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration START_UP_WAIT = Duration.ofSeconds(60);
  private static final String HOST = "127.0.0.1";
  private static final String DATABASE = "pannier";
  private static final long RETRY_MILLIS = 50;

  private final PostgresCluster cluster;
  private final FileChannel lockFile;
  private final String password;
  private final ReentrantLock lifecycle = new ReentrantLock();
  private int port;
  private Process process;
  private boolean closed;

  private EmbeddedPostgres(PostgresCluster cluster, FileChannel lockFile)
      throws IOException, InterruptedException {
    this.cluster = cluster;
    this.lockFile = lockFile;
    this.password = cluster.prepare();
    Postmaster.evict(cluster.folder());
    this.port = freePort();
    this.process = launch(true);
    createDatabase();
    watch(process);
  }

  /**
   * Starts the server on a folder and waits until it answers: about 3 s the first time, 1 s after.
   *
   * @throws PannierException STORE_UNAVAILABLE if it does not start or the folder is in use
   */
  public static EmbeddedPostgres start(Path dataDir) {
    FileChannel lock = null;
    try {
      Path data = Files.createDirectories(dataDir).toRealPath();
      lock = lock(data);
      Path programs = PostgresBinaries.unpacked(data);
      return new EmbeddedPostgres(new PostgresCluster(data, programs, prefix()), lock);
    } catch (IOException e) {
      release(lock);
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE, "embedded PostgreSQL in " + dataDir, e);
    } catch (InterruptedException e) {
      release(lock);
      Thread.currentThread().interrupt();
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE, "embedded PostgreSQL: start interrupted", e);
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  /**
   * Where the server of a data folder is that another process runs; empty where none is ready.
   *
   * @throws PannierException STORE_UNAVAILABLE if its password cannot be read
   */
  public static Optional<StoreConfig> running(Path dataDir) {
    PostgresCluster cluster = new PostgresCluster(dataDir, dataDir, List.of());
    try {
      Optional<Postmaster> server = Postmaster.of(cluster.folder()).filter(Postmaster::ready);
      return server.isEmpty()
          ? Optional.empty()
          : Optional.of(
              StoreConfig.defaults()
                  .at(
                      HOST,
                      server.get().port(),
                      DATABASE,
                      PostgresCluster.USER,
                      cluster.password()));
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE, "embedded PostgreSQL in " + dataDir, e);
    }
  }

  public String host() {
    return HOST;
  }

  public int port() {
    return port;
  }

  public String database() {
    return DATABASE;
  }

  public String user() {
    return PostgresCluster.USER;
  }

  public String password() {
    return password;
  }

  /** Process id of the server, for those who want to see it die. */
  public long pid() {
    lifecycle.lock();
    try {
      return process.pid();
    } finally {
      lifecycle.unlock();
    }
  }

  /** Shuts the server down and waits for it. */
  @Override
  public void close() {
    lifecycle.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      Postmaster.stop(process.pid());
    } catch (IOException e) {
      throw new PannierException(StandardErrorCode.STORE_FAILED, "embedded PostgreSQL: stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      release(lockFile);
      lifecycle.unlock();
    }
  }

  /**
   * @param anyPort false where clients know the port already
   */
  private Process launch(boolean anyPort) throws IOException, InterruptedException {
    long giveUpAt = System.nanoTime() + START_UP_WAIT.toNanos();
    for (long pauseMillis = RETRY_MILLIS; ; pauseMillis = Math.min(2 * pauseMillis, 1_000)) {
      Process started =
          new ProcessBuilder(cluster.serve(port))
              .redirectErrorStream(true)
              .redirectOutput(cluster.log().toFile())
              .directory(cluster.folder().toFile())
              .start();
      if (awaitReady(started)) {
        return started;
      }
      String log = Files.readString(cluster.log());
      // A killed server's backends hold the memory until they notice; a port may have been taken.
      boolean retry = log.contains("shared memory block") || log.contains("Address already in use");
      if (!retry || System.nanoTime() - giveUpAt > 0) {
        throw new PannierException(
            StandardErrorCode.STORE_UNAVAILABLE,
            "embedded PostgreSQL does not start; its log says:\n" + log);
      }
      Thread.sleep(pauseMillis);
      if (anyPort) {
        port = freePort();
      }
    }
  }

  /**
   * Answers false when the process ended. The wait ends {@link #START_UP_WAIT} after the last sign
   * of progress in the log, since recovering a large log may take longer.
   */
  private boolean awaitReady(Process started) throws IOException, InterruptedException {
    long progressAt = System.nanoTime();
    long logged = -1;
    while (!started.waitFor(10, TimeUnit.MILLISECONDS)) {
      var postmaster = Postmaster.of(cluster.folder());
      if (postmaster.isPresent()
          && postmaster.get().pid() == started.pid()
          && postmaster.get().ready()) {
        return true;
      }
      long size = Files.size(cluster.log());
      if (size != logged) {
        logged = size;
        progressAt = System.nanoTime();
      }
      if (System.nanoTime() - progressAt > START_UP_WAIT.toNanos()) {
        Postmaster.stop(started.pid());
        return false;
      }
    }
    return false;
  }

  private void watch(Process running) {
    running.onExit().thenAcceptAsync(this::revive);
  }

  private void revive(Process ended) {
    lifecycle.lock();
    try {
      if (closed) {
        return;
      }
      LOG.warn("embedded PostgreSQL ended with {}; starting it again", ended.exitValue());
      Postmaster.evict(cluster.folder());
      process = launch(false);
      watch(process);
    } catch (IOException | PannierException e) {
      LOG.error("embedded PostgreSQL cannot be started again; restart the program", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lifecycle.unlock();
    }
  }

  private void createDatabase() throws IOException {
    String url = "jdbc:postgresql://" + HOST + ":" + port + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, user(), password);
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("select from pg_database where datname = '" + DATABASE + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("create database " + DATABASE);
    } catch (SQLException e) {
      throw new IOException("cannot create the database", e);
    }
  }

  /** As root the programs refuse to run, so they get a user namespace in which they are nobody. */
  private static List<String> prefix() throws IOException, InterruptedException {
    if (!Files.getOwner(Path.of("/proc/self")).getName().equals("root")) {
      return List.of();
    }
    List<String> unshare = List.of("unshare", "-U");
    Process probe =
        new ProcessBuilder("unshare", "-U", "true")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (probe.waitFor() != 0) {
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE,
          "embedded PostgreSQL cannot run as root where user namespaces are forbidden; run Pannier"
              + " as an ordinary user, or use a server of your own with `serve`");
    }
    return unshare;
  }

  private static FileChannel lock(Path data) throws IOException {
    FileChannel channel =
        FileChannel.open(
            data.resolve("pg.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process: reported below like any other holder.
    }
    if (lock == null) {
      channel.close();
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE,
          "data folder " + data + " is in use by another Pannier; stop it or choose another");
    }
    return channel;
  }

  private static void release(@org.jspecify.annotations.Nullable FileChannel lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        LOG.warn("cannot release the lock of the data folder", e);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
