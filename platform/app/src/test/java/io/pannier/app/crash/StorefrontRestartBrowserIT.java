package io.pannier.app.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.pannier.app.flow.Chromium;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.store.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop's page that stays open while the program behind it is killed and started again. */
class StorefrontRestartBrowserIT {
  /** The program's start on a busy machine, and then the longest pause of the client. */
  private static final double PATIENCE_MILLIS = 150_000;

  private static final String FRESH = "section.offers.fresh";
  private static final String DECISION = FRESH + " .backstage dd >> nth=1";

  @TempDir private Path folder = Path.of("");

  private Path data = Path.of("");
  private @Nullable SubjectProcess subject;

  @AfterEach
  void endTheProgramAndTheDatabaseThatOutlivesIt() throws Exception {
    if (subject != null) {
      subject.kill();
      EmbeddedPostgres.start(data).close();
    }
  }

  @Test
  void theOfferComesBackToLifeAndFollowsTheCartWithoutAReload() throws Exception {
    data = Files.createDirectory(folder.resolve("data"));
    try (Chromium chromium = Chromium.startOrSkip();
        Page page = chromium.browser().newPage()) {
      page.setDefaultTimeout(PATIENCE_MILLIS);
      ShopAccess access = start(0);
      Response shop = page.navigate(access.server() + "/store/");
      assumeTrue(shop != null && shop.ok(), "needs the web pages (build without -Dweb.skip)");
      page.evaluate("window.openedOnce = true");
      page.locator("main a[href^='#/product/']").first().click();
      Locator bundle = page.locator(FRESH + " article.bundle").first();
      bundle.waitFor();
      String first = decision(page, "");

      kill();
      page.locator("section.offers.stale").waitFor();
      start(access.port());
      String afterTheRestart = decision(page, first);

      bundle.locator("button.primary").click();
      assertThat(decision(page, afterTheRestart)).isNotEqualTo(first);
      assertThat(page.evaluate("window.openedOnce === true")).isEqualTo(true);
    }
  }

  private ShopAccess start(int port) throws IOException {
    SubjectProcess started = SubjectProcess.start(data, port);
    subject = started;
    return started.awaitReady();
  }

  private void kill() throws InterruptedException {
    if (subject != null) {
      subject.kill();
    }
  }

  /** The decision of a live offer that is another one than before. */
  private static String decision(Page page, String before) throws InterruptedException {
    Locator shown = page.locator(DECISION);
    shown.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    long deadline = System.nanoTime() + (long) (PATIENCE_MILLIS * 1e6);
    String decision = shown.textContent();
    while (decision.equals(before) && System.nanoTime() - deadline < 0) {
      page.waitForTimeout(50);
      decision = shown.textContent();
    }
    assertThat(decision).isNotEqualTo(before);
    return decision;
  }
}
