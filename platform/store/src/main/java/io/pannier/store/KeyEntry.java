package io.pannier.store;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key that was made once, without the key.
 *
 * @param label given by whoever made it
 * @param revokedAt null while it opens the shop
 */
public record KeyEntry(
    UUID id, String label, Set<String> scopes, Instant createdAt, @Nullable Instant revokedAt) {
  public KeyEntry {
    scopes = Set.copyOf(scopes);
  }
}
