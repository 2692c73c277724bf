package io.pannier.console;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes in plugins, and knows those that are there. */
public interface PluginDesk {
  /** Those in use and those that were refused. */
  List<PluginState> all();

  /**
   * Puts a zip through all that the host demands, in another process, and into the plugins folder
   * if it passes.
   *
   * @param zip is not kept
   */
  Future<Intake> install(Path zip);

  /**
   * A plugin.
   *
   * @param id of the plugin; the file's name where it was refused
   * @param version empty where it was refused
   * @param code why it was refused; null where it was not
   * @param reason the same in words; empty where it was not
   */
  record PluginState(
      String id, String version, List<String> strategies, @Nullable String code, String reason) {
    public PluginState {
      strategies = List.copyOf(strategies);
    }
  }

  /**
   * What became of an upload.
   *
   * @param plugin {@code id@version}, or the file's name where that cannot be read
   * @param code why it was refused; null when it was let in
   * @param reason the same in words; empty when it was let in
   * @param findings promises of the contract that it breaks
   */
  record Intake(String plugin, @Nullable String code, String reason, List<String> findings) {
    public Intake {
      findings = List.copyOf(findings);
    }
  }
}
