package io.pannier.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.BundlingContext;
import io.pannier.spi.BundlingContext.Named;
import io.pannier.spi.Catalogue;
import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuestionsTest {
  /** A product that is candidate, in the cart and in the history has one name; others have none. */
  @Test
  void namesWhatTheQuestionNumbersOnceAndNoMore() {
    Shelf shop = new Shelf();
    byte viewed = (byte) EventType.PRODUCT_VIEWED.ordinal();
    ShopperHistory history =
        new ShopperHistory(
            new int[] {7, 3, -1, 99, 5},
            new byte[] {viewed, viewed, viewed, viewed, viewed},
            new long[] {1, 2, 3, 4, 5},
            new float[EventType.count()],
            0,
            0,
            5);
    ScoringContext context =
        new ScoringContext(
            shop,
            "cart",
            new int[] {3, 4},
            new int[] {1, 1},
            history,
            6,
            null,
            10,
            new float[EventType.count()],
            Map.of());

    BundlingContext question =
        Questions.of(
            context, List.of(product(shop, 5), product(shop, 6)), List.of(product(shop, 3)));

    assertThat(question.named()).extracting(Named::item).containsExactly(5, 6, 3, 7);
    for (Named named : question.named()) {
      Product product = product(shop, named.item());
      assertThat(named.sku()).isEqualTo(product.sku());
      assertThat(named.category()).isEqualTo(product.category());
      assertThat(named.price()).isEqualTo(product.price());
    }
    assertThat(question.cart()).containsExactly(3, 4);
    assertThat(question.history()).isSameAs(history);
    assertThat(question.now()).isEqualTo(6);
  }

  /** Twenty products. */
  private static final class Shelf implements Catalogue {
    @Override
    public int size() {
      return 20;
    }

    @Override
    public @Nullable Product product(int item) {
      return item < 0 || item >= size()
          ? null
          : new Product(
              item,
              "SKU-" + item,
              "Product " + item,
              "House > " + item % 3,
              "",
              "EUR",
              100 + item,
              50,
              9,
              true,
              List.of(),
              Map.of(),
              List.of(),
              ProductStatistics.NONE);
    }

    @Override
    public int item(String sku) {
      return Integer.parseInt(sku.substring(4));
    }

    @Override
    public long version() {
      return 1;
    }
  }

  private static Product product(Shelf shop, int item) {
    return Objects.requireNonNull(shop.product(item));
  }
}
