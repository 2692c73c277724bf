package io.pannier.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person who may enter the installation.
 *
 * @param name what the person signs in with
 * @param disabled true for one who may no longer enter; the name stays taken, because what was done
 *     under it is on record
 * @param version grows with every change; what was opened under an earlier one ends
 * @param provider of identities that vouches for the person and says the role; null for who signs
 *     in with a password
 */
public record Account(
    String name,
    Role role,
    Instant created,
    boolean disabled,
    long version,
    @Nullable String provider) {

  /** True for a person who signs in elsewhere. */
  public boolean external() {
    return provider != null;
  }
}
