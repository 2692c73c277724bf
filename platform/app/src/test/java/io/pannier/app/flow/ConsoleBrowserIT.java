package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.pannier.app.Program;
import io.pannier.store.Role;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An admin at the console, and a shopper beside it, each in a browser of their own. */
@ExtendWith(SharedInstallation.class)
final class ConsoleBrowserIT {
  private static final String PASSWORD = "correct horse battery staple";

  private static Chromium chromium;

  private final Installation installation;

  ConsoleBrowserIT(Installation installation) {
    this.installation = installation;
  }

  @BeforeAll
  static void startBrowser() {
    chromium = Chromium.startOrSkip();
  }

  @AfterAll
  static void stopBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void whoSignsInIsBackWhereTheSessionEnded() {
    String name = account(Role.OPERATOR);
    try (ConsoleWindow console = console()) {
      console.go("flow/placements/cart");
      console.signIn(name, "wrong");
      assertThat(console.page().getByRole(AriaRole.ALERT).textContent())
          .contains("name or the password is wrong");
      console.signIn(name, PASSWORD);
      console.expectPage("cart");

      console.context().clearCookies();
      console
          .page()
          .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Strategies"))
          .first()
          .click();
      console.signIn(name, PASSWORD);
      console.expectPage("Strategies");
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void anotherStrategyAnswersTheNextCartAndTheFormerOneAfterARevert() {
    try (ConsoleWindow console = signedIn(Role.OPERATOR, "placements/cart");
        Shopper shopper = new Shopper()) {
      console.expectPage("cart");
      shopper.adds(4, "item-knn@");

      console.choose("Scoring", "popularity");
      console.button("Save").click();
      assertThat(console.dialog().textContent()).contains("item-knn", "popularity");
      console.confirm("The sellers of the week", "Save");
      shopper.adds(5, "popularity@");

      console
          .page()
          .getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("History"))
          .click();
      console
          .page()
          .getByRole(AriaRole.LISTITEM)
          .filter(new Locator.FilterOptions().setHasText("The sellers of the week"))
          .waitFor();
      console
          .page()
          .getByText("Revert", new Page.GetByTextOptions().setExact(true))
          .first()
          .click();
      console.confirm("They sold less", "Revert");
      shopper.adds(6, "item-knn@");
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void theKillSwitchTakesAStrategyOutOfTheNextOffer() {
    try (ConsoleWindow console = signedIn(Role.OPERATOR, "strategies");
        Shopper shopper = new Shopper()) {
      console.expectPage("Strategies");
      shopper.adds(4, "item-knn@");

      console.button("Switch off item-knn").click();
      console.confirm("It answers nonsense", "Switch off");
      shopper.adds(5, "popularity@");

      console.button("Switch on item-knn").click();
      console.confirm("It was the catalogue", "Switch on");
      shopper.adds(6, "item-knn@");
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void aDecisionIsComposedAgainToTheBit() {
    JsonNode cart = Installation.cart(installation.sku(10));
    String decision =
        installation
            .client()
            .post("offers", Installation.question("cart", "replayed", cart))
            .ok()
            .path("decision")
            .asText();
    try (ConsoleWindow console = signedIn(Role.VIEWER, "decisions")) {
      console.expectPage("Decisions");
      console.page().getByLabel("Id of a decision").fill(decision);
      console.button("Open").click();
      console.expectPage("Decision");
      console.button("Replay").click();
      assertThat(console.page().locator("main .mantine-Alert-root").textContent())
          .contains("the same, bit for bit");
    }
  }

  @Test
  void aFileComesInThroughTheConsoleAndIsFoundInTheCatalogue() {
    String product =
        """
        {"sku":"console-1","title":"Zwiebelmuster teapot","category":"Home","price":19.5,\
        "currency":"EUR","cost":8.25,"stock":7}
        """;
    try (ConsoleWindow console = signedIn(Role.OPERATOR, "data/imports")) {
      console.expectPage("Data");
      console.choose("Kind of file", "Products (NDJSON)");
      console
          .page()
          .locator("input[type=file]")
          .setInputFiles(
              new FilePayload(
                  "teapots.ndjson",
                  "application/x-ndjson",
                  product.getBytes(StandardCharsets.UTF_8)));
      console.button("Import").click();
      Locator line =
          console
              .page()
              .getByRole(AriaRole.ROW)
              .filter(new Locator.FilterOptions().setHasText("teapots.ndjson"));
      line.getByText("done", new Locator.GetByTextOptions().setExact(true)).waitFor();

      console.go("flow/data/catalogue");
      console.page().getByLabel("Search by title or SKU").fill("Zwiebelmuster");
      console.page().getByText("Zwiebelmuster teapot").waitFor();
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void whoMayOnlyLookIsToldWhyNothingCanBeChanged() {
    try (ConsoleWindow console = signedIn(Role.VIEWER, "strategies")) {
      console.expectPage("Strategies");
      Locator off = console.button("Switch off genetic");
      off.waitFor();
      assertThat(off.getAttribute("aria-disabled")).isEqualTo("true");
      off.click(new Locator.ClickOptions().setForce(true));
      assertThat(console.dialog().count()).isZero();
      assertThat(console.page().getByRole(AriaRole.MAIN).textContent())
          .contains("changes here need the role Operator");
      assertThat(
              console
                  .page()
                  .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Audit log"))
                  .count())
          .isZero();
    }
  }

  @Test
  void theKeyboardSkipsToThePage() {
    try (ConsoleWindow console = signedIn(Role.VIEWER, "placements")) {
      console.expectPage("Placements");
      console.page().locator("body").press("Tab");
      console.page().keyboard().press("Enter");
      assertThat(console.page().evaluate("document.activeElement.tagName")).isEqualTo("MAIN");
    }
  }

  private ConsoleWindow console() {
    return ConsoleWindow.open(chromium.browser(), installation.server());
  }

  private ConsoleWindow signedIn(Role role, String place) {
    String name = account(role);
    ConsoleWindow console = console();
    console.go("flow/" + place);
    console.signIn(name, PASSWORD);
    return console;
  }

  private String account(Role role) {
    String name = "person-" + UUID.randomUUID().toString().substring(0, 8);
    Program.await(installation.store().accounts().create(name, PASSWORD, role));
    return name;
  }

  /** A shopper in another browser, whose cart grows. */
  private final class Shopper implements AutoCloseable {
    private final ConsoleWindow window = console();

    Shopper() {
      ObjectNode question =
          ShopClient.JSON
              .createObjectNode()
              .put("shopper", "neighbour")
              .put("session", UUID.randomUUID().toString());
      String token = installation.client().post("tokens", question).ok().path("token").asText();
      window
          .page()
          .navigate(installation.server().resolve("/#placement=cart&token=" + token).toString());
      // What is offered for the empty cart; what comes after it answers what is added.
      facts().waitFor();
    }

    /** Puts one more product into the cart; the next offer must come from that strategy. */
    void adds(int product, String strategy) {
      window.page().evaluate("document.getElementById('facts').textContent = ''");
      window.page().getByLabel("SKU").fill(installation.sku(product));
      window
          .page()
          .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add").setExact(true))
          .click();
      assertThat(facts().textContent()).contains(strategy);
    }

    private Locator facts() {
      return window.page().locator("#facts:not(:empty)");
    }

    @Override
    public void close() {
      window.close();
    }
  }
}
