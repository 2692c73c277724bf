package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.store.DeadLetter;
import io.pannier.store.Role;
import io.pannier.store.StoreConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people change, and that it is on record. */
class ChangesTest {
  private static final String SHOP = "/shops/" + ConsoleRig.SHOP;

  private final ConsoleRig rig = ConsoleRig.shared();
  private final ConsoleClient operator = rig.signedIn(Role.OPERATOR);
  private final ConsoleClient admin = rig.signedIn(Role.ADMIN);

  private static JsonObject reason(String why) {
    return new JsonObject().put("reason", why);
  }

  private JsonObject place(String name) {
    return operator.put(SHOP + "/placements/" + name, reason("a new one").put("revision", 0)).ok();
  }

  @Test
  void aPlacementIsChangedUponWhatItsAuthorSawAndPutBack() {
    JsonObject made = place("edited");
    assertThat(made.getLong("revision")).isEqualTo(1);
    String path = SHOP + "/placements/edited";
    JsonObject change = reason("more of them").put("revision", 1).put("limit", 5);
    assertThat(operator.put(path, change).ok().getInteger("limit")).isEqualTo(5);

    ConsoleClient.Answer overtaken = operator.put(path, change);
    assertThat(overtaken.status()).isEqualTo(409);
    assertThat(overtaken.code()).isEqualTo("REVISION_CONFLICT");

    JsonObject back = operator.post(path + "/revert", reason("too many").put("revision", 1)).ok();
    assertThat(back.getLong("revision")).isEqualTo(3);
    assertThat(back.getInteger("limit")).isEqualTo(made.getInteger("limit"));
    assertThat(operator.post(path + "/revert", reason("?").put("revision", 9)).status())
        .isEqualTo(404);

    JsonArray revisions = operator.get(path + "/revisions").ok().getJsonArray("revisions");
    assertThat(revisions).hasSize(3);
    JsonObject newest = revisions.getJsonObject(0);
    assertThat(newest.getString("author")).isEqualTo("operator");
    assertThat(newest.getString("reason")).isEqualTo("too many");
    assertThat(newest.getJsonArray("changes").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("path", "limit")
                .put("from", 5)
                .put("to", made.getInteger("limit")));
    assertThat(revisions.getJsonObject(2).getJsonArray("changes")).isEmpty();
  }

  @Test
  void everyChangeSaysWhyAndIsInTheLog() {
    assertThat(
            operator.put(SHOP + "/placements/unsaid", new JsonObject().put("revision", 0)).code())
        .isEqualTo("FIELD_MISSING");
    place("logged");
    JsonObject entry = newestEntry();
    assertThat(entry.getString("action")).isEqualTo("placement.changed");
    assertThat(entry.getString("author")).isEqualTo("operator");
    assertThat(entry.getString("shop")).isEqualTo(ConsoleRig.SHOP);
    assertThat(entry.getString("subject")).isEqualTo("logged");
    assertThat(entry.getString("reason")).isEqualTo("a new one");

    JsonObject key =
        admin
            .post(
                SHOP + "/keys",
                reason("a server")
                    .put("label", "feed")
                    .put("scopes", new JsonArray().add("events")))
            .ok();
    assertThat(key.getString("key")).startsWith("pannier_");
    assertThat(newestEntry().getString("action")).isEqualTo("key.created");
    JsonObject kept = admin.get(SHOP + "/keys").ok().getJsonArray("keys").getJsonObject(0);
    assertThat(kept.encode()).doesNotContain(key.getString("key"));
    String path = SHOP + "/keys/" + kept.getString("id");
    assertThat(admin.delete(path.replace(SHOP, "/shops/other"), reason("not mine")).status())
        .isEqualTo(404);
    assertThat(ConsoleRig.await(rig.store.apiKeys().authenticate(key.getString("key"))))
        .isPresent();
    assertThat(admin.delete(path, reason("leaked")).status()).isEqualTo(204);
    assertThat(newestEntry().getString("action")).isEqualTo("key.revoked");
    assertThat(ConsoleRig.await(rig.store.apiKeys().authenticate(key.getString("key")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit set reason = 'another'",
        "delete from audit",
        "truncate audit",
        "update audit set reason = 'another' where false"
      })
  void theLogCannotBeChanged(String statement) throws SQLException {
    place("before-" + Integer.toHexString(statement.hashCode()));
    StoreConfig config = StoreConfig.defaults().at(rig.server);
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://"
                    + config.host()
                    + ":"
                    + config.port()
                    + "/"
                    + config.database(),
                config.user(),
                config.password());
        Statement sql = connection.createStatement()) {
      assertThatThrownBy(() -> sql.execute(statement)).hasMessageContaining("append-only");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; drop table audit; --",
        "<script>alert(1)</script>",
        "\u0000\u202e\uD83E\uDDFA",
        "\"}],\"x\":[{"
      })
  void whateverIsWrittenComesBackAsText(String text) {
    String stored = text.replace('\0', '\uFFFD');
    operator.post(SHOP + "/strategies/odd/switch", reason(text).put("on", false)).ok();
    assertThat(rig.store.switches().off(rig.shop.number(), "odd").orElseThrow().reason())
        .isEqualTo(stored);
    assertThat(newestEntry().getString("reason")).isEqualTo(stored);
    operator.post(SHOP + "/strategies/odd/switch", reason(text).put("on", true)).ok();
    assertThat(rig.store.switches().off(rig.shop.number(), "odd")).isEmpty();
    assertThat(operator.get(SHOP + "/products?q=" + encoded(text)).ok().getJsonArray("products"))
        .isEmpty();
    assertThat(admin.get("/people").ok().getJsonArray("people")).isNotEmpty();
  }

  @Test
  void namesOfAnotherShopAreUnknownHere() {
    place("only-here");
    assertThat(operator.get("/shops/other/placements/only-here").code())
        .isEqualTo("PLACEMENT_UNKNOWN");
    assertThat(operator.get("/shops/none/placements").code()).isEqualTo("SHOP_UNKNOWN");
    assertThat(operator.get("/shops/..%2f..%2fpeople/placements").status()).isEqualTo(404);
  }

  @Test
  void aSwitchIsHeardByOtherProcessesWithinASecond() throws InterruptedException {
    io.pannier.store.Store other =
        ConsoleRig.await(
            io.pannier.store.Store.open(rig.vertx, StoreConfig.defaults().at(rig.server)));
    try {
      int shop = rig.shop.number();
      assertThat(other.switches().isOff(shop, "slow")).isFalse();
      operator.post(SHOP + "/strategies/slow/switch", reason("too slow").put("on", false)).ok();
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      while (!other.switches().isOff(shop, "slow") && System.nanoTime() - until < 0) {
        Thread.sleep(5);
      }
      assertThat(other.switches().isOff(shop, "slow")).isTrue();
    } finally {
      other.close();
    }
  }

  @Test
  void aScheduledChangeIsMadeWhenItsTimeHasComeAndOnlyOnce() throws InterruptedException {
    place("timed");
    String path = SHOP + "/placements/timed";
    JsonObject order =
        reason("the weekend")
            .put("at", Instant.now().plusSeconds(2).toString())
            .put("change", new JsonObject().put("limit", 7));
    operator.post(path + "/scheduled", order).ok();
    JsonObject cancelled =
        operator
            .post(path + "/scheduled", order.copy().put("change", new JsonObject().put("limit", 9)))
            .ok();
    assertThat(operator.get(path + "/scheduled").ok().getJsonArray("scheduled")).hasSize(2);
    assertThat(
            operator
                .delete(path + "/scheduled/" + cancelled.getString("id"), reason("not that"))
                .status())
        .isEqualTo(204);
    assertThat(
            operator
                .post(
                    path + "/scheduled",
                    order.copy().put("change", new JsonObject().put("limit", -1)))
                .code())
        .isEqualTo("FIELD_INVALID");
    assertThat(
            operator
                .post(path + "/scheduled", order.copy().put("at", "2020-01-01T00:00:00Z"))
                .code())
        .isEqualTo("FIELD_INVALID");

    rig.now = Instant.now().plusSeconds(10);
    try {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (operator.get(path).ok().getInteger("limit") != 7 && System.nanoTime() - until < 0) {
        Thread.sleep(50);
      }
    } finally {
      rig.now = Instant.now();
    }
    JsonObject made = operator.get(path).ok();
    assertThat(made.getInteger("limit")).isEqualTo(7);
    assertThat(made.getLong("revision")).isEqualTo(2);
    JsonObject revision =
        operator.get(path + "/revisions").ok().getJsonArray("revisions").getJsonObject(0);
    assertThat(revision.getString("author")).isEqualTo("operator");
    assertThat(revision.getString("reason")).contains("the weekend");
    assertThat(operator.get(path + "/scheduled").ok().getJsonArray("scheduled")).isEmpty();
  }

  @Test
  void deadLettersAreSeenByTheirShop() {
    DeadLetter letter =
        new DeadLetter(
            "test:1",
            rig.shop.number(),
            "",
            "MALFORMED_JSON",
            "no JSON",
            Buffer.buffer("{\"id\":"),
            Instant.now());
    ConsoleRig.await(rig.store.deadLetters().add(List.of(letter)));
    JsonObject page = operator.get(SHOP + "/dead-letters").ok();
    JsonObject found = page.getJsonArray("letters").getJsonObject(0);
    assertThat(found.getString("payload")).isEqualTo("{\"id\":");
    assertThat(page.getLong("count")).isPositive();
    assertThat(operator.get("/shops/other/dead-letters").ok().getJsonArray("letters")).isEmpty();
    JsonObject redriven =
        operator
            .post(
                SHOP + "/dead-letters/redrive",
                reason("look again").put("ids", new JsonArray().add(found.getLong("id"))))
            .ok();
    assertThat(redriven.getJsonArray("rejected").getJsonObject(0).getString("code"))
        .isEqualTo("MALFORMED_JSON");
    assertThat(operator.get(SHOP + "/dead-letters").ok().getLong("count"))
        .isEqualTo(page.getLong("count"));
  }

  private JsonObject newestEntry() {
    return operator.get("/audit?limit=1").ok().getJsonArray("entries").getJsonObject(0);
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }
}
