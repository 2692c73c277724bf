package io.pannier.messages;

import io.pannier.spi.Product;
import java.util.List;

/** Products with their current statistics and stock, from the one shard that owns them. */
public record ProductsPublished(int shop, List<Product> products) implements Message {}
