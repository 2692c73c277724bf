package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A product that nobody ever bought is found by a sentence, minutes after it was imported. */
@ExtendWith(SharedInstallation.class)
final class SearchIT {
  private static final String SKU = "hamper-1";
  private static final String SENTENCE = "lunch outdoors on the grass";

  private final Installation installation;
  private final ShopClient client;

  SearchIT(Installation installation) {
    this.installation = installation;
    this.client = installation.client();
  }

  @Test
  void aSentenceFindsWhatSharesNoWordWithIt() {
    ArrayNode products = ShopClient.JSON.createArrayNode();
    ObjectNode hamper = products.addObject();
    hamper.put("sku", SKU).put("title", "Willow picnic hamper with plates and cutlery");
    hamper.put("price", 49.9).put("cost", 20).put("currency", "EUR").put("stock", 7);
    assertThat(client.put("products", products).ok().path("accepted").asInt()).isEqualTo(1);

    JsonNode offer =
        Waiting.patiently(
            "the hamper is encoded and offered",
            () -> client.post("offers", question("cart")).ok(),
            answer ->
                answer.path("strategy").asText().startsWith("text@")
                    && answer.path("bundles").findValuesAsText("sku").contains(SKU));

    assertThat(offer.path("degraded").asBoolean()).as(offer.toString()).isFalse();
    JsonNode why =
        offer.path("bundles").findValues("reasons").stream()
            .flatMap(reasons -> StreamSupport.stream(reasons.spliterator(), false))
            .filter(reason -> reason.path("sku").asText().equals(SKU))
            .filter(reason -> reason.path("kind").asText().equals("query"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(offer.toString()));
    assertThat(why.path("text").asText()).contains(SENTENCE);

    ObjectNode ranked = question("cart");
    ranked.putArray("candidates").add(installation.sku(0)).add(SKU).add(installation.sku(1));
    JsonNode ranking = client.post("rank", ranked).ok();
    assertThat(ranking.path("candidates").path(0).path("sku").asText()).isEqualTo(SKU);
  }

  private static ObjectNode question(String placement) {
    ObjectNode question = ShopClient.JSON.createObjectNode();
    return question.put("placement", placement).put("session", "search").put("query", SENTENCE);
  }
}
