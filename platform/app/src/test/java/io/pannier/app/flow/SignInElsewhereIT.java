package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.pannier.app.config.PannierConfig;
import io.pannier.console.OidcConfig;
import io.pannier.console.issuer.FakeIssuer;
import io.pannier.store.Role;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in to the console with a provider of identities, in a browser. */
final class SignInElsewhereIT {
  private static final Vertx VERTX = Vertx.vertx();

  private static ConsoleWork work;
  private static FakeIssuer issuer;
  private static Installation installation;

  @BeforeAll
  static void start() throws IOException {
    work = new ConsoleWork();
    issuer = FakeIssuer.start(VERTX, 0);
    installation =
        Installation.start(
            Files.createTempDirectory("pannier-elsewhere-"),
            SignInElsewhereIT::few,
            SignInElsewhereIT::withPeople);
  }

  @AfterAll
  static void stop() throws IOException {
    if (installation != null) {
      installation.close();
    }
    if (issuer != null) {
      issuer.close();
    }
    if (work != null) {
      work.close();
    }
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  private static boolean few(Path zip) {
    String name = String.valueOf(zip.getFileName());
    return name.contains("popularity") || name.contains("item-knn") || name.contains("genetic");
  }

  private static PannierConfig withPeople(PannierConfig config) {
    return config.with(
        config
            .console()
            .withOidc(
                new OidcConfig(
                    issuer.address(),
                    FakeIssuer.CLIENT,
                    FakeIssuer.SECRET,
                    "",
                    "the shop's people",
                    List.of("openid"),
                    "preferred_username",
                    "realm.roles",
                    Map.of("shop-ops", Role.OPERATOR))));
  }

  @Test
  void oneClickLeadsToThePageThatWasWantedAsWhoTheProviderSays() {
    issuer.claims.set(same -> same);
    try (ConsoleWindow console = work.open(installation)) {
      console.go("flow/placements/cart");
      link(console).click();
      console.expectPage("cart");
      console.button("ada.lovelace@example.com").click();
      console.page().getByText("Operator", exactly()).waitFor();
      assertThat(console.page().getByText("Change password").count()).isZero();
      console.page().getByText("Sign out").click();
      console.button("Sign in").waitFor();

      // Signed out here, and signed out it stays.
      console.page().reload();
      console.button("Sign in").waitFor();
      assertThat(console.complaints()).isEmpty();
    }
    try (ConsoleWindow console = work.signedIn(installation, Role.ADMIN, "people")) {
      console.expectPage("People and keys");
      assertThat(ConsoleWork.row(console, "ada.lovelace@example.com").textContent())
          .contains("external");
    }
  }

  @Test
  void whoHasNoRoleReadsWhy() {
    issuer.claims.set(
        claims ->
            claims
                .put("sub", "a stranger")
                .put("realm", new JsonObject().put("roles", new JsonArray())));
    try (ConsoleWindow console = work.open(installation)) {
      console.go("flow/overview");
      link(console).click();
      console.page().getByText("You are known, but have no role here.").waitFor();
      assertThat(console.page().url()).doesNotContain("sign-in=");
      assertThat(console.broken()).isEmpty();
      assertThat(console.complaints()).isEmpty();
    }
  }

  private static com.microsoft.playwright.Locator link(ConsoleWindow console) {
    return console
        .page()
        .getByRole(
            AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with the shop's people"));
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }
}
