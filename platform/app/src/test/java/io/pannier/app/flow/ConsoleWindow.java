package io.pannier.app.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The console as somebody has it before them: a browser's window with cookies of its own. */
final class ConsoleWindow implements AutoCloseable {
  /** Chosen so that a machine that builds beside it does not fail a test. */
  private static final int PATIENCE_MILLIS = 20_000;

  private static final String RULES = script("/axe.min.js");

  private final BrowserContext context;
  private final Page page;
  private final URI address;
  private final List<String> complaints = new ArrayList<>();

  private ConsoleWindow(BrowserContext context, URI address) {
    this.context = context;
    this.address = address;
    context.setDefaultTimeout(PATIENCE_MILLIS);
    // What the tests look for is written in English.
    context.addInitScript("localStorage.setItem('pannier-console-language', 'en')");
    this.page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
          }
        });
  }

  static ConsoleWindow open(Browser browser, URI address) {
    return open(browser, address, 1280, ColorScheme.LIGHT);
  }

  static ConsoleWindow open(Browser browser, URI address, int width, ColorScheme colours) {
    return new ConsoleWindow(
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(colours)),
        address);
  }

  /** Goes to a page of the console by its address: {@code shop/page/…}. */
  void go(String place) {
    page.navigate(address.resolve("/console/").toString() + "#/" + place);
  }

  void signIn(String name, String password) {
    page.getByLabel("Name").fill(name);
    page.locator("input[autocomplete=current-password]").fill(password);
    button("Sign in").click();
  }

  /** The main heading of that text, once it is there. */
  void expectPage(String heading) {
    page.getByRole(
            AriaRole.HEADING,
            new Page.GetByRoleOptions().setName(heading).setLevel(1).setExact(true))
        .waitFor();
  }

  /** Waits until nothing of the page is being loaded. */
  void expectLoaded() {
    page.locator("main [role=status]")
        .first()
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator dialog() {
    return page.getByRole(AriaRole.DIALOG);
  }

  /** Chooses from a list by its label. */
  void choose(String label, String option) {
    page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label).setExact(true))
        .first()
        .click();
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(option).setExact(true))
        .click();
  }

  /** Gives the reason that the open dialog asks for, confirms, and waits until it is done. */
  void confirm(String reason, String button) {
    dialog().getByLabel("Reason").fill(reason);
    dialog()
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true))
        .click();
    dialog().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  /** What the page threw, and what the page policy refused. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Rules of accessibility that what is shown breaks, with where. */
  List<String> broken() {
    page.evaluate(RULES);
    String found =
        (String)
            page.evaluate(
                "async () => JSON.stringify((await axe.run(document, {resultTypes:"
                    + " ['violations']})).violations)");
    List<String> broken = new ArrayList<>();
    try {
      for (JsonNode rule : ShopClient.JSON.readTree(found)) {
        broken.add(rule.path("id").asText() + " at " + rule.path("nodes").findValuesAsText("html"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return broken;
  }

  /** By how many pixels the page is wider than the window. */
  int overflow() {
    return ((Number) page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
        .intValue();
  }

  void picture(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  private static String script(String resource) {
    try (InputStream in = ConsoleWindow.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
