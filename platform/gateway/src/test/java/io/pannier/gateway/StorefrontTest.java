package io.pannier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.OfferAsked;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.SubscriptionOpened;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The WebSocket as a browser knows it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StorefrontTest {
  private Rig rig;

  @BeforeAll
  void start() {
    rig = new Rig();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @BeforeEach
  void forget() {
    rig.stages.asked.clear();
    rig.stages.opened.clear();
    rig.stages.closed.clear();
    rig.stages.events.clear();
    rig.stages.offsets.clear();
    rig.stages.silent.clear();
  }

  @Test
  void aSubscriberGetsASnapshotAndThenAnOfferForEachCart() throws Exception {
    StorefrontClient client = rig.connected();

    client.send(
        new JsonObject().put("type", "subscribe").put("placement", "cart").put("cart", cart(1)));
    JsonObject subscribed = client.next("subscribed");
    JsonObject snapshot = client.next("offer");
    client.send(cartMessage(7, "cart", 2));
    JsonObject offer = client.next("offer");

    assertThat(subscribed.getString("epoch")).isEqualTo(FakeStages.EPOCH);
    assertThat(subscribed.getBoolean("recovered")).isFalse();
    assertThat(snapshot.containsKey("cart")).isFalse();
    assertThat(snapshot.getJsonObject("offer").getInteger("lines")).isEqualTo(1);
    assertThat(offer.getString("placement")).isEqualTo("cart");
    assertThat(offer.getLong("cart")).isEqualTo(7);
    assertThat(offer.getLong("offset")).isGreaterThan(snapshot.getLong("offset"));
    assertThat(
            offer
                .getJsonObject("offer")
                .getJsonArray("bundles")
                .getJsonObject(0)
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("title"))
        .isEqualTo("Mug “Zoë”");
    OfferAsked first = asked();
    OfferAsked second = asked();
    assertThat(first.shopper()).isEqualTo("ann");
    assertThat(first.session()).isEqualTo("s1");
    assertThat(first.cartId()).isEqualTo(-1);
    assertThat(second.cartId()).isEqualTo(7);
    assertThat(second.subscriber()).isEqualTo(first.subscriber()).isNotEmpty();
  }

  @Test
  void aKnownEpochNeedsNoSnapshot() throws Exception {
    StorefrontClient client = rig.connected();

    client.send(
        new JsonObject()
            .put("type", "subscribe")
            .put("placement", "cart")
            .put("cart", cart(1))
            .put("since", new JsonObject().put("epoch", FakeStages.EPOCH).put("offset", 41)));
    JsonObject subscribed = client.next("subscribed");
    client.send(cartMessage(1, "cart", 3));
    JsonObject offer = client.next("offer");

    assertThat(subscribed.getBoolean("recovered")).isTrue();
    assertThat(offer.getLong("cart")).isEqualTo(1);
    assertThat(asked().cartId()).isEqualTo(1);
    SubscriptionOpened opened = Objects.requireNonNull(rig.stages.opened.poll(5, TimeUnit.SECONDS));
    assertThat(opened.sinceEpoch()).isEqualTo(FakeStages.EPOCH);
    assertThat(opened.sinceOffset()).isEqualTo(41);
  }

  @Test
  void aClientMaySendEverythingAtOnce() {
    StorefrontClient client = rig.storefront();

    client.socket.writeTextMessage(connect(rig.token()).encode());
    client.socket.writeTextMessage(
        new JsonObject().put("type", "subscribe").put("placement", "cart").encode());
    client.send(cartMessage(3, "cart", 2));

    client.next("connected");
    client.next("subscribed");
    JsonObject offer = client.next("offer");
    if (!offer.containsKey("cart")) {
      offer = client.next("offer");
    }
    assertThat(offer.getLong("cart")).isEqualTo(3);
  }

  @Test
  void eventsBelongToTheTokenWhateverTheySay() throws Exception {
    StorefrontClient client = rig.connected();
    JsonObject event =
        new JsonObject(HttpInterfaceTest.event("w1", "product-viewed"))
            .put("shopper", "eve")
            .put("session", "stolen")
            .put("note", new JsonObject().put("pi", 3.10).put("list", new JsonArray().add(1)));

    client.send(new JsonObject().put("type", "event").put("event", event));
    assertThat(client.next("ack").getString("id")).isEqualTo("w1");
    client.send(new JsonObject().put("type", "event").put("event", event));
    assertThat(client.next("ack").getString("id")).isEqualTo("w1");

    ShopEvent sent =
        Objects.requireNonNull(rig.stages.events.poll(5, TimeUnit.SECONDS)).events().getFirst();
    assertThat(sent.shopper()).isEqualTo("ann");
    assertThat(sent.session()).isEqualTo("s1");
    assertThat(sent.payload()).contains("\"pi\":3.1").doesNotContain("eve", "stolen");
    assertThat(new JsonObject(sent.payload()).getJsonObject("note").getJsonArray("list"))
        .hasSize(1);
  }

  @Test
  void aBadEventIsNamedInTheError() {
    StorefrontClient client = rig.connected();

    client.send(
        new JsonObject()
            .put("type", "event")
            .put("event", new JsonObject(HttpInterfaceTest.event("w2", "danced"))));

    assertThat(client.error("EVENT_TYPE_UNKNOWN").getString("id")).isEqualTo("w2");
  }

  @Test
  void connectMustComeFirst() {
    StorefrontClient client = rig.storefront();

    client.send(cartMessage(1, "cart", 1));

    client.error("UNAUTHENTICATED");
    assertThat(client.closeCode()).isEqualTo(4000);
  }

  @Test
  void connectMustComeOnce() {
    StorefrontClient client = rig.connected();

    client.send(connect(rig.token()));

    client.error("FIELD_INVALID");
    assertThat(client.closeCode()).isEqualTo(4000);
  }

  @Test
  void wrongExpiredAndForeignTokensAreToldApart() {
    assertThat(refused("nonsense", "TOKEN_INVALID")).isEqualTo(4001);
    assertThat(refused(rig.token("demo", -1), "TOKEN_EXPIRED")).isEqualTo(4002);
    assertThat(refused(rig.token("gone", 60), "SHOP_UNKNOWN")).isEqualTo(4003);
  }

  @Test
  void aTokenOfAnotherShopReachesThatShopOnly() {
    StorefrontClient client = rig.storefront();
    client.send(connect(rig.token("other", 60)));
    client.next("connected");

    client.send(new JsonObject().put("type", "subscribe").put("placement", "cart"));

    client.error("PLACEMENT_UNKNOWN");
  }

  @Test
  void placementsAreCheckedAgainstTokenAndShop() {
    StorefrontClient client = rig.connected();

    client.send(new JsonObject().put("type", "subscribe").put("placement", "home"));
    assertThat(client.error("FORBIDDEN").getString("placement")).isEqualTo("home");
    client.send(new JsonObject().put("type", "subscribe").put("placement", "nowhere"));
    client.error("PLACEMENT_UNKNOWN");
    client.send(cartMessage(1, "product", 1));
    client.error("PLACEMENT_UNKNOWN");
  }

  @Test
  void cartsMustGrow() {
    StorefrontClient client = rig.connected();
    client.subscribe("cart");

    client.send(cartMessage(5, "cart", 1));
    client.next("offer");
    client.send(cartMessage(5, "cart", 1));
    assertThat(client.error("MESSAGE_OUT_OF_ORDER").getLong("cart")).isEqualTo(5);
    client.send(cartMessage(4, "cart", 1));
    client.error("MESSAGE_OUT_OF_ORDER");
    client.send(cartMessage(6, "cart", 1));
    assertThat(client.next("offer").getLong("cart")).isEqualTo(6);
  }

  @Test
  void unreadableMessagesAreToldAndTheConnectionStays() {
    StorefrontClient client = rig.connected();

    client.send("{\"type\":\"cart\"");
    client.error("MALFORMED_JSON");
    client.send("[".repeat(5_000));
    client.error("MALFORMED_JSON");
    client.send("{\"x\":" + "[".repeat(5_000));
    client.error("NESTING_TOO_DEEP");
    client.send("{\"type\":\"dance\"}");
    client.error("MESSAGE_TYPE_UNKNOWN");
    client.send("{}");
    client.error("FIELD_MISSING");
    client.send("{\"type\":\"cart\",\"id\":1,\"placement\":\"cart\",\"cart\":[{\"quantity\":1}]}");
    client.error("FIELD_MISSING");
    client.send("{\"type\":\"cart\",\"id\":-1,\"placement\":\"cart\",\"cart\":[]}");
    client.error("FIELD_INVALID");
    for (String quantity : new String[] {"-1", "0", "1.5", "1e9", "\"2\"", "9".repeat(50)}) {
      client.send(
          "{\"type\":\"cart\",\"id\":1,\"placement\":\"cart\",\"cart\":[{\"sku\":\"a\","
              + "\"quantity\":"
              + quantity
              + "}]}");
      client.error("QUANTITY_INVALID");
    }
    client.send(
        "{\"type\":\"cart\",\"id\":1,\"placement\":\"cart\",\"cart\":[{\"sku\":\"a\","
            + "\"quantity\":NaN}]}");
    client.error("MALFORMED_JSON");
    client.send(cartMessage(1, "cart", 501));
    client.error("CART_TOO_LARGE");
    client.subscribe("cart");
  }

  @Test
  void aMessageMayComeInPieces() {
    StorefrontClient client = rig.connected();
    client.subscribe("cart");

    client.sendInTwo(cartMessage(1, "cart", 3).encode().getBytes(StandardCharsets.US_ASCII));

    assertThat(client.next("offer").getLong("cart")).isEqualTo(1);
  }

  @Test
  void anOversizeMessageClosesWithItsCode() {
    StorefrontClient client = rig.connected();
    client.send("\"" + "x".repeat(300 << 10) + "\"");
    client.error("MESSAGE_TOO_LARGE");
    assertThat(client.closeCode()).isEqualTo(1009);

    StorefrontClient early = rig.storefront();
    early.send("\"" + "x".repeat(17 << 10) + "\"");
    early.error("MESSAGE_TOO_LARGE");
    assertThat(early.closeCode()).isEqualTo(1009);

    StorefrontClient huge = rig.connected();
    huge.socket.writeTextMessage("x".repeat(10 << 20));
    // A peer that is still sending may be reset before it reads the close frame.
    assertThat(huge.closeCode()).isIn(1009, 1006);
  }

  @Test
  void subscriptionsAreBoundedAndEnd() throws Exception {
    StorefrontClient client = rig.storefront();
    client.send(
        connect(
            rig.tokens.sign(
                new TokenClaims(
                    "demo",
                    "ann",
                    "s1",
                    java.util.Set.of(),
                    rig.installation.now.toEpochMilli() + 60_000))));
    client.next("connected");
    client.subscribe("cart");
    client.subscribe("product");

    client.send(new JsonObject().put("type", "subscribe").put("placement", "home"));
    client.error("SUBSCRIPTIONS_EXCEEDED");
    client.send(new JsonObject().put("type", "unsubscribe").put("placement", "cart"));
    client.subscribe("home");

    assertThat(
            Objects.requireNonNull(rig.stages.closed.poll(5, TimeUnit.SECONDS))
                .channel()
                .placement())
        .isEqualTo("cart");
    client.socket.close();
    assertThat(rig.stages.closed.poll(5, TimeUnit.SECONDS)).isNotNull();
    assertThat(rig.stages.closed.poll(5, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void aRefreshedTokenMustBeOfTheSameShopper() {
    StorefrontClient client = rig.connected();

    client.send(new JsonObject().put("type", "refresh").put("token", rig.token("demo", 600)));
    assertThat(client.next("connected").getString("expiresAt")).isEqualTo("2026-06-01T12:10:00Z");
    client.send(new JsonObject().put("type", "refresh").put("token", rig.token("other", 600)));
    client.error("FORBIDDEN");

    assertThat(client.closeCode()).isEqualTo(4003);
  }

  @Test
  void theSubprotocolIsRequired() {
    Assertions.assertThatThrownBy(
            () ->
                rig.sockets
                    .connect(
                        new WebSocketConnectOptions()
                            .setHost("localhost")
                            .setPort(rig.port)
                            .setURI("/v1/storefront"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            UpgradeRejectedException.class, e -> assertThat(e.getStatus()).isEqualTo(422));
  }

  private int refused(String token, String code) {
    StorefrontClient client = rig.storefront();
    client.send(connect(token));
    client.error(code);
    return client.closeCode();
  }

  private OfferAsked asked() throws InterruptedException {
    return Objects.requireNonNull(rig.stages.asked.poll(5, TimeUnit.SECONDS));
  }

  static JsonObject connect(String token) {
    return new JsonObject().put("type", "connect").put("token", token);
  }

  static JsonObject cartMessage(long id, String placement, int lines) {
    return new JsonObject()
        .put("type", "cart")
        .put("id", id)
        .put("placement", placement)
        .put("cart", cart(lines));
  }

  static JsonArray cart(int lines) {
    JsonArray cart = new JsonArray();
    for (int i = 0; i < lines; i++) {
      cart.add(new JsonObject().put("sku", "sku-" + i).put("quantity", 1 + i % 3));
    }
    return cart;
  }
}
