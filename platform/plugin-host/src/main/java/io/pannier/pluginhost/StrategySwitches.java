package io.pannier.pluginhost;

/**
 * Which strategies people switched off. One that is off answers nobody, live or in shadow; it goes
 * on learning, so that it is up to date when it is switched on again.
 */
@FunctionalInterface
public interface StrategySwitches {
  /** Everything is on. */
  StrategySwitches NONE = (shop, strategy) -> false;

  /** Asked before every call, from any thread. */
  boolean isOff(int shop, String strategy);
}
