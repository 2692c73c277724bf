package io.pannier.pluginhost;

import io.pannier.spi.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the verification of a zip found.
 *
 * @param plugin {@code id@version}, or the file's name where the manifest cannot be read
 * @param sha256 of the zip, in hex; empty where it cannot be read
 * @param checks what was checked, in order; empty where it did not come to that
 * @param code why the zip is refused; null when it is accepted
 * @param reason the refusal in words; empty when it is accepted
 */
public record VerificationReport(
    String plugin, String sha256, List<Result> checks, @Nullable ErrorCode code, String reason) {
  public VerificationReport {
    checks = List.copyOf(checks);
  }

  public boolean passed() {
    return code == null;
  }

  /**
   * One promise of the contract.
   *
   * @param strategy the strategy's name
   * @param check the promise, in words
   * @param message what broke it; empty when it was kept
   */
  public record Result(
      String strategy, String check, boolean passed, long millis, String message) {}
}
