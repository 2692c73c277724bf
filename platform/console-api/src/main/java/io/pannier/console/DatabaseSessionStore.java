package io.pannier.console;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.KeptSession;
import io.pannier.store.KeptSessions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.prng.VertxContextPRNG;
import io.vertx.ext.web.Session;
import io.vertx.ext.web.sstore.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions in the database, so that a restart ends none and every process knows all of them. Every
 * session ends after the same time in which nothing is asked in it.
 *
 * <p>A session is added once, under the id that it is told by, and otherwise only ever changed
 * where it still is: a request that was under way when somebody signed out does not bring the
 * session back. All methods fail with STORE_UNAVAILABLE where the database does not answer in time.
 */
final class DatabaseSessionStore implements SessionStore, AutoCloseable {
  /** Bytes of randomness in an id, which is told in hexadecimal digits. */
  static final int ID_BYTES = 32;

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseSessionStore.class);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{" + 2 * ID_BYTES + "}");
  private static final long PATIENCE_SECONDS = 5;

  /** Use is noted this often at most, or a page that polls would write with each request. */
  private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

  /** An idle time that is short is kept to more exactly. */
  private static final int NOTED_OF_IDLE = 10;

  private static final long SWEEP_MILLIS = TimeUnit.MINUTES.toMillis(1);
  private static final int SWEPT_AT_ONCE = 1_000;
  private static final int UNKNOWN_REMEMBERED = 1_000;

  private final Vertx vertx;
  private final KeptSessions sessions;
  private final Duration idle;
  private final Duration notedEvery;
  private final InstantSource clock;
  private final VertxContextPRNG random;
  private final Set<String> unknown =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > UNKNOWN_REMEMBERED;
                }
              }));
  private long timer = -1;

  DatabaseSessionStore(Vertx vertx, KeptSessions sessions, Duration idle, InstantSource clock) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.idle = idle;
    Duration part = idle.dividedBy(NOTED_OF_IDLE);
    this.notedEvery = part.compareTo(NOTED_EVERY) < 0 ? part : NOTED_EVERY;
    this.clock = clock;
    this.random = VertxContextPRNG.current(vertx);
  }

  /** Begins to delete what has expired. */
  void open() {
    timer = vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep());
  }

  Future<Integer> sweep() {
    return sessions
        .removeExpired(clock.instant(), SWEPT_AT_ONCE)
        .onFailure(e -> LOG.warn("expired sessions are deleted later: {}", e.toString()));
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }

  /** Everything that it needs it was made with. */
  @Override
  public SessionStore init(Vertx same, JsonObject options) {
    return this;
  }

  /** Milliseconds; none, since what is committed is known everywhere. */
  @Override
  public long retryTimeout() {
    return 0;
  }

  @Override
  public Session createSession(long timeout) {
    return createSession(timeout, ID_BYTES);
  }

  @Override
  public Session createSession(long timeout, int length) {
    return new ConsoleSession(random, timeout, length);
  }

  /**
   * The session of an id; null where there is none. What is unknown stays so, since an id is told
   * only after its session is committed: it is remembered for a while, all the more as vertx-web
   * asks a second time for what it was told is not there.
   */
  @Override
  public Future<@Nullable Session> get(String id) {
    if (!ID.matcher(id).matches() || unknown.contains(id)) {
      return Future.succeededFuture();
    }
    return inTime(sessions.find(id, clock.instant()))
        .map(
            found -> {
              if (found.isEmpty()) {
                unknown.add(id);
                return null;
              }
              return new ConsoleSession(random, idle.toMillis(), id, found.get());
            });
  }

  @Override
  public Future<Void> delete(String id) {
    return inTime(sessions.remove(id));
  }

  /**
   * Keeps a session.
   *
   * @return fails with CONFLICT where it is over or was changed since it was read, and this changes
   *     it too
   */
  @Override
  public Future<Void> put(Session session) {
    ConsoleSession ours = (ConsoleSession) session;
    Instant until = clock.instant().plusMillis(session.timeout());
    Future<Void> kept;
    if (!ours.isKept()) {
      ours.incrementVersion();
      kept = sessions.add(ours.id(), ours.toKeep(until));
    } else if (ours.isChanged()) {
      int before = ours.version();
      ours.incrementVersion();
      kept = changed(ours.id(), before, ours.toKeep(until));
    } else if (Duration.between(ours.keptUntil(), until).compareTo(notedEvery) >= 0) {
      kept = sessions.prolong(ours.id(), until);
    } else {
      return Future.succeededFuture();
    }
    return inTime(kept).onSuccess(done -> ours.kept(until));
  }

  private Future<Void> changed(String id, int before, KeptSession session) {
    return sessions
        .change(id, before, session)
        .map(
            there -> {
              if (!there) {
                throw new PannierException(
                    StandardErrorCode.CONFLICT,
                    "the session is over or was changed meanwhile; ask again");
              }
              return null;
            });
  }

  @Override
  public Future<Void> clear() {
    return inTime(sessions.clear());
  }

  @Override
  public Future<Integer> size() {
    return inTime(sessions.size(clock.instant()));
  }

  private static <T> Future<T> inTime(Future<T> asked) {
    return asked
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof TimeoutException
                        ? new PannierException(
                            StandardErrorCode.STORE_UNAVAILABLE,
                            "database does not answer; try again",
                            failure)
                        : failure));
  }
}
