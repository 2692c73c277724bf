package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.gateway.PlacementJson;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.messages.rules.Rules;
import io.pannier.store.Placements;
import io.pannier.store.Products;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;

/** Rules before they are saved: what they mean, and what about them is worth a second look. */
final class RuleOperations {
  private final Placements placements;
  private final Products products;
  private final InstantSource clock;

  RuleOperations(Placements placements, Products products, InstantSource clock) {
    this.placements = placements;
    this.products = products;
    this.clock = clock;
  }

  /** {@code {rules}}: as a change of the placement would have them. */
  Future<Answer> preview(AdminCall call) {
    Shop shop = call.shop();
    Placement current = call.placement(placements);
    return call.fields()
        .compose(
            fields -> {
              JsonArray asked = fields.optionalArray("rules");
              return study(shop, asked == null ? current.rules() : read(asked, current, shop));
            })
        .map(study -> Answer.json(200, study.told()));
  }

  private static Rules read(JsonArray rules, Placement current, Shop shop) {
    // A try needs no reason; the reader of changes wants one.
    JsonObject change = new JsonObject().put("rules", rules).put("reason", "a try");
    return PlacementJson.read(change.toBuffer(), current, shop).placement().rules();
  }

  /** Reads the catalogue through: for people, not for machines. */
  Future<RuleStudy> study(Shop shop, Rules rules) {
    RuleStudy study = new RuleStudy(rules, clock.millis());
    return products.each(shop, (page, at) -> page.forEach(study::add)).map(done -> study);
  }
}
