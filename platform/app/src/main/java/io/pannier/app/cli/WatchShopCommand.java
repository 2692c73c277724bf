package io.pannier.app.cli;

import io.pannier.app.Logs;
import io.pannier.laboratory.watch.WatchClient;
import io.pannier.laboratory.watch.WatchOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code watch}: a storefront in a terminal. */
@Command(
    name = "watch",
    description = {
      "Subscribes to a placement and prints each offer with prices and reasons.",
      "Type +SKU to put something into the cart, ?TEXT to search, help for more."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class WatchShopCommand implements Callable<Integer> {
  @ParentCommand private PannierCommand root = new PannierCommand();

  @Option(names = "--shop", paramLabel = "S", description = "The shop. Default: the demo's.")
  private @Nullable String shop;

  @Option(
      names = "--placement",
      defaultValue = "cart",
      description = "Where offers appear, default: ${DEFAULT-VALUE}.")
  private String placement = "cart";

  @Option(
      names = "--shopper",
      defaultValue = "",
      description = "Whose history counts. Default: an unknown shopper.")
  private String shopper = "";

  @Mixin private ServerAccess server = new ServerAccess();

  @Override
  @SuppressWarnings("DefaultCharset") // a terminal speaks the charset of its user
  public Integer call() {
    Logs.forPeople(root.verbose());
    WatchOptions standard = WatchOptions.defaults();
    WatchOptions options =
        new WatchOptions(placement, shopper, standard.session(), standard.patience());
    Charset charset =
        Optional.ofNullable(System.console())
            .map(java.io.Console::charset)
            .orElse(Charset.defaultCharset());
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, charset));
    new WatchClient(server.resolve(shop), options, in, System.out).run();
    return 0;
  }
}
