package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.pannier.app.Program;
import io.pannier.store.DeadLetter;
import io.pannier.store.Role;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators and admins do at the console that changes what shoppers get, from end to end. */
@ExtendWith(SharedInstallation.class)
final class ConsoleTasksIT {
  private static final int VISITORS = 60;

  private static ConsoleWork work;

  private final Installation installation;

  ConsoleTasksIT(Installation installation) {
    this.installation = installation;
  }

  @BeforeAll
  static void startBrowser() {
    work = new ConsoleWork();
  }

  @AfterAll
  static void stopBrowser() {
    if (work != null) {
      work.close();
    }
  }

  @Test
  void aCanaryAnswersItsShareOfTheVisitorsUntilItIsRolledBack() {
    installation.place("released", "item-knn", "genetic", 3_000);
    try (ConsoleWindow console =
        work.signedIn(installation, Role.OPERATOR, "placements/released")) {
      console.expectPage("released");
      console.button("Add an arm").click();
      Locator arm = console.page().getByRole(AriaRole.GROUP, named("Arm canary"));
      arm.getByRole(AriaRole.COMBOBOX, within("Scoring")).click();
      console.page().getByRole(AriaRole.OPTION, named("popularity")).click();
      Locator share = arm.getByRole(AriaRole.SLIDER, within("Share of canary"));
      // From 5 % on, in steps of half a percent.
      for (int i = 0; i < 50; i++) {
        share.press("ArrowRight");
      }
      assertThat(share.getAttribute("aria-valuenow")).isEqualTo("30");
      console.button("Save").click();
      console.confirm("A third for the sellers of the week", "Save");
      console.page().getByText("Revision 2 is in force.", exactly()).waitFor();

      int canaries = 0;
      for (int i = 0; i < VISITORS; i++) {
        JsonNode offer = offer("released-" + i);
        boolean canary = offer.at("/arm/name").asText().equals("canary");
        canaries += canary ? 1 : 0;
        assertThat(offer.path("strategy").asText())
            .as("%s", offer)
            .startsWith(canary ? "popularity@" : "item-knn@");
        assertThat(offer.at("/arm/share").asDouble()).isEqualTo(canary ? 0.3 : 0.7);
      }
      // Of a binomial with p = 0.3 all but one in a million lie within.
      assertThat(canaries).isBetween(3, 37);

      console.page().getByRole(AriaRole.TAB, tab("History")).click();
      console.button("Revert to revision 1").click();
      console.confirm("It sold less", "Revert");
      for (int i = 0; i < VISITORS; i++) {
        assertThat(offer("released-" + i).path("strategy").asText()).startsWith("item-knn@");
      }
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void anExperimentIsEndedByMakingAnArmThePlacement() {
    installation.place("decided", "item-knn", "genetic", 3_000);
    installation.client().place("decided", Installation.half("sellers", "popularity"));
    try (ConsoleWindow console =
        work.signedIn(installation, Role.OPERATOR, "experiments/decided")) {
      console.expectPage("decided");
      console.button("Make sellers the placement").click();
      console.confirm("It sold more", "End the experiment");
      JsonNode placement =
          Waiting.until(
              "the arm is the placement",
              () -> installation.client().get("placements/decided").ok(),
              now -> now.path("arms").isEmpty());
      assertThat(placement.path("scoring").asText()).isEqualTo("popularity");
      assertThat(placement.path("bundling").asText()).isEqualTo("genetic");
      assertThat(console.broken()).isEmpty();
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void aShopperIsForgotten() {
    String shopper = "forget-" + UUID.randomUUID();
    ObjectNode event =
        ShopClient.JSON
            .createObjectNode()
            .put("id", UUID.randomUUID().toString())
            .put("time", Instant.now().toString())
            .put("type", "product-viewed")
            .put("shopper", shopper)
            .put("session", "s")
            .put("sku", installation.sku(3));
    installation.client().event(event);
    try (ConsoleWindow console = work.signedIn(installation, Role.ADMIN, "data/shoppers")) {
      console.expectPage("Data");
      look(console, shopper);
      console.page().getByRole(AriaRole.MAIN).getByText("Product viewed").first().waitFor();
      console.button("Erase").click();
      console.dialog().getByLabel("Type " + shopper + " to confirm").fill(shopper);
      console.confirm("She asked for it", "Erase");
      console.page().getByText("Erased. Receipt:").waitFor();

      AdminConsole asking = ConsoleWork.calling(installation, Role.OPERATOR);
      Waiting.until(
          "nothing is kept",
          () -> asking.get("/shops/flow/shoppers/" + shopper),
          known -> known.path("events").isEmpty());
      look(console, shopper);
      console.page().getByText("No event is kept.").waitFor();
      assertThat(console.complaints()).isEmpty();
    }
  }

  private static void look(ConsoleWindow console, String shopper) {
    console.page().getByLabel("Id of a shopper").fill(shopper);
    console.button("Open").click();
    console.page().getByRole(AriaRole.HEADING, named(shopper)).waitFor();
  }

  @Test
  void aDeadLetterIsAcceptedTheSecondTime() {
    String shopper = "late-" + UUID.randomUUID();
    // Too late for the live journal, which is why it lies here; somebody lets it in as history.
    ObjectNode event =
        ShopClient.JSON
            .createObjectNode()
            .put("id", UUID.randomUUID().toString())
            .put("time", Instant.now().minus(Duration.ofDays(40)).toString())
            .put("type", "product-viewed")
            .put("shopper", shopper)
            .put("sku", installation.sku(3));
    letter(shopper, event);
    try (ConsoleWindow console = work.signedIn(installation, Role.OPERATOR, "data/letters")) {
      console.expectPage("Data");
      redrive(console, shopper);
      console.page().getByText("1 accepted, 0 known already, 0 rejected.").waitFor();
      assertThat(ConsoleWork.row(console, shopper).count()).isZero();

      // That it is in the journal shows when it comes again.
      letter(shopper, event);
      console.page().reload();
      redrive(console, shopper);
      console.page().getByText("0 accepted, 1 known already, 0 rejected.").waitFor();
      assertThat(console.complaints()).isEmpty();
    }
  }

  private void letter(String source, ObjectNode event) {
    Program.await(
        installation
            .store()
            .deadLetters()
            .add(
                List.of(
                    new DeadLetter(
                        source,
                        installation.shop().number(),
                        "",
                        "EVENT_TIME_OUT_OF_RANGE",
                        "it came forty days late",
                        Buffer.buffer(event.toString()),
                        Instant.now()))));
  }

  private static void redrive(ConsoleWindow console, String source) {
    Locator line = ConsoleWork.row(console, source);
    line.waitFor();
    line.getByRole(AriaRole.CHECKBOX).check();
    console.button("Send 1 again").click();
    console.confirm("They count after all", "Send 1 again");
  }

  @Test
  void aChangeThatTakesTwoIsMadeByTheSecond() {
    installation.place("governed", "item-knn", "genetic", 3_000);
    AdminConsole admin = ConsoleWork.calling(installation, Role.ADMIN);
    String rule = "/shops/flow/approval";
    try (ConsoleWindow author = work.signedIn(installation, Role.OPERATOR, "placements/governed");
        ConsoleWindow second = work.signedIn(installation, Role.OPERATOR, "approvals")) {
      author.expectPage("governed");
      admin.put(rule, AdminConsole.reason("the season begins").put("required", true));
      second.expectPage("Approvals");
      author.page().reload();
      author.choose("Scoring", "popularity");
      author.button("Save").click();
      author.dialog().getByText("This takes a second person.").waitFor();
      author.confirm("The sellers of the week", "Propose");
      assertThat(governed()).isEqualTo("item-knn");

      // An API key is nobody's second person.
      ShopClient.Answer key =
          installation
              .client()
              .put(
                  "placements/governed",
                  AdminConsole.reason("around").put("scoring", "popularity"));
      assertThat(key.status()).isEqualTo(403);
      assertThat(key.json().path("code").asText()).isEqualTo("APPROVAL_REQUIRED");

      author.go("flow/approvals");
      author.button("Withdraw").waitFor();
      assertThat(author.button("Approve").count()).isZero();

      second.page().getByText("The sellers of the week").waitFor();
      second.button("Approve").click();
      second.confirm("Looked at it", "Approve");
      second.page().getByText("Nothing waits.").waitFor();
      assertThat(governed()).isEqualTo("popularity");
      assertThat(second.broken()).isEmpty();
      assertThat(second.complaints()).isEmpty();
      assertThat(author.complaints()).isEmpty();
    } finally {
      lifted(admin, rule);
    }
  }

  private String governed() {
    return installation.client().get("placements/governed").ok().path("scoring").asText();
  }

  /** The other tests of this shop are alone. */
  private void lifted(AdminConsole admin, String rule) {
    if (admin.get(rule).path("required").asBoolean()) {
      String id =
          admin
              .put(rule, AdminConsole.reason("the season is over").put("required", false))
              .at("/proposal/id")
              .asText();
      ConsoleWork.calling(installation, Role.OPERATOR)
          .post("/shops/flow/proposals/" + id + "/approve", AdminConsole.reason("it is"));
    }
    assertThat(admin.get(rule).path("required").asBoolean()).isFalse();
  }

  private JsonNode offer(String visitor) {
    return installation
        .client()
        .post(
            "offers",
            Installation.question(
                "released", visitor, Installation.cart(installation.sku(0), installation.sku(4))))
        .ok();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static Page.GetByRoleOptions tab(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Locator.GetByRoleOptions within(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }
}
