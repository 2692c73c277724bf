package io.pannier.app.config;

/**
 * Secrets of the installation.
 *
 * @param tokenSecret signs browser tokens, at least 32 bytes; where it is empty one is drawn at
 *     each start, so that browsers fetch a new token after a restart
 */
public record SecurityConfig(String tokenSecret) {
  public static SecurityConfig defaults() {
    return new SecurityConfig("");
  }

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "SecurityConfig[tokenSecret=" + (tokenSecret.isEmpty() ? "none" : "********") + "]";
  }
}
