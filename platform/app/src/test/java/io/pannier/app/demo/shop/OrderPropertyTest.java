package io.pannier.app.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.app.demo.shop.Order.PricedBundle;
import io.pannier.spi.PannierException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class OrderPropertyTest {
  private final Catalogue catalogue = Goods.catalogue();

  /** Events have one unit price each, and still every cent of the discount is accounted for. */
  @Property
  void theEventsOfAnOrderComeToItsTotal(
      @ForAll @IntRange(min = 1, max = 5) int a,
      @ForAll @IntRange(min = 1, max = 50) int b,
      @ForAll @IntRange(max = 3) int more,
      @ForAll @LongRange(max = 1333) long discount) {
    Order order = new Order(catalogue, "W-1", Map.of("A", a, "B", b + more));
    order.take(new PricedBundle("d", 0, 0, Map.of("A", a, "B", b), discount));
    order.takeRest();
    long list = 1000L * a + 333L * (b + more);
    assertThat(order.total()).isEqualTo(list - discount);
    long paid = 0;
    int units = 0;
    for (Order.Line line : order.lines()) {
      assertThat(line.unitPrice()).isNotNegative();
      paid += line.unitPrice() * line.quantity();
      units += line.quantity();
    }
    assertThat(paid).isEqualTo(order.total());
    assertThat(units).isEqualTo(a + b + more);
  }

  @Example
  void purchasesOfABundleNameItsDecisionAndOthersDoNot() {
    Order order = new Order(catalogue, "W-1", Map.of("A", 1, "C", 1));
    order.take(new PricedBundle("d", 2, 1, Map.of("A", 1), 250));
    order.takeRest();
    var events = order.events("me", "me/tab", Instant.parse("2026-11-21T10:00:00Z"));
    JsonObject bundled = events.getJsonObject(0);
    assertThat(bundled.getString("decision")).isEqualTo("d");
    assertThat(bundled.getInteger("bundle")).isEqualTo(2);
    assertThat(bundled.getInteger("position")).isEqualTo(1);
    assertThat(bundled.getValue("price")).hasToString("7.50");
    JsonObject single = events.getJsonObject(1);
    assertThat(single.containsKey("decision")).isFalse();
    assertThat(single.getValue("price")).hasToString("25.00");
    assertThat(single.getString("order")).isEqualTo("W-1");
    assertThat(order.receipt().getValue("saving")).hasToString("2.50");
  }

  @Example
  void aProductIsPartOfOneBundleOnly() {
    Order order = new Order(catalogue, "W-1", Map.of("A", 1));
    PricedBundle bundle = new PricedBundle("d", 0, 0, Map.of("A", 1), 100);
    order.take(bundle);
    assertThatThrownBy(() -> order.take(bundle))
        .isInstanceOf(PannierException.class)
        .hasMessageContaining("whole bundle");
  }

  @Example
  void moreThanThereIsAndWhatIsNotSoldAreRefused() {
    assertThatThrownBy(() -> new Order(catalogue, "W-1", Map.of("A", 6)))
        .hasMessageContaining("5 in stock");
    assertThatThrownBy(() -> new Order(catalogue, "W-1", Map.of("D", 1)))
        .hasMessageContaining("does not sell D");
  }
}
