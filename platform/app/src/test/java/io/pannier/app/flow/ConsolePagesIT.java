package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.pannier.app.Program;
import io.pannier.store.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every page of the console, wide and narrow, light and dark: accessible, within its window, and
 * without anything that the page policy refuses. Its pictures lie in {@code target/screenshots}.
 */
@ExtendWith(SharedInstallation.class)
final class ConsolePagesIT {
  private static final String PASSWORD = "correct horse battery staple";
  private static final Path PICTURES = Path.of("target", "screenshots");

  private static final List<String> PLACES =
      List.of(
          "overview",
          "placements",
          "placements/cart",
          "placements/cart/dial",
          "placements/cart/history",
          "placements/cart/scheduled",
          "strategies",
          "strategies/item-knn",
          "experiments",
          "explain",
          "decisions",
          "data/catalogue",
          "data/imports",
          "data/letters",
          "data/shoppers",
          "approvals",
          "audit",
          "people");

  private static Chromium chromium;

  private final Installation installation;

  ConsolePagesIT(Installation installation) {
    this.installation = installation;
  }

  @BeforeAll
  static void startBrowser() throws IOException {
    chromium = Chromium.startOrSkip();
    Files.createDirectories(PICTURES);
  }

  @AfterAll
  static void stopBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, LIGHT", "1280, DARK", "390, LIGHT", "390, DARK"})
  void arePleasantForEverybody(int width, ColorScheme colours) {
    String name = "person-" + UUID.randomUUID().toString().substring(0, 8);
    Program.await(installation.store().accounts().create(name, PASSWORD, Role.ADMIN));
    // The dial shows the newest question of its placement.
    installation
        .client()
        .post("offers", Installation.question("cart", name, Installation.cart(installation.sku(0))))
        .ok();
    SoftAssertions all = new SoftAssertions();
    try (ConsoleWindow console =
        ConsoleWindow.open(chromium.browser(), installation.server(), width, colours)) {
      console.go("flow/overview");
      console.button("Sign in").waitFor();
      look(console, "sign-in", width, colours, all);
      console.signIn(name, PASSWORD);
      console.expectPage("Overview");
      for (String place : PLACES) {
        console.go("flow/" + place);
        console.page().locator("main h1").waitFor();
        console.expectLoaded();
        look(console, place, width, colours, all);
      }
      assertThat(console.complaints()).isEmpty();
    }
    all.assertAll();
  }

  private void look(
      ConsoleWindow console, String place, int width, ColorScheme colours, SoftAssertions all) {
    String name =
        place.replace('/', '-') + "-" + width + "-" + colours.name().toLowerCase(Locale.ROOT);
    console.picture(PICTURES.resolve("console-" + name + ".png"));
    all.assertThat(console.broken()).as("rules broken by " + name).isEmpty();
    all.assertThat(console.overflow()).as("width of " + name).isLessThanOrEqualTo(0);
    all.assertThat(console.page().locator("main").getByRole(AriaRole.ALERT).allTextContents())
        .as("what does not work in " + name)
        .isEmpty();
  }
}
