package io.pannier.store;

import org.jspecify.annotations.Nullable;

/**
 * What is to change about an account; null leaves it as it is.
 *
 * @param password in clear
 */
public record AccountChange(
    @Nullable Role role, @Nullable Boolean disabled, @Nullable String password) {
  /** Hides the password. */
  @Override
  public String toString() {
    return "AccountChange[role=" + role + ", disabled=" + disabled + "]";
  }
}
