package io.pannier.gateway;

import io.vertx.core.Future;
import java.util.Optional;

/** Tells who holds an API key; empty for a key that is unknown or revoked. */
@FunctionalInterface
public interface KeyCheck {
  Future<Optional<Caller>> authenticate(String key);
}
