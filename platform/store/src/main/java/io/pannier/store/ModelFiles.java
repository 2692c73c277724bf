package io.pannier.store;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Model files in the database, in chunks, by the SHA-256 of their content. */
final class ModelFiles {
  private static final int CHUNK_BYTES = 4 << 20;

  private final Database database;

  ModelFiles(Database database) {
    this.database = database;
  }

  /**
   * Stores a file unless its content is there already.
   *
   * @return its SHA-256; fails with FILE_FAILED if it cannot be read
   */
  Future<String> store(Path file) {
    return database
        .vertx()
        .executeBlocking(() -> checksum(file))
        .compose(
            sha256 ->
                database
                    .query("select 1 from model_file where sha256 = $1", Tuple.of(sha256))
                    .compose(
                        found ->
                            found.size() > 0
                                ? Future.succeededFuture(sha256)
                                : database
                                    .inTransaction(connection -> insert(connection, sha256, file))
                                    .map(sha256)));
  }

  private Future<Void> insert(SqlConnection connection, String sha256, Path file) {
    return connection
        .preparedQuery(
            "insert into model_file (sha256, bytes) values ($1, $2) on conflict do nothing")
        .execute(Tuple.of(sha256, file.toFile().length()))
        .compose(
            rows ->
                rows.rowCount() == 0
                    ? Future.succeededFuture()
                    : insertChunks(connection, sha256, file, 0));
  }

  private Future<Void> insertChunks(SqlConnection connection, String sha256, Path file, int chunk) {
    return database
        .vertx()
        .executeBlocking(() -> read(file, (long) chunk * CHUNK_BYTES))
        .compose(
            data ->
                data.length() == 0
                    ? Future.succeededFuture()
                    : connection
                        .preparedQuery("insert into model_file_chunk values ($1, $2, $3)")
                        .execute(Tuple.of(sha256, chunk, data))
                        .compose(rows -> insertChunks(connection, sha256, file, chunk + 1)));
  }

  /**
   * Writes a stored file to a place on disk, whole or not at all.
   *
   * @return fails with STORE_FAILED where the content is not what its name says
   */
  Future<Void> copy(String sha256, Path to) {
    Path part = to.resolveSibling("." + to.getFileName() + ".part");
    return database
        .vertx()
        .executeBlocking(() -> Files.write(part, new byte[0]))
        .compose(made -> append(sha256, part, 0))
        .compose(
            whole ->
                database
                    .vertx()
                    .<Void>executeBlocking(
                        () -> {
                          if (!checksum(part).equals(sha256)) {
                            throw new PannierException(
                                StandardErrorCode.STORE_FAILED,
                                "the model file " + sha256 + " is not stored as it was");
                          }
                          Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
                          return null;
                        }))
        .onFailure(failure -> part.toFile().delete());
  }

  private Future<Void> append(String sha256, Path part, int chunk) {
    return database
        .query(
            "select data from model_file_chunk where sha256 = $1 and chunk = $2",
            Tuple.of(sha256, chunk))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture();
              }
              Buffer data = rows.iterator().next().getBuffer(0);
              return database
                  .vertx()
                  .executeBlocking(
                      () -> Files.write(part, data.getBytes(), StandardOpenOption.APPEND))
                  .compose(written -> append(sha256, part, chunk + 1));
            });
  }

  private static Buffer read(Path file, long from) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer data = ByteBuffer.allocate(Math.clamp(channel.size() - from, 0, CHUNK_BYTES));
      while (data.hasRemaining() && channel.read(data, from + data.position()) >= 0) {}
      return Buffer.buffer(data.array()).slice(0, data.position());
    }
  }

  private static String checksum(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer data = ByteBuffer.allocate(CHUNK_BYTES);
      while (channel.read(data) >= 0) {
        digest.update(data.flip());
        data.clear();
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, "model file " + file + " cannot be read: " + e, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
