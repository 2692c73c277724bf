package io.pannier.console;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How often a sign-in may fail: for each account, so that its password cannot be guessed, and for
 * each address, so that no address can go through all accounts. A sign-in that succeeds costs
 * nothing. Thread-safe.
 */
final class SignInLimits {
  /** More than are remembered would let whoever asks fill the memory. */
  private static final int REMEMBERED = 10_000;

  private final Buckets accounts;
  private final Buckets addresses;

  SignInLimits(ConsoleConfig config) {
    this.accounts = new Buckets(config.triesOfAccount(), config.accountPause());
    this.addresses = new Buckets(config.triesOfAddress(), config.addressPause());
  }

  /**
   * Takes one try.
   *
   * @return 0 when it may be made, else the seconds after which the next one may
   */
  long take(String account, String address) {
    long wait = addresses.take(address);
    if (wait == 0) {
      wait = accounts.take(account);
    }
    return wait;
  }

  /** Gives back the try that succeeded. */
  void giveBack(String account, String address) {
    accounts.giveBack(account);
    addresses.giveBack(address);
  }

  /** One bucket for each name, those longest unused forgotten first. */
  private static final class Buckets {
    private final int tries;
    private final Duration pause;
    private final Map<String, Bucket> byName =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > REMEMBERED;
          }
        };

    Buckets(int tries, Duration pause) {
      this.tries = tries;
      this.pause = pause;
    }

    synchronized long take(String name) {
      ConsumptionProbe probe = bucket(name).tryConsumeAndReturnRemaining(1);
      return probe.isConsumed()
          ? 0
          : TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
    }

    synchronized void giveBack(String name) {
      bucket(name).addTokens(1);
    }

    private Bucket bucket(String name) {
      return byName.computeIfAbsent(
          name,
          absent ->
              Bucket.builder()
                  .addLimit(limit -> limit.capacity(tries).refillGreedy(1, pause))
                  .build());
    }
  }
}
