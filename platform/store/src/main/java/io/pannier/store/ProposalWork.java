package io.pannier.store;

import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;

/**
 * What an approved proposal does, in the transaction that approves it. The change carries its
 * author's name and reason, and who approved it through the proposal.
 */
final class ProposalWork {
  private final SqlConnection connection;
  private final Shop shop;
  private final Proposal proposal;
  private final ProposedChange change;
  private final Mandate mandate;

  ProposalWork(SqlConnection connection, Shop shop, Proposal approved) {
    this.connection = connection;
    this.shop = shop;
    this.proposal = approved;
    this.change = approved.change();
    this.mandate = Mandate.approved(approved.id());
  }

  /**
   * Completes when it is done.
   *
   * @return fails with REVISION_CONFLICT where what it was proposed upon has changed since
   */
  Future<Void> done() {
    return switch (change.kind()) {
      case PLACEMENT ->
          Placements.insertUpon(
                  Statements.of(connection),
                  shop,
                  PlacementJson.read(change.subject(), change.base(), change.change()),
                  change.base(),
                  proposal.author(),
                  proposal.reason(),
                  mandate)
              .mapEmpty();
      case SCHEDULE -> scheduled();
      case STRATEGY_ON ->
          changed(
              "update strategy_switch set off = false, author = $3, reason = $4, made_at = now(),"
                  + " approved = $5 where shop = $1 and strategy = $2 and off"
                  + " and (extract(epoch from made_at) * 1000000)::bigint = $6");
      case MODEL_REVERT -> reverted();
      case MODEL_RETIRE ->
          changed(
              "insert into model_revision (shop, strategy, revision, promoted, file, verdict,"
                  + " author, reason, approved) select $1, $2, max(revision) + 1, true, null, '{}',"
                  + " $3, $4, $5 from model_revision where shop = $1 and strategy = $2"
                  + " having max(revision) filter (where promoted) = $6");
      case APPROVAL_OFF ->
          changed(
              "update shop_approval set required = false, author = $3, reason = $4,"
                  + " made_at = now(), approved = $5 where shop = $1 and $2 <> '' and required"
                  + " and (extract(epoch from made_at) * 1000000)::bigint = $6");
    };
  }

  /** What was shown was a change upon a revision, so it is that one that must still be current. */
  private Future<Void> scheduled() {
    JsonObject order = new JsonObject(change.change());
    return connection
        .preparedQuery(
            "select from placement_revision where shop = $1 and name = $2"
                + " having max(revision) = $3")
        .execute(Tuple.of(shop.number(), change.subject(), change.base()))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.failedFuture(Placements.overtaken(change.subject(), change.base()))
                    : ScheduledChanges.add(
                        connection,
                        shop,
                        change.subject(),
                        Instant.parse(order.getString("at")),
                        order.getString("fields"),
                        proposal.author(),
                        proposal.reason(),
                        mandate))
        .mapEmpty();
  }

  private Future<Void> reverted() {
    return changed(
        "insert into model_revision (shop, strategy, revision, promoted, file, verdict, author,"
            + " reason, approved) select $1, $2, n.highest + 1, true, m.file, m.verdict, $3, $4, $5"
            + " from model_revision m, (select max(revision) as highest,"
            + " coalesce(max(revision) filter (where promoted), 0) as serving"
            + " from model_revision where shop = $1 and strategy = $2) n"
            + " where m.shop = $1 and m.strategy = $2 and m.file is not null and n.serving = $6"
            + " and m.revision = "
            + new JsonObject(change.change()).getLong("revision"));
  }

  /**
   * @param sql with the shop, the subject, author, reason, proposal and base as its parameters
   */
  private Future<Void> changed(String sql) {
    return connection
        .preparedQuery(sql)
        .execute(
            Tuple.of(shop.number(), change.subject())
                .addString(proposal.author())
                .addString(proposal.reason())
                .addUUID(mandate.proposal())
                .addLong(change.base()))
        .recover(
            failure ->
                Future.failedFuture(Database.isUniqueViolation(failure) ? overtaken() : failure))
        .compose(
            rows ->
                rows.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(overtaken()));
  }

  private PannierException overtaken() {
    return new PannierException(
        StandardErrorCode.REVISION_CONFLICT,
        change.subject() + " has changed since this was proposed; look again and propose anew");
  }
}
