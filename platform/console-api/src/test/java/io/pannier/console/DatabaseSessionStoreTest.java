package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.ext.web.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The contract that vertx-web has with a store of sessions, and what this one adds. */
class DatabaseSessionStoreTest {
  private static final Duration IDLE = Duration.ofMinutes(30);

  private final ConsoleRig rig = ConsoleRig.shared();
  private Instant now = Instant.parse("2031-05-06T07:08:09Z");
  private final DatabaseSessionStore store =
      new DatabaseSessionStore(rig.vertx, rig.store.sessions(), IDLE, () -> now);

  private Session added() {
    Session session = store.createSession(IDLE.toMillis());
    session.put("name", "ada").put("count", 7L);
    ConsoleRig.await(store.put(session));
    return session;
  }

  private Session read(String id) {
    return Objects.requireNonNull(ConsoleRig.await(store.get(id)));
  }

  @Test
  void whatIsPutIsRead() {
    Session session = read(added().id());
    assertThat(session.<String>get("name")).isEqualTo("ada");
    assertThat(session.<Long>get("count")).isEqualTo(7L);
    assertThat(session.timeout()).isEqualTo(IDLE.toMillis());
    session.put("count", 8L);
    ConsoleRig.await(store.put(session));
    assertThat(read(session.id()).<Long>get("count")).isEqualTo(8L);
  }

  @Test
  void ofTwoChangesUponTheSameOneIsRefused() {
    String id = added().id();
    Session one = read(id);
    Session other = read(id);
    ConsoleRig.await(store.put(one.put("count", 8L)));
    refused(other.put("count", 9L));
    assertThat(read(id).<Long>get("count")).isEqualTo(8L);
    // Who changes nothing is in nobody's way.
    ConsoleRig.await(store.put(other.put("count", 7L)));
  }

  @Test
  void whatIsOverIsNotBroughtBack() {
    String id = added().id();
    Session seen = read(id);
    Session changed = read(id);
    ConsoleRig.await(store.delete(id));
    now = now.plusSeconds(90);
    ConsoleRig.await(store.put(seen));
    refused(changed.put("count", 8L));
    assertThat(ConsoleRig.await(store.get(id))).isNull();
  }

  private void refused(Session session) {
    assertThatThrownBy(() -> ConsoleRig.await(store.put(session)))
        .isInstanceOfSatisfying(
            PannierException.class,
            failure -> assertThat(failure.code()).isEqualTo(StandardErrorCode.CONFLICT));
  }

  @Test
  void aValueThatWouldNotComeBackTheSameIsRefused() {
    Session session = store.createSession(IDLE.toMillis()).put("when", now);
    assertThatThrownBy(() -> store.put(session))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("when");
  }

  @Test
  void whatHasExpiredIsUnknownAndSweptAway() {
    String id = added().id();
    now = now.plus(IDLE).minusMillis(1);
    assertThat(ConsoleRig.await(rig.store.sessions().find(id, now))).isPresent();
    now = now.plusMillis(1);
    assertThat(ConsoleRig.await(store.get(id))).isNull();
    assertThat(ConsoleRig.await(store.sweep())).isPositive();
    assertThat(ConsoleRig.await(rig.store.sessions().find(id, Instant.EPOCH))).isEmpty();
  }
}
