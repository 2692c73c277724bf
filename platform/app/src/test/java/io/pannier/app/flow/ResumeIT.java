package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pannier.app.Program;
import io.pannier.store.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A storefront that lost its connection finds its offers again. */
@ExtendWith(SharedInstallation.class)
final class ResumeIT {
  private static final String PASSWORD = "correct horse battery";
  private static final String SHOPPER = "wanderer";
  private static final String SESSION = "interrupted";

  private final Installation installation;
  private final JsonNode cart;

  ResumeIT(Installation installation) {
    this.installation = installation;
    this.cart = Installation.cart(installation.sku(2));
  }

  @Test
  void whatWasSeenIsNotToldAgainUnlessTheProgramWasStartedAnew() {
    JsonNode snapshot;
    JsonNode newest;
    try (Storefront first = connect()) {
      JsonNode subscribed = first.subscribe("cart", cart);
      assertThat(subscribed.path("recovered").asBoolean()).isFalse();
      snapshot = first.next("offer");
      assertThat(snapshot.path("epoch")).isEqualTo(subscribed.path("epoch"));
      assertThat(snapshot.has("cart")).isFalse();
      first.cart(7, "cart", Installation.cart(installation.sku(2), installation.sku(3)));
      newest = first.offer(7);
      assertThat(offset(newest)).isGreaterThan(offset(snapshot));
    }
    behindGetsTheNewest(snapshot, newest);
    upToDateGetsNothingUntilTheCartChanges(newest);
    installation.restart();
    afterARestartThereIsASnapshot(newest);
  }

  @Test
  void whoIsSignedInToTheConsoleStaysSoAndTheFormerProcessIsGone() {
    Program.await(installation.store().accounts().create("resumed", PASSWORD, Role.VIEWER));
    AdminConsole console = new AdminConsole(installation.server(), "resumed", PASSWORD);
    JsonNode session = console.get("/session");
    String strategies = "/shops/" + installation.shop().name() + "/strategies";
    String former = onlyNode(console.get(strategies));
    installation.restart();
    AdminConsole again = console.at(installation.server());
    assertThat(again.get("/session")).isEqualTo(session);
    assertThat(onlyNode(again.get(strategies))).isNotEqualTo(former);
  }

  /** Its name and its start. */
  private static String onlyNode(JsonNode strategies) {
    JsonNode nodes = strategies.at("/strategies/0/nodes");
    assertThat(nodes).hasSize(1);
    return nodes.at("/0/name").asText() + nodes.at("/0/started").asText();
  }

  private void behindGetsTheNewest(JsonNode snapshot, JsonNode newest) {
    try (Storefront again = connect()) {
      JsonNode subscribed = again.subscribe("cart", cart, epoch(snapshot), offset(snapshot));
      assertThat(subscribed.path("recovered").asBoolean()).isTrue();
      JsonNode told = again.next("offer");
      assertThat(told.path("offer")).isEqualTo(newest.path("offer"));
      assertThat(told.path("offset")).isEqualTo(newest.path("offset"));
    }
  }

  private void upToDateGetsNothingUntilTheCartChanges(JsonNode newest) {
    try (Storefront again = connect()) {
      JsonNode subscribed = again.subscribe("cart", cart, epoch(newest), offset(newest));
      assertThat(subscribed.path("recovered").asBoolean()).isTrue();
      assertThat(epoch(subscribed)).isEqualTo(epoch(newest));
      again.cart(0, "cart", cart);
      JsonNode told = again.next("offer");
      assertThat(told.path("cart").asLong(-1)).isZero();
      assertThat(offset(told)).isEqualTo(offset(newest) + 1);
    }
  }

  private void afterARestartThereIsASnapshot(JsonNode newest) {
    try (Storefront again = connect()) {
      JsonNode subscribed = again.subscribe("cart", cart, epoch(newest), offset(newest));
      assertThat(subscribed.path("recovered").asBoolean()).isFalse();
      assertThat(epoch(subscribed)).isNotEqualTo(epoch(newest));
      JsonNode told = again.next("offer");
      assertThat(epoch(told)).isEqualTo(epoch(subscribed));
      assertThat(told.at("/offer/bundles")).isNotEmpty();
      assertThat(told.at("/offer/strategy").asText()).startsWith("item-knn@");
    }
  }

  private Storefront connect() {
    return installation.client().storefront(SHOPPER, SESSION);
  }

  private static String epoch(JsonNode message) {
    return message.path("epoch").asText();
  }

  private static long offset(JsonNode message) {
    return message.path("offset").asLong(-1);
  }
}
