package io.pannier.laboratory.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That every way in which a server could let a subscriber down is noticed, and nothing else. */
class FollowedCartTest {
  private static final long DUE = 1_000_000;

  private final StorefrontAudit audit = new StorefrontAudit();
  private final FollowedCart cart = new FollowedCart(audit);
  private final CartWalk walk = new CartWalk(new SkuPopularity(Map.of("A", 1, "B", 2)), 8, 1);

  @Test
  void aServerThatKeepsItsWordIsFoundNoFaultWith() {
    follow("e", 0, false);
    offer("e", 1, -1, 0);
    assertThat(cart.fresh()).isTrue();
    change();
    assertThat(cart.fresh()).isFalse();
    offer("e", 2, 1, 1);
    assertThat(cart.fresh()).isTrue();
    cart.disconnected();
    follow("e", 2, true);
    assertThat(cart.fresh()).isTrue();
    StorefrontResult result = result();
    assertThat(result.stale() + result.lost() + result.backwards()).isZero();
    assertThat(result.answered()).isEqualTo(1);
    assertThat(result.resumed()).isEqualTo(1);
  }

  @Test
  void anOlderCartsOfferUnderTheNewestNameIsStale() {
    follow("e", 0, false);
    offer("e", 1, -1, 0);
    change();
    change();
    offer("e", 2, 2, 1);
    assertThat(result().stale()).isEqualTo(1);
  }

  @Test
  void anOfferThatGoesBackToAnOlderCartIsStale() {
    follow("e", 0, false);
    offer("e", 1, -1, 0);
    change();
    offer("e", 2, 1, 1);
    offer("e", 3, 1, 0);
    assertThat(result().stale()).isEqualTo(1);
  }

  @Test
  void anOlderCartsOfferUnderItsOwnNameIsNotTheAnswer() {
    follow("e", 0, false);
    offer("e", 1, -1, 0);
    change();
    change();
    offer("e", 2, 1, 1);
    assertThat(cart.fresh()).isFalse();
    assertThat(result().stale()).isZero();
    assertThat(result().answered()).isEqualTo(1);
    offer("e", 3, 2, 2);
    assertThat(cart.fresh()).isTrue();
    assertThat(result().answered()).isEqualTo(2);
  }

  @Test
  void aSnapshotOfAnotherCartIsStale() {
    follow("e", 0, false);
    offer("e", 1, -1, 0);
    cart.disconnected();
    assertThat(cart.change(DUE)).isEqualTo(FollowedCart.Next.NOTHING);
    follow("f", 0, false);
    offer("f", 1, -1, 0);
    assertThat(result().stale()).isEqualTo(1);
    assertThat(result().restarted()).isEqualTo(1);
  }

  @Test
  void aCartThatChangedMeanwhileIsSentWhenTheServerRemembers() {
    follow("e", 0, false);
    offer("e", 1, -1, 0);
    cart.disconnected();
    cart.change(DUE);
    String subscribe = cart.subscribe("cart", walk, 0);
    assertThat(subscribe).contains("\"since\":{\"epoch\":\"e\",\"offset\":1}");
    assertThat(cart.subscribed(subscribed("e", 1, true))).isEqualTo(FollowedCart.Next.SEND_CART);
    assertThat(cart.fresh()).isFalse();
  }

  @Test
  void offsetsThatDoNotGrowAreNoticed() {
    follow("e", 4, false);
    offer("e", 5, -1, 0);
    offer("e", 5, -1, 0);
    assertThat(result().backwards()).isEqualTo(1);
    cart.disconnected();
    follow("e", 3, true);
    assertThat(result().backwards()).isEqualTo(2);
  }

  @Test
  void whatIsAskedAgainWasLost() {
    follow("e", 0, false);
    assertThat(cart.overdue()).isEqualTo(FollowedCart.Next.SEND_CART);
    assertThat(result().lost()).isEqualTo(1);
  }

  @Test
  void changesOfALostConnectionAreNoMeasureOfTheServer() {
    follow("e", 0, false);
    offer("e", 1, -1, 0);
    change();
    cart.disconnected();
    follow("e", 1, true);
    cart.cart("cart", walk, 0);
    offer("e", 2, 2, 1);
    assertThat(result().answered()).isEqualTo(1);
    assertThat(result().undisturbed()).isZero();
  }

  @Test
  void theMarkTellsTheCart() {
    assertThat(MarkedCart.json(walk, 12)).startsWith("[{\"sku\":\"load-mark-12\",\"quantity\":1}");
    assertThat(MarkedCart.number(bytes("{\"warnings\":[\"SKU_UNKNOWN: load-mark-12\"]}")))
        .isEqualTo(12);
    assertThat(MarkedCart.number(bytes("{\"warnings\":[]}"))).isEqualTo(-1);
  }

  private void follow(String epoch, long offset, boolean recovered) {
    cart.subscribe("cart", walk, 0);
    cart.subscribed(subscribed(epoch, offset, recovered));
  }

  private void change() {
    assertThat(cart.change(DUE)).isEqualTo(FollowedCart.Next.SEND_CART);
    cart.cart("cart", walk, DUE);
  }

  private void offer(String epoch, long offset, long cartId, long madeFor) {
    cart.offer(
        bytes(
            "{\"type\":\"offer\",\"placement\":\"cart\",\"epoch\":\""
                + epoch
                + "\",\"offset\":"
                + offset
                + (cartId < 0 ? "" : ",\"cart\":" + cartId)
                + ",\"offer\":{\"warnings\":[\"SKU_UNKNOWN: load-mark-"
                + madeFor
                + "\"]}}"),
        2 * DUE);
  }

  private static byte[] subscribed(String epoch, long offset, boolean recovered) {
    return bytes(
        "{\"type\":\"subscribed\",\"placement\":\"cart\",\"epoch\":\""
            + epoch
            + "\",\"offset\":"
            + offset
            + ",\"recovered\":"
            + recovered
            + "}");
  }

  private StorefrontResult result() {
    return audit.result(1, 1, 0, 0, Map.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
