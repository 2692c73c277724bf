package io.pannier.store;

import java.util.Locale;

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

  static Role of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
