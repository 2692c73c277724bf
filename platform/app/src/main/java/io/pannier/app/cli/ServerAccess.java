package io.pannier.app.cli;

import io.pannier.app.Credentials;
import io.pannier.laboratory.load.ShopAccess;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say which running installation is meant; a demo's data folder says it all. */
final class ServerAccess {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Address of the installation. Default: that of the demo in --data.")
  private @Nullable URI url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "${env:PANNIER_API_KEY}",
      description = "API key; better given as environment variable PANNIER_API_KEY.")
  private @Nullable String key;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data folder of a running demo, default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  /**
   * Where to go.
   *
   * @param shop null for the demo's own
   */
  ShopAccess resolve(@Nullable String shop) {
    Optional<Credentials> demo = url == null ? Credentials.read(data) : Optional.empty();
    URI server = url != null ? url : demo.map(found -> URI.create(found.url())).orElse(null);
    String apiKey = key != null && !key.isEmpty() ? key : demo.map(Credentials::apiKey).orElse("");
    String name = shop != null ? shop : demo.map(Credentials::shop).orElse("");
    if (server == null) {
      throw misused("no --url given and no demo's credentials in " + data);
    } else if (apiKey.isEmpty()) {
      throw misused("no --key given and PANNIER_API_KEY is not set");
    } else if (name.isEmpty()) {
      throw misused("no --shop given");
    }
    return new ShopAccess(server, name, apiKey);
  }

  private ParameterException misused(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
