package io.pannier.app.flow;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.pannier.app.Program;
import io.pannier.store.Role;
import java.util.UUID;

/** People who work at the console of an installation, each under a name of their own. */
final class ConsoleWork implements AutoCloseable {
  private static final String PASSWORD = "correct horse battery staple";

  private final Chromium chromium = Chromium.startOrSkip();

  /** Somebody of that role who is signed in and looks at that page of the shop. */
  ConsoleWindow signedIn(Installation installation, Role role, String place) {
    String name = account(installation, role);
    ConsoleWindow console = open(installation);
    console.go(installation.shop().name() + "/" + place);
    console.signIn(name, PASSWORD);
    return console;
  }

  /** A window in which nobody is signed in. */
  ConsoleWindow open(Installation installation) {
    return ConsoleWindow.open(chromium.browser(), installation.server());
  }

  /** The same, without a browser. */
  static AdminConsole calling(Installation installation, Role role) {
    return new AdminConsole(installation.server(), account(installation, role), PASSWORD);
  }

  private static String account(Installation installation, Role role) {
    String name = "person-" + UUID.randomUUID().toString().substring(0, 8);
    Program.await(installation.store().accounts().create(name, PASSWORD, role));
    return name;
  }

  /** The line of a table that holds a text. */
  static Locator row(ConsoleWindow console, String text) {
    return console
        .page()
        .getByRole(AriaRole.ROW)
        .filter(new Locator.FilterOptions().setHasText(text));
  }

  @Override
  public void close() {
    chromium.close();
  }
}
