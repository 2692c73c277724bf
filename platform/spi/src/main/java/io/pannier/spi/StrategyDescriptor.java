package io.pannier.spi;

import java.util.Map;
import java.util.Optional;
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

  /**
   * Compares what is declared with what an instance implements.
   *
   * @return the first difference, in words; empty when both agree
   */
  public Optional<String> mismatch(Strategy strategy) {
    for (Capability capability : Capability.values()) {
      boolean implemented = capability.type().isInstance(strategy);
      if (capabilities.contains(capability) && !implemented) {
        return Optional.of(
            "declares " + capability + " but is no " + capability.type().getSimpleName());
      }
      // A front is a method that every bundling strategy has; calling it shows whether it works.
      if (implemented
          && capability != Capability.PARETO_FRONT
          && !capabilities.contains(capability)) {
        return Optional.of(
            "is a " + capability.type().getSimpleName() + " but does not declare " + capability);
      }
    }
    return Optional.empty();
  }
}
