package io.pannier.laboratory.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VisitCartTest {
  private static final JsonObject OUTCOME =
      new JsonObject().put("decision", "d-1").put("bundle", 0).put("position", 0);

  @Test
  void whatABundleBroughtSaysSoAndBearsItsShareOfTheDiscount() {
    VisitCart cart = new VisitCart();
    cart.put("tea", 1);
    cart.accept(
        OUTCOME,
        new JsonObject()
            .put("listPrice", new BigDecimal("10.00"))
            .put("price", new BigDecimal("9.00"))
            .put("items", new JsonArray().add(item("cup", 1, "4.00")).add(item("jar", 2, "3.00"))));
    cart.put("jar", 1);

    List<JsonObject> bought =
        cart.purchases("o-1", sku -> new JsonObject().put("price", new BigDecimal("3.00")));

    assertThat(bought)
        .extracting(line -> line.getString("sku"))
        .containsExactly("cup", "jar", "tea", "jar");
    assertThat(bought).allMatch(line -> line.getString("order").equals("o-1"));
    assertThat(bought.get(0).getValue("price")).isEqualTo(new BigDecimal("3.60"));
    assertThat(bought.get(1).getValue("price")).isEqualTo(new BigDecimal("2.70"));
    assertThat(bought.get(1).getInteger("quantity")).isEqualTo(2);
    assertThat(bought.get(1).getString("decision")).isEqualTo("d-1");
    assertThat(bought.get(2).containsKey("decision")).isFalse();
    assertThat(bought.get(3).getInteger("quantity")).isEqualTo(1);
    assertThat(bought.get(3).containsKey("decision")).isFalse();
    assertThat(cart.lines()).hasSize(3);
  }

  @Test
  void aBundleThatCostsNothingIsBoughtForNothing() {
    VisitCart cart = new VisitCart();
    cart.accept(
        OUTCOME,
        new JsonObject()
            .put("listPrice", 0)
            .put("price", 0)
            .put("items", new JsonArray().add(item("card", 1, "0.00"))));
    assertThat(cart.purchases("o", sku -> new JsonObject()).getFirst().getValue("price"))
        .isEqualTo(new BigDecimal("0.00"));
  }

  private static JsonObject item(String sku, int quantity, String price) {
    return new JsonObject()
        .put("sku", sku)
        .put("quantity", quantity)
        .put("price", new BigDecimal(price));
  }
}
