package io.pannier.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * One way through the provider of identities: what was sent with somebody, to compare with what
 * comes back.
 *
 * @param state returned with the code; nobody else knows it
 * @param browser secret of the browser that began; it comes back in a cookie
 * @param nonce returned within the token
 * @param verifier whose hash went ahead (PKCE, RFC 7636), and which the code is worth nothing
 *     without
 * @param redirect address that the provider sends back to
 * @param until milliseconds since the epoch after which it is too late
 */
record OidcFlow(
    String state, String browser, String nonce, String verifier, String redirect, long until) {
  private static final int RANDOM_BYTES = 32;

  static OidcFlow begin(SecureRandom random, String redirect, long until) {
    return new OidcFlow(text(random), text(random), text(random), text(random), redirect, until);
  }

  /** The verifier's hash, as the method {@code S256} wants it. */
  String challenge() {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String text(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
