package io.pannier.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The sessions of the console, for all processes. Whoever holds a session's id is let in, so only
 * its SHA-256 is stored; ids are random, which is why they need no salt.
 */
public final class KeptSessions {
  private static final String REMOVE_EXPIRED =
      """
      delete from console_session where id = any(array(
        select id from console_session where expires_at <= $1
        order by expires_at limit $2 for update skip locked))
      """;

  private final Database database;

  KeptSessions(Database database) {
    this.database = database;
  }

  /** The session of that id, unless it has expired: one read by the primary key. */
  public Future<Optional<KeptSession>> find(String id, Instant now) {
    return database
        .query(
            "select version, content, expires_at from console_session"
                + " where id = $1 and expires_at > $2",
            Tuple.of(digest(id), time(now)))
        .map(rows -> rows.stream().findFirst().map(KeptSessions::session));
  }

  /** A session that was not there before. */
  public Future<Void> add(String id, KeptSession session) {
    return database
        .query(
            "insert into console_session (id, version, content, expires_at)"
                + " values ($1, $2, $3, $4)",
            Tuple.of(digest(id), session.version(), session.content(), time(session.expiresAt())))
        .mapEmpty();
  }

  /**
   * Another content for a session.
   *
   * @param version that the change was made upon
   * @return false where the session is over, or somebody else changed it meanwhile
   */
  public Future<Boolean> change(String id, int version, KeptSession session) {
    return database
        .query(
            "update console_session set version = $3, content = $4, expires_at = $5"
                + " where id = $1 and version = $2",
            Tuple.of(
                digest(id),
                version,
                session.version(),
                session.content(),
                time(session.expiresAt())))
        .map(rows -> rows.rowCount() > 0);
  }

  /** Lets a session live until then, if it is still there and would end earlier. */
  public Future<Void> prolong(String id, Instant expiresAt) {
    return database
        .query(
            "update console_session set expires_at = $2 where id = $1 and expires_at < $2",
            Tuple.of(digest(id), time(expiresAt)))
        .mapEmpty();
  }

  /** Ends a session; nothing where there is none. */
  public Future<Void> remove(String id) {
    return database
        .query("delete from console_session where id = $1", Tuple.of(digest(id)))
        .mapEmpty();
  }

  /**
   * Deletes sessions that nobody finds any more, the oldest first.
   *
   * @param most how many at once
   * @return how many there were
   */
  public Future<Integer> removeExpired(Instant now, int most) {
    return database.query(REMOVE_EXPIRED, Tuple.of(time(now), most)).map(rows -> rows.rowCount());
  }

  /** Ends every session. */
  public Future<Void> clear() {
    return database.query("delete from console_session").mapEmpty();
  }

  /** How many sessions there are. */
  public Future<Integer> size(Instant now) {
    return database
        .query(
            "select count(*)::int from console_session where expires_at > $1", Tuple.of(time(now)))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static KeptSession session(Row row) {
    return new KeptSession(
        row.getInteger(0), row.getString(1), row.getOffsetDateTime(2).toInstant());
  }

  private static Buffer digest(String id) {
    try {
      return Buffer.buffer(
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
