package io.pannier.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Those who are at the provider of identities now. Each comes back once. Thread-safe. */
final class OidcFlows {
  static final Duration LIFETIME = Duration.ofMinutes(10);

  /** More than are remembered would let whoever asks fill the memory. */
  private static final int REMEMBERED = 10_000;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, OidcFlow> byState =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OidcFlow> eldest) {
          return size() > REMEMBERED;
        }
      };

  synchronized OidcFlow begin(String redirect, long now) {
    OidcFlow flow = OidcFlow.begin(random, redirect, now + LIFETIME.toMillis());
    byState.put(flow.state(), flow);
    return flow;
  }

  /** The flow of that state, if the same browser comes back in time and for the first time. */
  synchronized Optional<OidcFlow> take(String state, String browser, long now) {
    return Optional.ofNullable(byState.remove(state))
        .filter(flow -> now < flow.until() && equal(flow.browser(), browser));
  }

  /** In a time that does not tell where the two differ. */
  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
