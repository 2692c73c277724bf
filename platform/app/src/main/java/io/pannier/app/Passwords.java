package io.pannier.app;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes passwords that nobody can guess. */
public final class Passwords {
  private static final int BYTES = 18;

  private Passwords() {}

  /** A new one: 144 random bits in 24 characters. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
