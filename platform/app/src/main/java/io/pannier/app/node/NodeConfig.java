package io.pannier.app.node;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * This process among those that share its database.
 *
 * @param name by which the console tells it from others, at most 64 characters; where it is empty,
 *     the machine's name and the port
 */
public record NodeConfig(String name) {
  private static final int LONGEST = 64;

  public NodeConfig {
    if (name.length() > LONGEST) {
      throw new PannierException(
          StandardErrorCode.CONFIG_INVALID, "name must have at most " + LONGEST + " characters");
    }
  }

  public static NodeConfig defaults() {
    return new NodeConfig("");
  }
}
