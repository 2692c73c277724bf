package io.pannier.store;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one embedded database: cluster, password and log, below one data folder.
 *
 * <p>A cluster is made in a folder of its own, {@code pg.new-…}, and renamed to {@code pg}, so that
 * {@code pg} is complete or absent whenever the making was killed. The folder's name is new each
 * time: an initdb that outlived its parent may still be writing to, or clearing up, the last one.
 */
final class PostgresCluster {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
  static final String USER = "pannier";

  private static final String UNFINISHED = "pg.new-";

  private final Path data;
  private final Path programs;
  private final List<String> prefix;

  /**
   * @param prefix command that the programs are run through; empty for none
   */
  PostgresCluster(Path data, Path programs, List<String> prefix) {
    this.data = data;
    this.programs = programs;
    this.prefix = prefix;
  }

  Path folder() {
    return data.resolve("pg");
  }

  Path log() {
    return data.resolve("postgres.log");
  }

  private Path passwordFile() {
    return data.resolve("pg.password");
  }

  /** Makes the cluster where there is none and answers its password. */
  String prepare() throws IOException, InterruptedException {
    if (Files.isDirectory(folder())) {
      return password();
    }
    discardUnfinished();
    Path unfinished = data.resolve(UNFINISHED + Long.toHexString(System.nanoTime()));
    String password = newPassword();
    run(
        List.of(
            program("initdb"),
            "--pgdata=" + unfinished,
            "--username=" + USER,
            "--pwfile=" + passwordFile(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-instructions"));
    Files.move(unfinished, folder(), StandardCopyOption.ATOMIC_MOVE);
    sync(data);
    return password;
  }

  /** What cannot be deleted now is deleted at a later start. */
  private void discardUnfinished() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(data, UNFINISHED + "*")) {
      for (Path folder : left) {
        try {
          PostgresBinaries.deleteTree(folder);
        } catch (DirectoryNotEmptyException e) {
          LOG.info("{} is still being written to by a process that is about to end", folder);
        }
      }
    }
  }

  /** The command that serves the cluster on a port of this machine only. */
  List<String> serve(int port) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(program("postgres"), "-D", folder().toString()));
    // Durable first; then memory and logs sized so that full-page images stay rare.
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "port=" + port,
            "unix_socket_directories=",
            "password_encryption=scram-sha-256",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "wal_level=minimal",
            "max_wal_senders=0",
            "wal_buffers=64MB",
            "min_wal_size=512MB",
            "max_wal_size=8GB",
            "checkpoint_timeout=15min",
            "shared_buffers=512MB",
            "max_connections=64",
            "max_locks_per_transaction=256",
            "jit=off",
            "timezone=UTC",
            "log_timezone=UTC",
            "logging_collector=off")) {
      command.add("-c");
      command.add(setting);
    }
    return command;
  }

  String password() throws IOException {
    if (!Files.isRegularFile(passwordFile())) {
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE,
          "embedded PostgreSQL: "
              + passwordFile()
              + " is missing, so "
              + folder()
              + " cannot be opened; restore the file or start with another data folder");
    }
    return Files.readString(passwordFile()).strip();
  }

  private String newPassword() throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Files.deleteIfExists(passwordFile());
    Files.createFile(
        passwordFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile(), password);
    sync(passwordFile());
    return password;
  }

  private void run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .directory(data.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE,
          "embedded PostgreSQL: initdb failed:\n" + Files.readString(log()));
    }
  }

  private String program(String name) {
    return programs.resolve("bin").resolve(name).toString();
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
