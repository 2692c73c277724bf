package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.pannier.store.Role;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A merchandiser excludes what is offered, and takes it back. */
@ExtendWith(SharedInstallation.class)
final class RulesBrowserIT {
  private static final Duration SOON = Duration.ofSeconds(1);

  private static ConsoleWork work;

  private final Installation installation;

  RulesBrowserIT(Installation installation) {
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
  void whatIsExcludedLeavesTheNextOfferAndARevertBringsItBack() {
    String offered = firstOffered();
    try (ConsoleWindow console = work.signedIn(installation, Role.OPERATOR, "placements/cart")) {
      console.expectPage("cart");
      console.button("Add a rule").click();
      Locator rule = console.page().getByRole(AriaRole.GROUP, group("Rule Rule 1"));
      rule.getByLabel("Field").first().click();
      console
          .page()
          .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("SKU").setExact(true))
          .click();
      rule.getByLabel("Value").first().fill(offered);
      console.button("What do they mean?").click();
      console.page().getByText("Rule 1 means 1 product").waitFor();
      console.button("Save").click();
      console.confirm("It is recalled", "Save");
      console.page().getByText("revision").first().waitFor();
      waitUntil(false, offered);

      console
          .page()
          .getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("History"))
          .click();
      console
          .page()
          .getByRole(AriaRole.LISTITEM)
          .filter(new Locator.FilterOptions().setHasText("It is recalled"))
          .waitFor();
      console
          .page()
          .getByText("Revert", new Page.GetByTextOptions().setExact(true))
          .first()
          .click();
      console.confirm("It was another one", "Revert");
      waitUntil(true, offered);
      assertThat(console.complaints()).isEmpty();
    }
  }

  private static Page.GetByRoleOptions group(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private void waitUntil(boolean there, String sku) {
    long end = System.nanoTime() + SOON.toNanos();
    boolean found = offer().toString().contains("\"" + sku + "\"");
    while (found != there && System.nanoTime() < end) {
      found = offer().toString().contains("\"" + sku + "\"");
    }
    assertThat(found).as("%s is offered within a second", sku).isEqualTo(there);
  }

  private String firstOffered() {
    return offer().path(0).path("items").path(0).path("sku").asText();
  }

  private JsonNode offer() {
    JsonNode cart = Installation.cart(installation.sku(4));
    String session = UUID.randomUUID().toString();
    return installation
        .client()
        .post("offers", Installation.question("cart", session, cart))
        .ok()
        .path("bundles");
  }
}
