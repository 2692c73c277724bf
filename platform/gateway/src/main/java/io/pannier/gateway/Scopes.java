package io.pannier.gateway;

import java.util.Set;

/** What an API key can be allowed to do. */
public final class Scopes {
  /** Send events and profiles of shoppers. */
  public static final String EVENTS = "events";

  /** Ask for offers, rankings, decisions and browser tokens. */
  public static final String OFFERS = "offers";

  /** Send products and history. */
  public static final String IMPORT = "import";

  /** Change placements and erase shoppers; includes every other scope. */
  public static final String ADMIN = "admin";

  /** Everything there is. */
  public static final Set<String> ALL = Set.of(EVENTS, OFFERS, IMPORT, ADMIN);

  private Scopes() {}
}
