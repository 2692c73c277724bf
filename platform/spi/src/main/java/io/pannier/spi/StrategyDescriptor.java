package io.pannier.spi;

import java.util.Map;
import java.util.Set;

/**
 * What a strategy says about itself before an instance exists.
 *
 * @param name the name used in configuration, console, evaluation and offers: lower case, digits
 *     and hyphens
 * @param description one sentence for the console
 * @param capabilities what its instances can do
 * @param parameters every configuration key with its documentation; other keys are refused
 */
public record StrategyDescriptor(
    String name, String description, Set<Capability> capabilities, Map<String, String> parameters) {
  public StrategyDescriptor {
    if (!name.matches("[a-z][a-z0-9-]{0,63}")) {
      throw new IllegalArgumentException(
          "strategy name '" + name + "' is not lower case letters, digits and hyphens");
    }
    capabilities = Set.copyOf(capabilities);
    parameters = Map.copyOf(parameters);
  }
}
