package io.pannier.pluginhost;

import java.time.Duration;

/**
 * What a zip must pass before its code runs in this process.
 *
 * @param requireChecksum refuse a zip without a {@code .sha256} file beside it
 * @param contractChecks run the contract checks in a child process first
 * @param timeout how long the child may take
 * @param heap heap of the child, bytes
 * @param maxZipBytes largest zip
 * @param maxUnpackedBytes largest sum of unpacked sizes
 * @param maxEntries most entries, those of nested jars included
 */
public record VerificationConfig(
    boolean requireChecksum,
    boolean contractChecks,
    Duration timeout,
    long heap,
    long maxZipBytes,
    long maxUnpackedBytes,
    int maxEntries) {
  public VerificationConfig {
    if (timeout.isNegative() || timeout.isZero() || heap < 16L << 20) {
      throw new IllegalArgumentException("timeout must be > 0 and heap ≥ 16 MiB");
    }
    if (maxZipBytes < 1 || maxUnpackedBytes < 1 || maxEntries < 1) {
      throw new IllegalArgumentException("limits of a zip must be ≥ 1");
    }
  }

  public static VerificationConfig defaults() {
    return new VerificationConfig(
        false, true, Duration.ofSeconds(60), 256L << 20, 64L << 20, 256L << 20, 20_000);
  }

  public VerificationConfig withRequireChecksum(boolean required) {
    return new VerificationConfig(
        required, contractChecks, timeout, heap, maxZipBytes, maxUnpackedBytes, maxEntries);
  }

  public VerificationConfig withContractChecks(boolean run) {
    return new VerificationConfig(
        requireChecksum, run, timeout, heap, maxZipBytes, maxUnpackedBytes, maxEntries);
  }
}
