package io.pannier.store;

import static io.pannier.store.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeptSessionsTest {
  private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");

  private final KeptSessions sessions = TestStore.shared().store().sessions();
  private final String id = UUID.randomUUID().toString();

  private KeptSession added(Instant until) {
    KeptSession session = new KeptSession(1, "{\"name\":\"ada\"}", until);
    await(sessions.add(id, session));
    return session;
  }

  @Test
  void isFoundByItsIdUntilItExpires() {
    KeptSession added = added(NOW);
    assertThat(await(sessions.find(id, NOW.minusNanos(1_000)))).contains(added);
    assertThat(await(sessions.find(id, NOW))).isEmpty();
    assertThat(await(sessions.find(id + "x", Instant.EPOCH))).isEmpty();
  }

  @Test
  void isChangedUponItsVersionAndWhereItStillIsOnly() {
    added(NOW);
    KeptSession changed = new KeptSession(2, "{}", NOW.plusSeconds(1));
    assertThat(await(sessions.change(id, 1, changed))).isTrue();
    assertThat(await(sessions.change(id, 1, changed))).isFalse();
    assertThat(await(sessions.find(id, NOW))).contains(changed);
    await(sessions.remove(id));
    assertThat(await(sessions.change(id, 2, changed))).isFalse();
    await(sessions.prolong(id, NOW.plusSeconds(9)));
    assertThat(await(sessions.find(id, Instant.EPOCH))).isEmpty();
  }

  @Test
  void livesLongerAndNeverShorter() {
    added(NOW);
    await(sessions.prolong(id, NOW.plusSeconds(60)));
    await(sessions.prolong(id, NOW.plusSeconds(30)));
    assertThat(await(sessions.find(id, NOW)).orElseThrow().expiresAt())
        .isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void isDeletedAfterItHasExpiredAFewAtATime() {
    Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");
    for (int i = 0; i < 5; i++) {
      await(sessions.add(id + i, new KeptSession(1, "{}", longAgo)));
    }
    await(sessions.add(id, new KeptSession(1, "{}", NOW)));
    assertThat(await(sessions.removeExpired(longAgo, 3))).isEqualTo(3);
    assertThat(await(sessions.removeExpired(longAgo, 3))).isEqualTo(2);
    assertThat(await(sessions.find(id, NOW.minusSeconds(1)))).isPresent();
    assertThat(await(sessions.size(NOW.minusSeconds(1)))).isPositive();
  }

  @Test
  void isNotKnownToWhoReadsTheTable() throws Exception {
    added(NOW);
    try (TestDatabase database = new TestDatabase(TestStore.shared().config())) {
      assertThat(
              database.text(
                  "select id = sha256('"
                      + id
                      + "') from console_session"
                      + " where id = sha256('"
                      + id
                      + "')"))
          .isEqualTo("t");
      assertThat(
              database.text(
                  "select count(*) from console_session"
                      + " where encode(id, 'escape') like '%"
                      + id
                      + "%' or content like '%"
                      + id
                      + "%'"))
          .isEqualTo("0");
    }
  }
}
