package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.gateway.PlacementJson;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Placements;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A change before it is made: the dial, and the rehearsal on recorded traffic. */
final class TrialOperations {
  private static final int MINUTES = 360;
  private static final int MOST_MINUTES = 14 * 24 * 60;
  private static final int DECISIONS = 200;
  private static final int MOST_DECISIONS = 1_000;

  private final Placements placements;
  private final Rehearsal rehearsal;
  private final Dial dial;
  private final InstantSource clock;

  TrialOperations(ConsolePorts ports) {
    this.placements = ports.store().placements();
    this.rehearsal = new Rehearsal(ports.store(), ports.workbench());
    this.dial = new Dial(ports.store(), ports.workbench());
    this.clock = ports.clock();
  }

  /** {@code {change, minutes?, decisions?}}: the change is one that a PUT would make. */
  Future<Answer> rehearse(AdminCall call) {
    Shop shop = call.shop();
    Placement current = call.placement(placements);
    return call.fields()
        .compose(
            fields -> {
              Placement proposed = changed(fields.object("change"), current, shop);
              long minutes = fields.optionalInteger("minutes", MINUTES, 1, MOST_MINUTES);
              long most = fields.optionalInteger("decisions", DECISIONS, 1, MOST_DECISIONS);
              return rehearsal.of(
                  shop,
                  current,
                  proposed,
                  clock.instant(),
                  Duration.ofMinutes(minutes),
                  (int) most);
            })
        .map(report -> Answer.json(200, report));
  }

  /** {@code {change?, decision?}}: the front of a question, and what the change would choose. */
  Future<Answer> turn(AdminCall call) {
    Shop shop = call.shop();
    Placement current = call.placement(placements);
    return call.fields()
        .compose(
            fields -> {
              JsonObject change = fields.optionalObject("change");
              Placement proposed = change == null ? current : changed(change, current, shop);
              @Nullable UUID decision =
                  fields.optionalText("decision", 64).map(TrialOperations::id).orElse(null);
              return dial.of(shop, proposed, decision, clock.instant());
            })
        .map(front -> Answer.json(200, front));
  }

  private static Placement changed(JsonObject change, Placement current, Shop shop) {
    // A try needs no reason; the reader of changes wants one.
    JsonObject complete = change.copy().put("reason", "a try");
    return PlacementJson.read(complete.toBuffer(), current, shop).placement();
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new PannierException(
          StandardErrorCode.DECISION_UNKNOWN, "the shop has no decision " + text, e);
    }
  }
}
