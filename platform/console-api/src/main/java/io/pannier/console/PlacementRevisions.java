package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.gateway.ExperimentReport;
import io.pannier.gateway.PlacementJson;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.PlacementRevision;
import io.pannier.store.Placements;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Placements: seen, changed, and put back as they were. */
final class PlacementRevisions {
  private final Placements placements;
  private final ExperimentReport experiments;
  private final Proposing proposing;
  private final RuleOperations rules;

  PlacementRevisions(
      Placements placements,
      ExperimentReport experiments,
      Proposing proposing,
      RuleOperations rules) {
    this.rules = rules;
    this.placements = placements;
    this.experiments = experiments;
    this.proposing = proposing;
  }

  Future<Answer> list(AdminCall call) {
    Shop shop = call.shop();
    JsonArray all = new JsonArray();
    placements.of(shop).forEach(placement -> all.add(PlacementJson.write(placement, shop)));
    return Future.succeededFuture(Answer.json(200, new JsonObject().put("placements", all)));
  }

  Future<Answer> get(AdminCall call) {
    Shop shop = call.shop();
    return Future.succeededFuture(answer(call.placement(placements), shop));
  }

  /** Changes what is named, if the author saw what is current; makes a placement that is new. */
  Future<Answer> put(AdminCall call) {
    Shop shop = call.shop();
    String name = call.path("name");
    return call.body()
        .compose(
            body -> {
              Placement current =
                  placements.find(shop, name).orElseGet(() -> Placement.standard(name));
              long seen = Fields.of(body).integer("revision", 0, Long.MAX_VALUE);
              PlacementJson.Change change = PlacementJson.read(body, current, shop);
              return changed(
                  shop, current, change.placement(), seen, call.author(), change.reason());
            });
  }

  Future<Answer> revert(AdminCall call) {
    Shop shop = call.shop();
    Placement current = call.placement(placements);
    return call.fields()
        .compose(
            fields -> {
              long revision = fields.integer("revision", 1, Long.MAX_VALUE);
              String reason = fields.reason();
              return placements
                  .history(shop, current.name())
                  .compose(
                      history ->
                          changed(
                              shop,
                              current,
                              ofRevision(history, current.name(), revision),
                              current.revision(),
                              call.author(),
                              reason));
            });
  }

  /** At once, or once a second person agrees. */
  private Future<Answer> changed(
      Shop shop, Placement current, Placement to, long seen, String author, String reason) {
    return proposing.wanted(shop)
        ? proposing.placement(shop, current, to, seen, author, reason)
        : placements
            .putUpon(shop, to, seen, author, reason)
            .compose(made -> withFindings(made, shop));
  }

  Future<Answer> revisions(AdminCall call) {
    Shop shop = call.shop();
    return placements
        .history(shop, call.placement(placements).name())
        .map(
            history ->
                Answer.json(200, new JsonObject().put("revisions", revisions(history, shop))));
  }

  /** What the arms of the placement's split bring. */
  Future<Answer> experiment(AdminCall call) {
    Shop shop = call.shop();
    return experiments.of(shop, call.placement(placements)).map(report -> Answer.json(200, report));
  }

  private static JsonArray revisions(List<PlacementRevision> history, Shop shop) {
    JsonArray all = new JsonArray();
    for (int i = 0; i < history.size(); i++) {
      PlacementRevision revision = history.get(i);
      JsonObject placement = PlacementJson.write(revision.placement(), shop);
      JsonObject before =
          i + 1 < history.size()
              ? PlacementJson.write(history.get(i + 1).placement(), shop)
              : placement;
      all.add(
          new JsonObject()
              .put("revision", revision.placement().revision())
              .put("author", revision.author())
              .put("approver", revision.approver())
              .put("reason", revision.reason())
              .put("madeAt", revision.madeAt().toString())
              .put("placement", placement)
              .put("changes", RevisionDiff.between(before, placement)));
    }
    return all;
  }

  private static Placement ofRevision(List<PlacementRevision> history, String name, long revision) {
    return history.stream()
        .map(PlacementRevision::placement)
        .filter(placement -> placement.revision() == revision)
        .findFirst()
        .orElseThrow(
            () ->
                new PannierException(
                    StandardErrorCode.NOT_FOUND, name + " has no revision " + revision));
  }

  /** With what about its rules is worth a second look; they are saved all the same. */
  private Future<Answer> withFindings(Placement made, Shop shop) {
    return made.rules().none()
        ? Future.succeededFuture(answer(made, shop))
        : rules
            .study(shop, made.rules())
            .map(
                study ->
                    Answer.json(
                        200, PlacementJson.write(made, shop).put("findings", study.findings())));
  }

  private static Answer answer(Placement placement, Shop shop) {
    return Answer.json(200, PlacementJson.write(placement, shop));
  }
}
