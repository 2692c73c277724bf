package io.pannier.app.cli;

import io.pannier.app.Credentials;
import io.pannier.app.config.PannierConfig;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.EmbeddedPostgres;
import io.pannier.text.TextConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say which shop of which installation's database is meant. */
final class ShopStore {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration of the installation, running or not. Default: the demo's.")
  private @Nullable Path config;

  @Option(
      names = "--shop",
      paramLabel = "S",
      description = "The shop. Default: the demo's; required with --config.")
  private @Nullable String shop;

  boolean hasConfig() {
    return config != null;
  }

  /**
   * Opens the database.
   *
   * @param demo folder of a running demo, used without --config
   */
  OpenStore open(Path demo) {
    if (config != null) {
      return new OpenStore(config);
    }
    return new OpenStore(
        EmbeddedPostgres.running(demo)
            .orElseThrow(
                () ->
                    new PannierException(
                        StandardErrorCode.STORE_UNAVAILABLE,
                        "no demo is running in "
                            + demo
                            + "; start one, or give --config and --shop")));
  }

  /** The installation's language model. */
  TextConfig language() {
    return config == null ? TextConfig.defaults() : PannierConfig.read(config).text();
  }

  /**
   * @param demo folder of a running demo
   * @throws PannierException SHOP_UNKNOWN
   */
  Shop shop(OpenStore open, Path demo) {
    String name = shop;
    if (name == null) {
      if (config != null) {
        throw new ParameterException(spec.commandLine(), "--config needs --shop S");
      }
      name = Optional.of(demo).flatMap(Credentials::read).map(Credentials::shop).orElse("demo");
    }
    String wanted = name;
    return open.store()
        .shops()
        .find(wanted)
        .orElseThrow(
            () ->
                new PannierException(
                    StandardErrorCode.SHOP_UNKNOWN, "there is no shop '" + wanted + "'"));
  }
}
