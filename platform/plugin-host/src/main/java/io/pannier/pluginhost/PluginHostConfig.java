package io.pannier.pluginhost;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where plugins come from and what they may do.
 *
 * @param folder zips that appear here are loaded, replaced and unloaded
 * @param settle how long a file must stay unchanged before it is read
 * @param retireTimeout how long instances of a replaced or removed plugin may stay open
 * @param seed from which the random generators of all instances are derived
 */
public record PluginHostConfig(
    Path folder,
    Duration settle,
    Duration retireTimeout,
    long seed,
    VerificationConfig verification,
    ContainmentConfig containment) {
  public PluginHostConfig {
    if (settle.isNegative() || retireTimeout.isNegative()) {
      throw new IllegalArgumentException("settle and retire-timeout must be ≥ 0");
    }
  }

  public static PluginHostConfig defaults() {
    return of(Path.of("plugins"));
  }

  public static PluginHostConfig of(Path folder) {
    return new PluginHostConfig(
        folder,
        Duration.ofMillis(300),
        Duration.ofSeconds(60),
        20_261_121L,
        VerificationConfig.defaults(),
        ContainmentConfig.defaults());
  }

  public PluginHostConfig withVerification(VerificationConfig changed) {
    return new PluginHostConfig(folder, settle, retireTimeout, seed, changed, containment);
  }

  public PluginHostConfig withContainment(ContainmentConfig changed) {
    return new PluginHostConfig(folder, settle, retireTimeout, seed, verification, changed);
  }

  public PluginHostConfig withSettle(Duration changed) {
    return new PluginHostConfig(folder, changed, retireTimeout, seed, verification, containment);
  }
}
