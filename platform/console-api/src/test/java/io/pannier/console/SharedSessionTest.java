package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.store.AccountChange;
import io.pannier.store.Role;
import io.pannier.store.StoreConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is signed in with one process is so with the others, also after a restart. */
class SharedSessionTest {
  private static final ConsoleRig RIG = ConsoleRig.shared();
  private static final JsonObject NOTHING = new JsonObject();
  private static DatabaseLine line;
  private static ConsoleProcess other;

  @BeforeAll
  static void start() {
    line = new DatabaseLine(RIG.server);
    other = new ConsoleProcess(RIG, line.database());
  }

  @AfterAll
  static void stop() {
    other.close();
    line.close();
  }

  @AfterEach
  void backToNow() {
    RIG.now = Instant.now();
  }

  private static StoreConfig database() {
    return StoreConfig.defaults().at(RIG.server);
  }

  private static ConsoleClient there(ConsoleClient client) {
    return client.at(other.address());
  }

  private static ConsoleClient newcomer(Role role) {
    String name = "n-" + UUID.randomUUID().toString().substring(0, 8);
    ConsoleRig.await(RIG.store.accounts().create(name, ConsoleRig.PASSWORD, role));
    return RIG.client().signIn(name, ConsoleRig.PASSWORD);
  }

  private static void eventually(BooleanSupplier is) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!is.getAsBoolean()) {
      assertThat(System.nanoTime() - until).isNegative();
      Thread.sleep(20);
    }
  }

  @Test
  void whoIsSignedInHereIsKnownThere() {
    ConsoleClient here = RIG.signedIn(Role.OPERATOR);
    ConsoleClient there = there(here);
    assertThat(there.get("/session").ok()).isEqualTo(here.get("/session").ok());
    // With the same token, and with a body that comes while the session is looked for.
    ConsoleClient.Answer changed =
        there.post(
            "/shops/" + ConsoleRig.SHOP + "/strategies/x/switch",
            new JsonObject().put("on", true).put("reason", "r".repeat(200_000)));
    assertThat(changed.code()).isEqualTo("FIELD_INVALID");
  }

  @Test
  void whoSignsOutThereIsUnknownHere() {
    ConsoleClient here = RIG.signedIn(Role.VIEWER);
    String id = here.session();
    assertThat(there(here).delete("/session", NOTHING).status()).isEqualTo(204);
    for (String address : new String[] {RIG.address, other.address()}) {
      assertThat(with(address, id).status()).isEqualTo(401);
    }
  }

  private static ConsoleClient.Answer with(String address, String id) {
    return new ConsoleClient(address)
        .send("GET", "/session", "", Map.of("Cookie", ConsoleSessions.COOKIE + "=" + id));
  }

  @Test
  void aNewAccountIsKnownThereAsSoonAsItIsSignedIn() {
    for (int i = 0; i < 5; i++) {
      assertThat(there(newcomer(Role.VIEWER)).get("/session").status()).isEqualTo(200);
    }
  }

  @Test
  void aChangedAccountEndsItsSessionsEverywhere() throws InterruptedException {
    ConsoleClient here = newcomer(Role.OPERATOR);
    String name = there(here).get("/session").ok().getString("name");
    ConsoleRig.await(
        RIG.store
            .accounts()
            .change(name, new AccountChange(Role.VIEWER, null, null), "admin", "moved"));
    assertThat(with(RIG.address, here.session()).status()).isEqualTo(401);
    eventually(() -> there(here).get("/session").status() == 401);
  }

  @Test
  void anIdThatWasReplacedOpensNothing() {
    ConsoleClient here = newcomer(Role.VIEWER);
    String before = here.session();
    JsonObject change =
        new JsonObject()
            .put("current", ConsoleRig.PASSWORD)
            .put("password", "another long password");
    assertThat(there(here).put("/session/password", change).status()).isEqualTo(204);
    assertThat(here.session()).isNotEqualTo(before).hasSize(64);
    assertThat(here.get("/session").status()).isEqualTo(200);
    assertThat(there(here).get("/session").status()).isEqualTo(200);
    assertThat(with(RIG.address, before).status()).isEqualTo(401);
    assertThat(with(other.address(), before).status()).isEqualTo(401);
  }

  @Test
  void aRestartEndsNoSession() {
    ConsoleClient client = RIG.client();
    try (ConsoleProcess first = new ConsoleProcess(RIG, database())) {
      client = client.at(first.address()).signIn("viewer", ConsoleRig.PASSWORD);
    }
    try (ConsoleProcess again = new ConsoleProcess(RIG, database())) {
      client = client.at(again.address());
      assertThat(client.get("/session").ok().getString("csrf")).isEqualTo(client.csrf);
      assertThat(client.delete("/session", NOTHING).status()).isEqualTo(204);
    }
  }

  @Test
  void whoLooksOnIsShownNoMoreAfterSigningOutElsewhere() throws IOException {
    ConsoleClient here = RIG.signedIn(Role.VIEWER);
    try (InputStream stream = here.stream("/shops/" + ConsoleRig.SHOP + "/overview/live")) {
      assertThat(stream.read()).isEqualTo('d');
      assertThat(there(here).delete("/session", NOTHING).status()).isEqualTo(204);
      long before = System.nanoTime();
      stream.readAllBytes();
      assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(10));
    }
  }

  @Test
  void useKeepsASessionOpenAndIsNotedOnceAMinute() throws InterruptedException {
    RIG.now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    ConsoleClient here = RIG.signedIn(Role.VIEWER);
    Instant until = expiry(here);
    assertThat(until).isEqualTo(RIG.now.plus(ConsoleConfig.defaults().sessionIdle()));
    RIG.now = RIG.now.plusSeconds(59);
    assertThat(here.get("/session").status()).isEqualTo(200);
    assertThat(expiry(here)).isEqualTo(until);
    RIG.now = RIG.now.plusSeconds(1);
    assertThat(there(here).get("/session").status()).isEqualTo(200);
    eventually(() -> expiry(here).equals(until.plusSeconds(60)));

    RIG.now = RIG.now.plus(Duration.ofMinutes(29));
    assertThat(here.get("/session").status()).isEqualTo(200);
    RIG.now = RIG.now.plus(Duration.ofMinutes(30));
    assertThat(there(here).get("/session").status()).isEqualTo(401);
    assertThat(here.get("/session").status()).isEqualTo(401);
  }

  private static Instant expiry(ConsoleClient client) {
    return ConsoleRig.await(RIG.store.sessions().find(client.session(), RIG.now))
        .orElseThrow()
        .expiresAt();
  }

  @Test
  void whoComesWithoutACookieDoesNotAskTheDatabaseAndAnUnknownOneAsksItOnce() {
    String forged = "0123456789abcdef".repeat(4);
    // The statement is prepared by the first.
    assertThat(with(other.address(), "f".repeat(64)).status()).isEqualTo(401);
    int before = line.messages.get();
    assertThat(new ConsoleClient(other.address()).get("/session").status()).isEqualTo(401);
    assertThat(with(other.address(), "x".repeat(64)).status()).isEqualTo(401);
    assertThat(line.messages.get()).isEqualTo(before);
    assertThat(with(other.address(), forged).status()).isEqualTo(401);
    assertThat(with(other.address(), forged).status()).isEqualTo(401);
    assertThat(line.messages.get()).isEqualTo(before + 1);
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsAProblemAndNoSignOut() throws InterruptedException {
    ConsoleClient there = there(RIG.signedIn(Role.VIEWER));
    String id = there.session();
    line.hold();
    try {
      unavailable(there.get("/session"));
      unavailable(there.delete("/session", NOTHING));
    } finally {
      line.release();
    }
    assertThat(there.session()).isEqualTo(id);
    assertThat(there.get("/session").status()).isEqualTo(200);

    line.cut();
    try {
      unavailable(there.get("/session"));
    } finally {
      line.mend();
    }
    eventually(() -> there.get("/session").status() == 200);
    assertThat(there.session()).isEqualTo(id);
  }

  private static void unavailable(ConsoleClient.Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("STORE_UNAVAILABLE");
    assertThat(answer.headers()).doesNotContainKey("set-cookie");
  }
}
