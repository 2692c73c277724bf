package io.pannier.spi;

/**
 * The version of this contract, by the rules of semantic versioning. A plugin states in {@code
 * plugin.requires} which versions it works with, for example {@code >=1.0.0 & <2.0.0}.
 */
public final class SpiVersion {
  /** The contract that this platform offers. */
  public static final String CURRENT = "1.0.0";

  private SpiVersion() {}
}
