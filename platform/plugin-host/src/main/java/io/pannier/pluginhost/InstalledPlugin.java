package io.pannier.pluginhost;

import java.nio.file.Path;
import java.util.List;

/**
 * A plugin that was let in.
 *
 * @param strategies names of what it offers
 */
public record InstalledPlugin(String id, String version, Path zip, List<String> strategies) {
  public InstalledPlugin {
    strategies = List.copyOf(strategies);
  }
}
