package io.pannier.store;

import io.pannier.messages.Shop;
import java.util.Set;
import java.util.UUID;

/**
 * What a caller with a valid key may do.
 *
 * @param id names the key without telling it
 * @param shop the only shop it opens
 * @param label given by whoever made it
 * @param scopes words that the gateway understands
 */
public record ApiKey(UUID id, Shop shop, String label, Set<String> scopes) {
  public ApiKey {
    scopes = Set.copyOf(scopes);
  }
}
