package io.pannier.app.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private final Catalogue catalogue = Goods.catalogue();

  private static List<String> skus(JsonObject page) {
    return page.getJsonArray("products").stream()
        .map(product -> ((JsonObject) product).getString("sku"))
        .toList();
  }

  @Test
  void aSearchFindsProductsThatHoldEveryWord() {
    assertThat(skus(catalogue.page("mug", "", 0, 10))).containsExactly("A", "B");
    assertThat(skus(catalogue.page(" OAKLINE  mug ", "", 0, 10))).containsExactly("B");
    assertThat(skus(catalogue.page("nothing", "", 0, 10))).isEmpty();
  }

  @Test
  void aCategoryHoldsThoseBelowIt() {
    assertThat(skus(catalogue.page("", "Kitchen", 0, 10))).containsExactly("A", "B");
    assertThat(skus(catalogue.page("", "Home > Vases", 0, 10))).containsExactly("C");
    assertThat(skus(catalogue.page("", "Kit", 0, 10))).isEmpty();
  }

  @Test
  void aPageKnowsHowManyThereAre() {
    JsonObject page = catalogue.page("", "", 1, 1);
    assertThat(skus(page)).containsExactly("B");
    assertThat(page.getInteger("total")).isEqualTo(3);
    assertThat(page.getJsonArray("categories").encode())
        .isEqualTo(
            "[{\"path\":\"Home > Vases\",\"count\":1},{\"path\":\"Kitchen > Mugs\",\"count\":2}]");
  }

  @Test
  void whatWasWithdrawnIsNotSold() {
    assertThat(catalogue.find("D")).isEmpty();
  }
}
