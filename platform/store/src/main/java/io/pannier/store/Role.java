package io.pannier.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person may do, weakest first; each may do what those before it may. */
public enum Role {
  /** Sees everything and changes nothing. */
  VIEWER,
  /** Changes placements and strategies. */
  OPERATOR,
  /** Also makes accounts and keys. */
  ADMIN;

  /** As it is stored and written. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** True where it may do what the other may. */
  public boolean includes(Role other) {
    return ordinal() >= other.ordinal();
  }

  /** The role of that name; empty where there is none. */
  public static Optional<Role> find(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(wireName)).findFirst();
  }

  static Role of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
