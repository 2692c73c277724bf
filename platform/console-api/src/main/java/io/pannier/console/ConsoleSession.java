package io.pannier.console;

import io.pannier.store.KeptSession;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.prng.VertxContextPRNG;
import io.vertx.ext.web.sstore.AbstractSession;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A session of one request, and what the database has of it. Its values are texts and whole
 * numbers, which are {@code Long} again when they are read.
 */
final class ConsoleSession extends AbstractSession {
  private @Nullable String keptAs;
  private Instant keptUntil = Instant.MIN;

  /** A new one, which nobody has been told of. */
  ConsoleSession(VertxContextPRNG random, long timeout, int bytes) {
    super(random, timeout, bytes);
  }

  /** One that is kept. */
  ConsoleSession(VertxContextPRNG random, long timeout, String id, KeptSession kept) {
    super(random);
    setId(id);
    setTimeout(timeout);
    setVersion(kept.version());
    setAccessed();
    Map<String, Object> values = new ConcurrentHashMap<>();
    new JsonObject(kept.content())
        .forEach(
            entry ->
                values.put(
                    entry.getKey(),
                    entry.getValue() instanceof Number number
                        ? (Object) number.longValue()
                        : Objects.requireNonNull(entry.getValue())));
    setData(values);
    kept(kept.expiresAt());
  }

  /** Whether the database has it under the id that it has now. */
  boolean isKept() {
    return id().equals(keptAs);
  }

  /** Whether its values are others than those that were read. */
  boolean isChanged() {
    return crc() != checksum();
  }

  Instant keptUntil() {
    return keptUntil;
  }

  /** Notes that the database has it as it is. */
  void kept(Instant until) {
    keptAs = id();
    keptUntil = until;
  }

  /**
   * As it is to be kept.
   *
   * @throws IllegalStateException if a value is neither text nor a whole number
   */
  KeptSession toKeep(Instant until) {
    JsonObject content = new JsonObject();
    if (!isEmpty()) {
      data()
          .forEach(
              (name, value) -> {
                if (!(value instanceof String || value instanceof Long)) {
                  throw new IllegalStateException("session value `" + name + "` cannot be kept");
                }
                content.put(name, value);
              });
    }
    return new KeptSession(version(), content.encode(), until);
  }
}
