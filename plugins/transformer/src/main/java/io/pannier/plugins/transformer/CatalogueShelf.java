package io.pannier.plugins.transformer;

import io.pannier.spi.Catalogue;
import io.pannier.spi.Product;

/** The products of a catalogue that a vocabulary follows. */
record CatalogueShelf(Catalogue catalogue, Vocabulary vocabulary, Categories categories)
    implements Shelf {
  @Override
  public int row(int item) {
    return vocabulary.row(item);
  }

  @Override
  public int price(int item) {
    Product product = catalogue.product(item);
    return EventIds.price(product == null ? -1 : product.price());
  }

  @Override
  public int category(int item) {
    Product product = catalogue.product(item);
    return product == null ? -1 : categories.of(product.category());
  }
}
