package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.console.issuer.FakeIssuer;
import io.pannier.console.issuer.FakeIssuer.Signing;
import io.pannier.spi.PannierException;
import io.pannier.store.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in with a provider of identities, and everything that must not let anybody in. */
class OidcTest {
  private static final String START = "/session/oidc";

  private final ConsoleRig rig = ConsoleRig.shared();
  private final FakeIssuer issuer = rig.issuer;
  private final String subject = UUID.randomUUID().toString();

  /** Tokens are of now, and so is who reads them. */
  @BeforeEach
  void now() {
    rig.now = Instant.now();
  }

  @AfterEach
  void asItWas() {
    issuer.claims.set(same -> same);
    issuer.signing.set(Signing.PROPERLY);
    rig.now = Instant.now();
  }

  /** The claims of a person of this test alone, then changed. */
  private void claims(UnaryOperator<JsonObject> change) {
    issuer.claims.set(
        standard ->
            change.apply(
                standard
                    .put("sub", subject)
                    .put("preferred_username", "p-" + subject.substring(0, 8))));
  }

  private static JsonObject roles(String... values) {
    return new JsonObject().put("roles", new JsonArray(List.of(values)));
  }

  /** The browser goes to the provider; answers where that sends it back to. */
  private String away(ConsoleClient client) {
    ConsoleClient.Answer sent = client.get(START);
    assertThat(sent.status()).isEqualTo(302);
    assertThat(sent.header("location")).startsWith(issuer.address() + "/authorize?");
    return fetched(sent.header("location"));
  }

  private static String fetched(String address) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> back =
          http.send(
              HttpRequest.newBuilder(URI.create(address)).build(),
              HttpResponse.BodyHandlers.ofString());
      return back.headers().firstValue("location").orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** As a browser comes from another site. */
  private static ConsoleClient.Answer back(ConsoleClient client, String address) {
    URI uri = URI.create(address);
    return client.send(
        "GET",
        uri.getRawPath().substring(AdminRouter.BASE.length()) + "?" + uri.getRawQuery(),
        "",
        Map.of("Sec-Fetch-Site", "cross-site"));
  }

  private void turnedAway(ConsoleClient client, ConsoleClient.Answer answer, String code) {
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("location")).isEqualTo("/console/?sign-in=" + code);
    assertThat(client.get("/session").status()).isEqualTo(401);
  }

  @Test
  void whomTheProviderVouchesForIsInWithTheRoleOfTheClaim() {
    claims(standard -> standard.put("preferred_username", "Grace Hopper@" + subject));
    ConsoleClient client = rig.client();
    assertThat(client.get("/session/providers").ok().getJsonArray("providers").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("label", "the test's people")
                .put("start", "/admin/api/session/oidc")
                .put("available", true));
    ConsoleClient.Answer in = back(client, away(client));
    assertThat(in.header("location")).isEqualTo("/console/");
    JsonObject session = client.get("/session").ok();
    String name = session.getString("name");
    assertThat(name).startsWith("grace-hopper@");
    assertThat(session.getString("role")).isEqualTo("operator");
    assertThat(session.getBoolean("external")).isTrue();

    ConsoleClient admin = rig.signedIn(Role.ADMIN);
    JsonObject entry = admin.get("/audit?limit=1").ok().getJsonArray("entries").getJsonObject(0);
    assertThat(entry.getString("action")).isEqualTo("account.entered");
    assertThat(entry.getString("author")).isEqualTo(name);
    assertThat(
            admin.get("/people").ok().getJsonArray("people").stream()
                .map(JsonObject.class::cast)
                .filter(person -> person.getString("name").equals(name)))
        .singleElement()
        .satisfies(person -> assertThat(person.getBoolean("external")).isTrue());
    // There is no password to guess, to change or to set.
    assertThat(
            rig.client()
                .post("/session", new JsonObject().put("name", name).put("password", ""))
                .code())
        .isEqualTo("SIGN_IN_FAILED");
    for (JsonObject change :
        List.of(
            new JsonObject().put("role", "admin"),
            new JsonObject().put("password", "a long enough password"))) {
      assertThat(admin.put("/people/" + name, change.put("reason", "around")).code())
          .isEqualTo("CONFLICT");
    }
    client.csrf = session.getString("csrf");
    assertThat(client.delete("/session", new JsonObject()).status()).isEqualTo(204);
    assertThat(client.get("/session").status()).isEqualTo(401);
  }

  @Test
  void theCookieOfTheWayThereIsOutOfReachAndShortLived() {
    ConsoleClient.Answer sent = rig.client().get(START);
    assertThat(sent.header("set-cookie"))
        .startsWith(OidcOperations.COOKIE + "=")
        .contains("Path=/admin/api/session/oidc", "HTTPOnly", "SameSite=Lax", "Max-Age=600");
    assertThat(
            rig.client()
                .send("GET", START, "", Map.of("X-Forwarded-Proto", "https"))
                .header("set-cookie"))
        .contains("Secure");
    assertThat(rig.client().send("GET", START, "", Map.of("Sec-Fetch-Site", "cross-site")).status())
        .isEqualTo(403);
  }

  @Test
  void theSessionIsAnotherOneThanBefore() {
    claims(standard -> standard);
    ConsoleClient client = rig.signedIn(Role.VIEWER);
    String before = client.cookie();
    back(client, away(client));
    assertThat(client.cookie()).isNotEqualTo(before);
    assertThat(client.get("/session").ok().getString("role")).isEqualTo("operator");
  }

  @Test
  void theRoleIsWhatTheProviderSaysEachTime() {
    claims(standard -> standard.put("realm", roles("shop-ops", "unknown", "shop-admins")));
    ConsoleClient first = rig.client();
    back(first, away(first));
    assertThat(first.get("/session").ok().getString("role")).isEqualTo("admin");
    claims(standard -> standard.put("realm", roles("shop-ops")));
    ConsoleClient second = rig.client();
    back(second, away(second));
    JsonObject now = second.get("/session").ok();
    assertThat(now.getString("role")).isEqualTo("operator");
    assertThat(first.get("/session").status()).isEqualTo(401);

    rig.signedIn(Role.ADMIN)
        .put(
            "/people/" + now.getString("name"),
            new JsonObject().put("disabled", true).put("reason", "left"))
        .ok();
    assertThat(second.get("/session").status()).isEqualTo(401);
    turnedAway(second, back(second, away(second)), "SIGN_IN_FAILED");
  }

  @Test
  void aNameThatIsTakenStaysWhoseItIs() {
    claims(standard -> standard.put("preferred_username", "admin"));
    ConsoleClient client = rig.client();
    back(client, away(client));
    assertThat(client.get("/session").ok().getString("name")).matches("admin-[0-9a-f]{8}");
    assertThat(client.get("/session").ok().getString("role")).isEqualTo("operator");
    rig.signedIn(Role.ADMIN);
  }

  @Test
  void whoHasNoRoleIsTurnedAway() {
    ConsoleClient client = rig.client();
    claims(standard -> standard.put("realm", roles("somebody-else")));
    turnedAway(client, back(client, away(client)), "FORBIDDEN");
    issuer.claims.set(
        standard -> {
          standard.remove("realm");
          return standard.put("sub", subject);
        });
    turnedAway(client, back(client, away(client)), "FORBIDDEN");
  }

  @Test
  void aStateIsOfOneBrowserAndOfOneTime() {
    claims(standard -> standard);
    ConsoleClient client = rig.client();
    String address = away(client);
    turnedAway(client, back(client, address.replaceFirst("state=.", "state=_")), "SIGN_IN_FAILED");

    // What somebody else began, sent to this browser, does not sign this browser in.
    ConsoleClient victim = rig.client();
    String theirs = away(rig.client());
    turnedAway(victim, back(victim, theirs), "SIGN_IN_FAILED");
    away(victim);
    turnedAway(victim, back(victim, theirs), "SIGN_IN_FAILED");

    ConsoleClient again = rig.client();
    String used = away(again);
    assertThat(back(again, used).header("location")).isEqualTo("/console/");
    ConsoleClient thief = rig.client();
    turnedAway(thief, back(thief, used), "SIGN_IN_FAILED");
    ConsoleClient.Answer replayed = back(again, used);
    assertThat(replayed.header("location")).endsWith("SIGN_IN_FAILED");

    // A code of another sign-in does not fit this one's verifier.
    ConsoleClient mixed = rig.client();
    String code = away(rig.client()).replaceFirst(".*[?&]code=([^&]+).*", "$1");
    turnedAway(
        mixed,
        back(mixed, away(mixed).replaceFirst("code=[^&]+", "code=" + code)),
        "SIGN_IN_FAILED");
  }

  @Test
  void whoComesTooLateBeginsAgain() {
    ConsoleClient client = rig.client();
    String address = away(client);
    rig.now = Instant.now().plus(OidcFlows.LIFETIME).plusSeconds(1);
    turnedAway(client, back(client, address), "SIGN_IN_FAILED");
  }

  @Test
  void aRefusalOfTheProviderLeadsBack() {
    ConsoleClient client = rig.client();
    String address = away(client);
    turnedAway(
        client,
        back(client, address.replaceFirst("code=[^&]+", "error=access_denied")),
        "SIGN_IN_FAILED");
  }

  @ParameterizedTest
  @EnumSource(
      value = Signing.class,
      names = {"FOREIGN", "NONE", "CONFUSED"})
  void aTokenThatTheProviderDidNotSignIsWorthNothing(Signing how) {
    claims(standard -> standard);
    issuer.signing.set(how);
    ConsoleClient client = rig.client();
    turnedAway(client, back(client, away(client)), "SIGN_IN_FAILED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"nonce\":\"another\"}",
        "{\"nonce\":null}",
        "{\"aud\":\"another\"}",
        "{\"aud\":null}",
        "{\"aud\":[\"pannier\",\"another\"]}",
        "{\"aud\":[\"pannier\",\"another\"],\"azp\":\"another\"}",
        "{\"iss\":\"http://localhost:1\"}",
        "{\"iss\":null}",
        "{\"exp\":1700000000}",
        "{\"exp\":null}",
        "{\"iat\":4000000000,\"exp\":4000000300}",
        "{\"sub\":\"\"}",
        "{\"sub\":null}"
      })
  void aTokenForSomethingElseIsWorthNothing(String change) {
    claims(
        standard -> {
          new JsonObject(change)
              .forEach(
                  field -> {
                    standard.remove(field.getKey());
                    if (field.getValue() != null) {
                      standard.put(field.getKey(), field.getValue());
                    }
                  });
          return standard;
        });
    ConsoleClient client = rig.client();
    turnedAway(client, back(client, away(client)), "SIGN_IN_FAILED");
  }

  @Test
  void aProviderThatIsAwayIsFoundWhenItComes() throws IOException, InterruptedException {
    int port = ConsoleRig.freePort();
    OidcProvider provider =
        new OidcProvider(rig.vertx, ConsoleRig.people("http://localhost:" + port), Instant::now);
    provider.open();
    assertThatThrownBy(() -> provider.address(new OidcFlows().begin("http://here", 0)))
        .isInstanceOf(PannierException.class)
        .hasMessageContaining("cannot be reached");
    assertThat(provider.available()).isFalse();
    try (FakeIssuer late = FakeIssuer.start(rig.vertx, port)) {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!provider.available() && System.nanoTime() - until < 0) {
        Thread.sleep(20);
      }
      assertThat(provider.available()).isTrue();
      assertThat(provider.address(new OidcFlows().begin("http://here", 0)))
          .startsWith(late.address() + "/authorize?");
    } finally {
      provider.close();
    }
  }
}
