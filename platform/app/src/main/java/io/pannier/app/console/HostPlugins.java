package io.pannier.app.console;

import io.pannier.console.PluginDesk;
import io.pannier.pluginhost.InstalledPlugin;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.PluginHostConfig;
import io.pannier.pluginhost.PluginVerifier;
import io.pannier.pluginhost.Rejection;
import io.pannier.pluginhost.VerificationReport;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Puts uploaded plugins into the folder that the host watches, once they are verified. */
public final class HostPlugins implements PluginDesk {
  /** What becomes part of a file's name. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,100}");

  private final Vertx vertx;
  private final PluginHost host;
  private final PluginHostConfig config;

  public HostPlugins(Vertx vertx, PluginHost host, PluginHostConfig config) {
    this.vertx = vertx;
    this.host = host;
    this.config = config;
  }

  @Override
  public List<PluginState> all() {
    List<PluginState> all = new ArrayList<>();
    for (InstalledPlugin plugin : host.installed()) {
      all.add(new PluginState(plugin.id(), plugin.version(), plugin.strategies(), null, ""));
    }
    for (Rejection rejection : host.rejections()) {
      all.add(
          new PluginState(
              String.valueOf(rejection.zip().getFileName()),
              "",
              List.of(),
              rejection.code().name(),
              rejection.reason()));
    }
    return all;
  }

  @Override
  public Future<Intake> install(Path zip) {
    // Seconds of a child process: one at a time, and nothing for an event loop.
    return vertx.executeBlocking(() -> verified(zip));
  }

  private Intake verified(Path zip) throws IOException {
    VerificationReport report = PluginVerifier.verify(zip, config.verification());
    List<String> findings =
        report.checks().stream()
            .filter(check -> !check.passed())
            .map(check -> check.strategy() + ", " + check.check() + ": " + check.message())
            .toList();
    if (report.code() != null) {
      return new Intake(report.plugin(), report.code().name(), report.reason(), findings);
    }
    String name = report.plugin().replace('@', '-');
    if (!SAFE.matcher(name).matches()) {
      return new Intake(
          report.plugin(),
          StandardErrorCode.PLUGIN_INVALID.name(),
          "id and version must make a file's name: letters, digits and . _ + -",
          List.of());
    }
    Path to = config.folder().resolve(name + ".zip");
    Path part = config.folder().resolve(name + ".zip.part");
    Files.copy(zip, part, StandardCopyOption.REPLACE_EXISTING);
    // The sum of what was there before would refuse what comes now.
    Files.deleteIfExists(config.folder().resolve(name + ".zip.sha256"));
    Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new Intake(report.plugin(), null, "", findings);
  }
}
