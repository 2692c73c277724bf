package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Mandate;
import io.pannier.store.Models;
import io.pannier.store.Proposals;
import io.pannier.store.Role;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live changes that take two people: what waits, who may decide, and that nothing passes by. */
class ApprovalTest {
  private final ConsoleRig rig = ConsoleRig.shared();
  private final ConsoleClient operator = rig.signedIn(Role.OPERATOR);
  private final ConsoleClient admin = rig.signedIn(Role.ADMIN);
  private final String name = "two-" + UUID.randomUUID().toString().substring(0, 8);
  private final String path = "/shops/" + name;
  private final String cart = path + "/placements/cart";
  private final Shop shop = ConsoleRig.await(rig.store.shops().create(name, "EUR"));

  @BeforeEach
  void asksForTwo() {
    ConsoleRig.await(rig.store.placements().put(shop, Placement.standard("cart"), "rig", "start"));
    JsonObject rule =
        admin.put(path + "/approval", reason("money is at stake").put("required", true)).ok();
    assertThat(rule.getBoolean("required")).isTrue();
    assertThat(rule.getString("author")).isEqualTo("admin");
  }

  @AfterEach
  void backToNow() {
    rig.now = Instant.now();
  }

  private static JsonObject reason(String why) {
    return new JsonObject().put("reason", why);
  }

  private JsonObject proposed(ConsoleClient.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().getJsonObject("proposal");
  }

  private JsonObject proposeLimit(int limit) {
    long revision = operator.get(cart).ok().getLong("revision");
    return proposed(
        operator.put(cart, reason("more").put("revision", revision).put("limit", limit)));
  }

  private ConsoleClient.Answer decide(ConsoleClient who, JsonObject proposal, String how) {
    return who.post(path + "/proposals/" + proposal.getString("id") + "/" + how, reason("seen"));
  }

  private List<String> actions() {
    return admin.get("/audit?limit=200").ok().getJsonArray("entries").stream()
        .map(JsonObject.class::cast)
        .filter(entry -> name.equals(entry.getString("shop")))
        .map(entry -> entry.getString("author") + " " + entry.getString("action"))
        .toList();
  }

  @Test
  void aChangeIsMadeWhenAnotherPersonAgrees() {
    JsonObject proposal = proposeLimit(7);
    assertThat(operator.get(cart).ok().getInteger("limit")).isNotEqualTo(7);
    assertThat(proposal.getString("author")).isEqualTo("operator");
    assertThat(proposal.getLong("base")).isEqualTo(1);
    assertThat(proposal.getJsonArray("changes").getJsonObject(0).getString("path"))
        .isEqualTo("limit");
    assertThat(proposal.getJsonArray("changes").getJsonObject(0).getInteger("to")).isEqualTo(7);

    ConsoleClient.Answer own = decide(operator, proposal, "approve");
    assertThat(own.status()).isEqualTo(403);
    assertThat(own.code()).isEqualTo("FORBIDDEN");
    assertThat(decide(operator, proposal, "reject").status()).isEqualTo(403);
    assertThat(decide(rig.signedIn(Role.VIEWER), proposal, "approve").status()).isEqualTo(403);

    JsonObject approved = decide(admin, proposal, "approve").ok();
    assertThat(approved.getString("state")).isEqualTo("approved");
    assertThat(approved.getString("decidedBy")).isEqualTo("admin");
    assertThat(operator.get(cart).ok().getInteger("limit")).isEqualTo(7);
    JsonObject revision =
        operator.get(cart + "/revisions").ok().getJsonArray("revisions").getJsonObject(0);
    assertThat(revision.getString("author")).isEqualTo("operator");
    assertThat(revision.getString("approver")).isEqualTo("admin");
    assertThat(decide(admin, proposal, "approve").code()).isEqualTo("CONFLICT");
    assertThat(actions())
        .startsWith(
            "operator placement.changed",
            "admin proposal.approved",
            "operator proposal.made",
            "admin approval.required");
  }

  @Test
  void whatWasOvertakenIsNotApproved() {
    JsonObject first = proposeLimit(7);
    JsonObject second = proposeLimit(8);
    decide(admin, first, "approve").ok();
    JsonArray waiting = operator.get(path + "/proposals").ok().getJsonArray("proposals");
    assertThat(waiting).hasSize(1);
    assertThat(waiting.getJsonObject(0).getBoolean("overtaken")).isTrue();
    ConsoleClient.Answer overtaken = decide(admin, second, "approve");
    assertThat(overtaken.status()).isEqualTo(409);
    assertThat(overtaken.code()).isEqualTo("REVISION_CONFLICT");
    assertThat(operator.get(cart).ok().getInteger("limit")).isEqualTo(7);
    // It was rolled back whole: somebody may still reject it.
    assertThat(decide(admin, second, "reject").ok().getString("state")).isEqualTo("rejected");
    assertThat(operator.get(path + "/proposals").ok().getInteger("waiting")).isZero();
    assertThat(
            operator
                .get(path + "/proposals?state=all&limit=1")
                .ok()
                .getJsonArray("proposals")
                .getJsonObject(0)
                .getString("state"))
        .isEqualTo("rejected");
    assertThat(operator.put(cart, reason("late").put("revision", 1).put("limit", 9)).code())
        .isEqualTo("REVISION_CONFLICT");
  }

  @Test
  void onlyItsAuthorTakesItBack() {
    JsonObject proposal = proposeLimit(7);
    String at = path + "/proposals/" + proposal.getString("id");
    assertThat(admin.delete(at, reason("mine?")).status()).isEqualTo(403);
    assertThat(admin.delete(at.replace(path, "/shops/other"), reason("?")).status()).isEqualTo(404);
    assertThat(operator.delete(at, reason("a typo")).ok().getString("state"))
        .isEqualTo("withdrawn");
    assertThat(actions()).startsWith("operator proposal.withdrawn");
  }

  @Test
  void nobodyApprovesAfterAWeek() throws InterruptedException {
    JsonObject proposal = proposeLimit(7);
    rig.now = Instant.now().plus(Proposals.LIFETIME).plus(Duration.ofMinutes(1));
    // Signed in anew: the session of a week ago is over, too.
    ConsoleClient later = rig.signedIn(Role.ADMIN);
    assertThat(decide(later, proposal, "approve").code()).isEqualTo("CONFLICT");
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (later.get(path + "/proposals").ok().getInteger("waiting") > 0
        && System.nanoTime() - until < 0) {
      Thread.sleep(50);
    }
    assertThat(
            later
                .get(path + "/proposals?state=all")
                .ok()
                .getJsonArray("proposals")
                .getJsonObject(0)
                .getString("state"))
        .isEqualTo("expired");
    rig.now = Instant.now();
    assertThat(actions()).startsWith("pannier proposal.expired");
  }

  @Test
  void aRevertWaitsToo() {
    decide(admin, proposeLimit(7), "approve").ok();
    JsonObject back =
        proposed(operator.post(cart + "/revert", reason("too many").put("revision", 1)));
    assertThat(operator.get(cart).ok().getInteger("limit")).isEqualTo(7);
    decide(admin, back, "approve").ok();
    assertThat(operator.get(cart).ok().getInteger("limit")).isNotEqualTo(7);
  }

  @Test
  void anOrderForLaterIsGivenWhenItIsApproved() throws InterruptedException {
    JsonObject order =
        reason("the weekend")
            .put("at", Instant.now().plusSeconds(60).toString())
            .put("change", new JsonObject().put("limit", 6));
    JsonObject proposal = proposed(operator.post(cart + "/scheduled", order));
    assertThat(proposal.getString("kind")).isEqualTo("schedule");
    assertThat(proposal.getString("at")).isEqualTo(order.getString("at"));
    assertThat(operator.get(cart + "/scheduled").ok().getJsonArray("scheduled")).isEmpty();
    decide(admin, proposal, "approve").ok();
    assertThat(operator.get(cart + "/scheduled").ok().getJsonArray("scheduled")).hasSize(1);
    rig.now = Instant.now().plusSeconds(120);
    becomes(6);
  }

  @Test
  void anOrderFromBeforeTheRuleWaitsForASecondPersonWhenItsTimeHasCome()
      throws InterruptedException {
    ConsoleRig.await(
        rig.store
            .scheduled()
            .add(shop, "cart", Instant.now(), "{\"limit\":6}", "operator", "from before"));
    rig.now = Instant.now().plusSeconds(5);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (operator.get(path + "/proposals").ok().getInteger("waiting") == 0
        && System.nanoTime() - until < 0) {
      Thread.sleep(50);
    }
    JsonObject waiting =
        operator.get(path + "/proposals").ok().getJsonArray("proposals").getJsonObject(0);
    assertThat(waiting.getString("author")).isEqualTo("operator");
    assertThat(operator.get(cart).ok().getInteger("limit")).isNotEqualTo(6);
    decide(admin, waiting, "approve").ok();
    assertThat(operator.get(cart).ok().getInteger("limit")).isEqualTo(6);
  }

  private void becomes(int limit) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (operator.get(cart).ok().getInteger("limit") != limit && System.nanoTime() - until < 0) {
      Thread.sleep(50);
    }
    assertThat(operator.get(cart).ok().getInteger("limit")).isEqualTo(limit);
  }

  @Test
  void anEmergencyWaitsForNobodyAndItsEndForTwo() {
    String turn = path + "/strategies/odd/switch";
    operator.post(turn, reason("it fails").put("on", false)).ok();
    assertThat(rig.store.switches().isOff(shop.number(), "odd")).isTrue();
    JsonObject on = proposed(operator.post(turn, reason("mended").put("on", true)));
    assertThat(rig.store.switches().isOff(shop.number(), "odd")).isTrue();
    assertThat(on.getString("kind")).isEqualTo("strategy-on");
    decide(admin, on, "approve").ok();
    assertThat(rig.store.switches().isOff(shop.number(), "odd")).isFalse();

    operator.post(turn, reason("it fails").put("on", false)).ok();
    JsonObject again = proposed(operator.post(turn, reason("mended").put("on", true)));
    operator.post(turn, reason("still").put("on", false)).ok();
    assertThat(decide(admin, again, "approve").code()).isEqualTo("REVISION_CONFLICT");
    assertThat(rig.store.switches().isOff(shop.number(), "odd")).isTrue();
  }

  @Test
  void aModelIsHeldUntilASecondPersonAgrees(@TempDir Path folder) throws IOException {
    Models models = rig.store.models();
    Path file = Files.write(folder.resolve("a.model"), new byte[] {1, 2, 3});
    assertThat(ConsoleRig.await(models.promote(shop, "knn", file, "{}", "trainer", "better")))
        .satisfies(
            held -> {
              assertThat(held.promoted()).isFalse();
              assertThat(held.file()).isNotNull();
            });
    assertThat(models.current(shop.number(), "knn")).isEmpty();
    JsonObject waiting =
        operator.get(path + "/proposals").ok().getJsonArray("proposals").getJsonObject(0);
    assertThat(waiting.getString("author")).isEqualTo("trainer");
    decide(operator, waiting, "approve").ok();
    long serving = models.current(shop.number(), "knn").orElseThrow().revision();
    assertThat(serving).isEqualTo(2);
    assertThat(actions())
        .startsWith("trainer model.promoted", "operator proposal.approved", "trainer proposal.made")
        .contains("trainer model.proposed");

    String of = path + "/strategies/knn/models";
    JsonObject retire = proposed(operator.post(of + "/retire", reason("it is stale")));
    JsonObject revert =
        proposed(operator.post(of + "/revert", reason("the first").put("revision", 1)));
    decide(admin, retire, "approve").ok();
    assertThat(models.current(shop.number(), "knn").orElseThrow().file()).isNull();
    assertThat(decide(admin, revert, "approve").code()).isEqualTo("REVISION_CONFLICT");
    assertThat(operator.post(of + "/revert", reason("?").put("revision", 99)).status())
        .isEqualTo(404);
  }

  /** The paths of keys and commands: whichever there are, the database stands behind all. */
  @Test
  void nothingPassesByAndTheProgramItselfIsNotHeldUp(@TempDir Path folder) {
    Placement other = rig.store.placements().find(shop, "cart").orElseThrow().withShadow(List.of());
    refused(() -> rig.store.placements().put(shop, other, "a key", "around"));
    refused(() -> rig.store.placements().putUpon(shop, other, 1, "guardrail", "a label, a name"));
    refused(
        () ->
            rig.store
                .placements()
                .put(shop, other, "x", "forged", Mandate.approved(UUID.randomUUID())));
    JsonObject waits = proposeLimit(7);
    Mandate notYet = Mandate.approved(UUID.fromString(waits.getString("id")));
    refused(() -> rig.store.placements().put(shop, other, "x", "too early", notYet));
    refused(() -> rig.store.models().retire(shop, "knn", "somebody", "around"));
    ConsoleRig.await(rig.store.switches().put(shop, "odd", false, "somebody", "an emergency"));
    refused(() -> rig.store.switches().put(shop, "odd", true, "somebody", "around"));
    assertThat(
            ConsoleRig.await(
                    rig.store
                        .placements()
                        .putUpon(shop, other, 1, "guardrail", "it fails", Mandate.MACHINE))
                .revision())
        .isEqualTo(2);
  }

  private static void refused(Supplier<Future<?>> change) {
    assertThatThrownBy(() -> ConsoleRig.await(change.get()))
        .isInstanceOfSatisfying(
            PannierException.class,
            failure -> assertThat(failure.code()).isEqualTo(StandardErrorCode.APPROVAL_REQUIRED));
  }

  @Test
  void theRuleIsLiftedByTwo() {
    JsonObject lift =
        proposed(admin.put(path + "/approval", reason("in haste").put("required", false)));
    assertThat(lift.getString("kind")).isEqualTo("approval-off");
    assertThat(decide(admin, lift, "approve").status()).isEqualTo(403);
    assertThat(admin.get(path + "/approval").ok().getBoolean("required")).isTrue();
    decide(operator, lift, "approve").ok();
    assertThat(admin.get(path + "/approval").ok().getBoolean("required")).isFalse();
    assertThat(operator.put(cart, reason("alone").put("revision", 1).put("limit", 3)).status())
        .isEqualTo(200);
    assertThat(actions()).contains("admin approval.lifted", "operator proposal.approved");
  }
}
