package io.pannier.store;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * Something that came in and could not be taken.
 *
 * @param source where it came in, for example {@code kafka:events-3@1042}
 * @param shop number of the shop; 0 where unknown
 * @param shopper empty where unknown
 * @param code of the error
 * @param reason the error's message
 * @param payload as it came, bytes and all
 */
public record DeadLetter(
    String source,
    int shop,
    String shopper,
    String code,
    String reason,
    Buffer payload,
    Instant time) {
  /** A letter of which nothing could be read. */
  public static DeadLetter unreadable(
      String source, String code, String reason, Buffer payload, Instant time) {
    return new DeadLetter(source, 0, "", code, reason, payload, time);
  }
}
