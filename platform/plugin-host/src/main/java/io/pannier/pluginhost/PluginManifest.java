package io.pannier.pluginhost;

import io.pannier.spi.PannierException;
import io.pannier.spi.SpiVersion;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What {@code plugin.properties} says.
 *
 * @param requires the versions of the strategy contract that the plugin works with
 */
public record PluginManifest(
    String id,
    String version,
    String requires,
    String provider,
    String description,
    String license) {
  /** The file's name, at the root of the zip. */
  public static final String FILE = "plugin.properties";

  /**
   * Reads and checks the manifest in a folder.
   *
   * @throws PannierException PLUGIN_INVALID if it is missing or says too little;
   *     PLUGIN_SPI_INCOMPATIBLE if this platform's contract is outside what the plugin requires
   */
  static PluginManifest read(Path folder) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve(FILE), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
      throw invalid("cannot be read: " + e.getMessage());
    }
    PluginManifest manifest =
        new PluginManifest(
            required(properties, "plugin.id"),
            required(properties, "plugin.version"),
            required(properties, "plugin.requires"),
            optional(properties, "plugin.provider"),
            optional(properties, "plugin.description"),
            optional(properties, "plugin.license"));
    if (!manifest.id.matches("[a-z][a-z0-9.-]{0,63}")) {
      throw invalid("plugin.id '" + manifest.id + "' is not lower case letters, digits, . and -");
    }
    manifest.checkVersions();
    return manifest;
  }

  private void checkVersions() {
    try {
      int ignored = Versions.compare(version, SpiVersion.CURRENT);
    } catch (RuntimeException e) {
      throw invalid("plugin.version '" + version + "' is not a semantic version such as 1.2.0");
    }
    boolean matches;
    try {
      matches = Versions.matches(SpiVersion.CURRENT, requires);
    } catch (RuntimeException e) {
      throw invalid("plugin.requires '" + requires + "' is not a range such as '>=1.0.0 & <2.0.0'");
    }
    if (!matches) {
      throw new PannierException(
          StandardErrorCode.PLUGIN_SPI_INCOMPATIBLE,
          id
              + "@"
              + version
              + " requires the strategy contract "
              + requires
              + "; this platform offers "
              + SpiVersion.CURRENT);
    }
  }

  private static String required(Properties properties, String key) {
    String value = optional(properties, key);
    if (value.isEmpty()) {
      throw invalid("'" + key + "' is missing");
    }
    return value;
  }

  private static String optional(Properties properties, String key) {
    return properties.getProperty(key, "").trim();
  }

  private static PannierException invalid(String what) {
    return new PannierException(StandardErrorCode.PLUGIN_INVALID, FILE + ": " + what);
  }
}
