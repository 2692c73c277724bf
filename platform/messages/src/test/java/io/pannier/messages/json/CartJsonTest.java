package io.pannier.messages.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.pannier.messages.OfferAsked;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.TimeOrderedId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CartJsonTest {
  @Test
  void aJournaledCartIsReadBackAsItWas() {
    Shop shop = new Shop(3, "demo", "GBP");
    OfferAsked asked =
        new OfferAsked(
            shop,
            "shopper \"1\"",
            "",
            Placement.standard("cart"),
            List.of(new OfferAsked.CartLine("a\\b", 2)),
            17,
            List.of(),
            OfferRequest.Kind.BUNDLES,
            0,
            false,
            "reply",
            "",
            0,
            SpanContext.getInvalid());
    UUID decision = TimeOrderedId.next(1_700_000_000_123L);

    ShopEvent cart = CartJson.event(asked, decision, 1_700_000_000_123L);

    assertThat(cart.isCart()).isTrue();
    assertThat(cart.payload()).contains("\"cart-id\":17", "\"sku\":\"a\\\\b\"");
    assertThat(EventJson.journaled(shop, cart.payload().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(cart);
  }
}
