package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.store.AccountChange;
import io.pannier.store.Role;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How people come in, and what ends it. */
class SessionTest {
  private final ConsoleRig rig = ConsoleRig.shared();

  @AfterEach
  void backToNow() {
    rig.now = Instant.now();
  }

  private ConsoleClient newcomer(String name, Role role) {
    ConsoleRig.await(rig.store.accounts().create(name, ConsoleRig.PASSWORD, role));
    return rig.client().signIn(name, ConsoleRig.PASSWORD);
  }

  @Test
  void theCookieIsForTheConsoleAloneAndOutOfReachOfScripts() {
    ConsoleClient client = rig.client();
    ConsoleClient.Answer answer =
        client.post(
            "/session",
            new JsonObject().put("name", "viewer").put("password", ConsoleRig.PASSWORD));
    assertThat(answer.headers().get("set-cookie"))
        .singleElement()
        .satisfies(
            cookie ->
                assertThat(cookie)
                    .startsWith(ConsoleSessions.COOKIE + "=")
                    .contains("Path=/admin/api", "HTTPOnly", "SameSite=Strict")
                    .doesNotContain("Secure"));
    ConsoleClient.Answer behindTls =
        rig.client()
            .send(
                "POST",
                "/session",
                "{\"name\":\"viewer\",\"password\":\"" + ConsoleRig.PASSWORD + "\"}",
                Map.of("X-Forwarded-Proto", "https"));
    assertThat(behindTls.header("set-cookie")).contains("Secure");
    assertThat(behindTls.headers().get("cache-control")).containsExactly("no-store");
  }

  @Test
  void aSignInChangesTheSession() {
    ConsoleClient client = rig.signedIn(Role.VIEWER);
    String first = client.cookie();
    client.signIn("operator", ConsoleRig.PASSWORD);
    assertThat(client.cookie()).isNotEqualTo(first);
    assertThat(client.get("/session").ok().getString("role")).isEqualTo("operator");
  }

  @Test
  void aForgedCookieOpensNothing() {
    for (String forged : new String[] {"0".repeat(64), "a", "' or 1=1 --", "x".repeat(4_000)}) {
      ConsoleClient.Answer answer =
          rig.client()
              .send("GET", "/session", "", Map.of("Cookie", ConsoleSessions.COOKIE + "=" + forged));
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers()).doesNotContainKey("set-cookie");
    }
  }

  @Test
  void anotherSiteIsTurnedAwayEvenWithTheCookie() {
    ConsoleClient client = rig.signedIn(Role.ADMIN);
    assertThat(client.send("GET", "/people", "", Map.of("Sec-Fetch-Site", "cross-site")).status())
        .isEqualTo(403);
    assertThat(
            rig.client()
                .send(
                    "POST",
                    "/session",
                    "name=admin",
                    Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .status())
        .isEqualTo(415);
  }

  @Test
  void signingOutEndsTheSession() {
    ConsoleClient client = rig.signedIn(Role.VIEWER);
    assertThat(client.delete("/session", new JsonObject()).status()).isEqualTo(204);
    assertThat(client.get("/session").status()).isEqualTo(401);
  }

  @Test
  void aSessionEndsAfterTwelveHours() throws InterruptedException {
    ConsoleClient client = rig.signedIn(Role.VIEWER);
    // Somebody who is busy all the time.
    for (int i = 0; i < 35; i++) {
      rig.now = rig.now.plus(Duration.ofMinutes(20));
      assertThat(client.get("/session").status()).isEqualTo(200);
      untilUseIsNoted(client);
    }
    rig.now = rig.now.plus(Duration.ofMinutes(20));
    assertThat(client.get("/session").status()).isEqualTo(401);
  }

  /** It is written after the answer, and here the next request comes minutes later at once. */
  private void untilUseIsNoted(ConsoleClient client) throws InterruptedException {
    Instant least = rig.now.plus(Duration.ofMinutes(29));
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (ConsoleRig.await(rig.store.sessions().find(client.session(), least)).isEmpty()) {
      assertThat(System.nanoTime() - until).isNegative();
      Thread.sleep(5);
    }
  }

  @Test
  void aChangeOfTheAccountEndsItsSessionsAtOnce() {
    ConsoleClient demoted = newcomer("demoted", Role.OPERATOR);
    ConsoleClient disabled = newcomer("disabled", Role.OPERATOR);
    ConsoleClient admin = rig.signedIn(Role.ADMIN);
    admin
        .put("/people/demoted", new JsonObject().put("role", "viewer").put("reason", "moved"))
        .ok();
    assertThat(demoted.get("/session").status()).isEqualTo(401);
    demoted.signIn("demoted", ConsoleRig.PASSWORD);
    assertThat(demoted.get("/session").ok().getString("role")).isEqualTo("viewer");

    admin
        .put("/people/disabled", new JsonObject().put("disabled", true).put("reason", "left"))
        .ok();
    assertThat(disabled.get("/session").status()).isEqualTo(401);
    ConsoleClient.Answer again =
        rig.client()
            .post(
                "/session",
                new JsonObject().put("name", "disabled").put("password", ConsoleRig.PASSWORD));
    assertThat(again.status()).isEqualTo(401);
    assertThat(again.code()).isEqualTo("SIGN_IN_FAILED");
  }

  @Test
  void onesOwnNewPasswordKeepsThisSessionAndEndsTheOthers() {
    ConsoleClient one = newcomer("careful", Role.VIEWER);
    ConsoleClient other = rig.client().signIn("careful", ConsoleRig.PASSWORD);
    JsonObject change =
        new JsonObject().put("current", "wrong").put("password", "another long password");
    assertThat(one.put("/session/password", change).code()).isEqualTo("SIGN_IN_FAILED");
    change.put("current", ConsoleRig.PASSWORD);
    assertThat(one.put("/session/password", change).status()).isEqualTo(204);
    assertThat(one.get("/session").status()).isEqualTo(200);
    assertThat(other.get("/session").status()).isEqualTo(401);
    rig.client().signIn("careful", "another long password");
  }

  @Test
  void whoeverGuessesIsStopped() {
    ConsoleRig.await(rig.store.accounts().create("guessed", ConsoleRig.PASSWORD, Role.ADMIN));
    int tries = ConsoleConfig.defaults().triesOfAccount();
    ConsoleClient client = rig.client();
    JsonObject guess = new JsonObject().put("name", "guessed").put("password", "a guess");
    for (int i = 0; i < tries; i++) {
      assertThat(client.post("/session", guess).status()).isEqualTo(401);
    }
    ConsoleClient.Answer stopped = client.post("/session", guess);
    assertThat(stopped.status()).isEqualTo(429);
    assertThat(stopped.code()).isEqualTo("RATE_LIMITED");
    assertThat(Long.parseLong(stopped.header("retry-after"))).isPositive();
    // The right password is no way around it, and others are not in its way.
    guess.put("password", ConsoleRig.PASSWORD);
    assertThat(client.post("/session", guess).status()).isEqualTo(429);
    rig.signedIn(Role.VIEWER);
  }

  @Test
  void theLastAdministratorStays() {
    ConsoleClient admin = rig.signedIn(Role.ADMIN);
    rig.store.accounts().all().stream()
        .filter(a -> a.role() == Role.ADMIN && !a.name().equals("admin"))
        .forEach(
            a ->
                ConsoleRig.await(
                    rig.store
                        .accounts()
                        .change(a.name(), new AccountChange(null, true, null), "test", "alone")));
    for (JsonObject change :
        new JsonObject[] {
          new JsonObject().put("disabled", true), new JsonObject().put("role", "viewer")
        }) {
      ConsoleClient.Answer refused = admin.put("/people/admin", change.put("reason", "a mistake"));
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.code()).isEqualTo("CONFLICT");
    }
    assertThat(admin.get("/session").status()).isEqualTo(200);
  }
}
