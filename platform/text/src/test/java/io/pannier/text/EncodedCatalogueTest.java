package io.pannier.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.ProductVectors;
import io.pannier.spitestkit.ShopGenerator;
import org.junit.jupiter.api.Test;

class EncodedCatalogueTest {
  @Test
  void whatIsKnownIsNotEncodedAgain() {
    CountingEncoder encoder = new CountingEncoder("counting");
    KnownTexts known = KnownTexts.inMemory();
    var catalogue = new ShopGenerator(1).catalogue(40);

    ProductVectors first = EncodedCatalogue.encode(catalogue, encoder, 7, known);
    int read = encoder.read.size();
    ProductVectors second = EncodedCatalogue.encode(catalogue, encoder, 7, known);
    EncodedCatalogue.encode(catalogue, new CountingEncoder("another"), 7, known);

    assertThat(read).as("products").isPositive();
    assertThat(encoder.read).hasSize(read);
    float[] one = new float[first.dimension()];
    float[] other = new float[one.length];
    for (int item = 0; item < catalogue.size(); item++) {
      boolean there = catalogue.product(item) != null;
      assertThat(first.vector(item, one)).isEqualTo(there);
      assertThat(second.vector(item, other)).isEqualTo(there);
      assertThat(other).isEqualTo(one);
    }
  }
}
