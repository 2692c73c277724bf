package io.pannier.messages;

import io.pannier.spi.Product;
import java.util.List;

/**
 * Products as the store holds them now, without statistics; their owners add those.
 *
 * @param statedAt when the shop stated price and stock, milliseconds since the epoch
 */
public record ProductsStored(Shop shop, List<Product> products, long statedAt) implements Message {}
