package io.pannier.gateway;

import java.util.Set;

/**
 * Who holds an API key.
 *
 * @param id stable name of the key, never the key itself
 * @param label what its owner called it; the author of changes made with it
 * @param shop name of the one shop that it opens
 * @param scopes what it may do, of {@link Scopes}
 */
public record Caller(String id, String label, String shop, Set<String> scopes) {
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  boolean may(String scope) {
    return scopes.contains(scope) || scopes.contains(Scopes.ADMIN);
  }
}
