package io.pannier.pluginhost;

import org.pf4j.DefaultVersionManager;
import org.pf4j.VersionManager;

/** Versions and ranges as plugin.properties writes them: semantic versioning. */
final class Versions {
  private static final VersionManager MANAGER = new DefaultVersionManager();

  private Versions() {}

  static int compare(String one, String other) {
    return MANAGER.compareVersions(one, other);
  }

  /**
   * @param range for example {@code >=1.0.0 & <2.0.0}
   * @throws RuntimeException if either cannot be read
   */
  static boolean matches(String version, String range) {
    return MANAGER.checkVersionConstraint(version, range);
  }
}
