package io.pannier.console;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.time.Duration;

/**
 * How people sign in, how long they stay signed in and how often they may try to.
 *
 * @param sessionLifetime after which a session ends, however busy
 * @param sessionIdle after which a session ends that nothing is asked in; it may end up to a
 *     minute, or a tenth of this, earlier, whichever is less
 * @param triesOfAccount wrong passwords that an account takes at once
 * @param accountPause after which an account takes one more
 * @param triesOfAddress wrong passwords that come from one address at once
 * @param addressPause after which one more may come from it
 * @param maxUpload bytes of a plugin or of a file that is imported
 * @param oidc a provider of identities beside names and passwords
 */
public record ConsoleConfig(
    Duration sessionLifetime,
    Duration sessionIdle,
    int triesOfAccount,
    Duration accountPause,
    int triesOfAddress,
    Duration addressPause,
    long maxUpload,
    OidcConfig oidc) {
  public ConsoleConfig {
    positive(sessionLifetime, "session-lifetime");
    positive(sessionIdle, "session-idle");
    positive(accountPause, "account-pause");
    positive(addressPause, "address-pause");
    if (triesOfAccount < 1 || triesOfAddress < 1 || maxUpload < 1) {
      throw new PannierException(
          StandardErrorCode.CONFIG_INVALID,
          "tries-of-account, tries-of-address and max-upload must be ≥ 1");
    }
  }

  public static ConsoleConfig defaults() {
    return new ConsoleConfig(
        Duration.ofHours(12),
        Duration.ofMinutes(30),
        10,
        Duration.ofSeconds(30),
        50,
        Duration.ofSeconds(6),
        256L << 20,
        OidcConfig.defaults());
  }

  /** The same with people of that provider of identities. */
  public ConsoleConfig withOidc(OidcConfig changed) {
    return new ConsoleConfig(
        sessionLifetime,
        sessionIdle,
        triesOfAccount,
        accountPause,
        triesOfAddress,
        addressPause,
        maxUpload,
        changed);
  }

  private static void positive(Duration value, String name) {
    if (value.isNegative() || value.isZero()) {
      throw new PannierException(StandardErrorCode.CONFIG_INVALID, name + " must be positive");
    }
  }
}
