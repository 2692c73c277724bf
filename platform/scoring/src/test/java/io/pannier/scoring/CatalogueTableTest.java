package io.pannier.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.Product;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTableTest {
  @Test
  void aChangeLeavesTheOlderViewAsItWas() {
    CatalogueTable before = SampleProducts.catalogue(1000);
    CatalogueTable after = before.with(List.of(SampleProducts.product(700, 3, 1)));
    assertThat(before.product(700)).extracting(Product::stock).isEqualTo(10);
    assertThat(after.product(700)).extracting(Product::stock).isEqualTo(3);
    assertThat(after.product(699)).isSameAs(before.product(699));
    assertThat(after.version()).isGreaterThan(before.version());
  }

  @Test
  void ordinalsMayHaveGaps() {
    CatalogueTable table =
        SampleProducts.catalogue(3).with(List.of(SampleProducts.product(5000, 1, 0)));
    assertThat(table.size()).isEqualTo(5001);
    assertThat(table.product(4999)).isNull();
    assertThat(table.product(300)).isNull();
    assertThat(table.product(-1)).isNull();
    assertThat(table.product(5001)).isNull();
    assertThat(table.item("sku-5000")).isEqualTo(5000);
  }

  @Test
  void bestsellersAreAvailableNotInTheCartAndInOrder() {
    CatalogueTable table = SampleProducts.catalogue(2000);
    Bestsellers bestsellers = Bestsellers.of(table);
    var answer = bestsellers.answer(SampleProducts.context(table, 3, 1998));
    assertThat(answer.size()).isEqualTo(3);
    assertThat(answer.item(0)).isEqualTo(1999);
    assertThat(answer.item(1)).isEqualTo(1997);
    assertThat(answer.score(0)).isGreaterThan(answer.score(1));
  }

  @Test
  void aBestsellerThatRanOutIsNotOffered() {
    CatalogueTable table = SampleProducts.catalogue(50);
    Bestsellers bestsellers = Bestsellers.of(table);
    CatalogueTable soldOut = table.with(List.of(SampleProducts.product(49, 0, 49)));
    assertThat(bestsellers.answer(SampleProducts.context(soldOut, 1)).item(0)).isEqualTo(48);
  }
}
