package io.pannier.gateway;

import io.pannier.messages.Shop;
import java.util.Optional;

/** Knows the shops of the installation by name, from memory. */
@FunctionalInterface
public interface ShopDirectory {
  Optional<Shop> find(String name);
}
