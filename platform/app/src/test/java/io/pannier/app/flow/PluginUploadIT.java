package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.pannier.app.config.PannierConfig;
import io.pannier.plugins.mischief.Mischief;
import io.pannier.store.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A plugin that comes in through a browser, verified in a process of its own before it serves. */
final class PluginUploadIT {
  /** A child process on a machine that builds beside it. */
  private static final double PATIENCE_MILLIS = 120_000;

  private static ConsoleWork work;
  private static Installation installation;

  @BeforeAll
  static void start() throws IOException {
    work = new ConsoleWork();
    installation =
        Installation.start(
            Files.createTempDirectory("pannier-upload-"),
            PluginUploadIT::few,
            PluginUploadIT::strict);
  }

  @AfterAll
  static void stop() throws IOException {
    if (installation != null) {
      installation.close();
    }
    if (work != null) {
      work.close();
    }
  }

  /** Each is verified in a process of its own, so no more than a placement needs. */
  private static boolean few(Path zip) {
    String name = String.valueOf(zip.getFileName());
    return name.contains("popularity") || name.contains("item-knn") || name.contains("genetic");
  }

  private static PannierConfig strict(PannierConfig config) {
    return config.with(
        config
            .plugins()
            .withVerification(config.plugins().verification().withContractChecks(true)));
  }

  @Test
  void aNewVersionIsCheckedAndServesTheNextOffer() throws IOException {
    Path installed;
    try (var zips = Files.list(installation.plugins())) {
      installed =
          zips.filter(
                  zip -> zip.toString().endsWith(".zip") && zip.toString().contains("popularity"))
              .findFirst()
              .orElseThrow();
    }
    byte[] fresh = reversioned(Files.readAllBytes(installed), "1.9.0");
    // Two zips of one plugin would be a quarrel; the former one goes.
    installation.place("cart", "popularity", "genetic", 3_000);
    try (ConsoleWindow console = work.signedIn(installation, Role.ADMIN, "strategies")) {
      console.expectPage("Strategies");
      Files.delete(installed);
      upload(console, "popularity-1.9.0.zip", fresh);
      console.page().getByText("popularity 1.9.0 is installed.").waitFor(patiently());
      ConsoleWork.row(console, "1.9.0")
          .filter(new Locator.FilterOptions().setHasText("active"))
          .waitFor(patiently());
      Waiting.patiently(
          "the new version answers",
          () ->
              installation
                  .client()
                  .post(
                      "offers",
                      Installation.question(
                          "cart", "upload", Installation.cart(installation.sku(10))))
                  .ok()
                  .path("strategy")
                  .asText(),
          strategy -> strategy.startsWith("popularity@1.9.0"));
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void aPluginThatBreaksItsContractIsRefusedWithWhatWasFound() throws IOException {
    byte[] broken = MischiefPlugin.zip(List.of(Mischief.NotANumber.class));
    try (ConsoleWindow console = work.signedIn(installation, Role.ADMIN, "strategies")) {
      console.expectPage("Strategies");
      upload(console, "mischief.zip", broken);
      console.page().getByText("mischief.zip was refused.").waitFor(patiently());
      Locator problem = console.page().getByRole(AriaRole.MAIN).getByRole(AriaRole.ALERT);
      assertThat(problem.textContent()).contains("PLUGIN_", "mischief");
      assertThat(problem.getByRole(AriaRole.LISTITEM).allTextContents())
          .isNotEmpty()
          .allMatch(finding -> finding.contains("not-a-number"));
      assertThat(ConsoleWork.row(console, "mischief").count()).isZero();
      assertThat(Files.exists(installation.plugins().resolve("mischief-1.0.0.zip"))).isFalse();

      upload(console, "words.zip", "no zip at all".getBytes(StandardCharsets.UTF_8));
      console.page().getByText("words.zip was refused.").waitFor(patiently());
      assertThat(problem.textContent()).contains("PLUGIN_INVALID");
      assertThat(console.complaints()).isEmpty();
    }
  }

  private static void upload(ConsoleWindow console, String name, byte[] zip) {
    console
        .page()
        .locator("input[type=file]")
        .setInputFiles(new FilePayload(name, "application/zip", zip));
  }

  private static Locator.WaitForOptions patiently() {
    return new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS);
  }

  private static byte[] reversioned(byte[] zip, String version) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().equals("plugin.properties")) {
          content =
              new String(content, StandardCharsets.UTF_8)
                  .replaceFirst("plugin.version=.*", "plugin.version=" + version)
                  .getBytes(StandardCharsets.UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
