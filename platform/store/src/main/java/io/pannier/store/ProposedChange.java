package io.pannier.store;

import io.pannier.messages.Placement;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * What a proposal would change.
 *
 * @param subject name of the placement or the strategy
 * @param base what it is proposed upon: the revision that its author saw, or the microsecond of a
 *     switch; where another one is current by then, it can no longer be approved
 * @param change JSON object: what approving does
 * @param diff JSON array of {@code {path, from, to}}: what whoever decides is shown
 */
public record ProposedChange(
    ProposalKind kind, String subject, long base, String change, String diff) {

  /** The placement as it shall be, upon the revision that it carries. */
  public static ProposedChange placement(Placement placement, long seen, String diff) {
    return new ProposedChange(
        ProposalKind.PLACEMENT, placement.name(), seen, PlacementJson.write(placement), diff);
  }

  /**
   * Some fields of a placement at a time to come.
   *
   * @param fields JSON object: the fields to change
   */
  public static ProposedChange schedule(Placement current, Instant at, String fields, String diff) {
    return new ProposedChange(
        ProposalKind.SCHEDULE,
        current.name(),
        current.revision(),
        new JsonObject().put("at", at.toString()).put("fields", fields).encode(),
        diff);
  }

  /**
   * A strategy that answers again.
   *
   * @param off since when and by whom it does not
   */
  public static ProposedChange strategyOn(StrategySwitch off, String diff) {
    return new ProposedChange(
        ProposalKind.STRATEGY_ON, off.strategy(), Text.micros(off.madeAt()), "{}", diff);
  }

  /**
   * A model comes into service.
   *
   * @param current revision in service, 0 for none
   * @param revision whose file shall serve
   */
  public static ProposedChange model(String strategy, long current, long revision, String diff) {
    return new ProposedChange(
        ProposalKind.MODEL_REVERT,
        strategy,
        current,
        new JsonObject().put("revision", revision).encode(),
        diff);
  }

  /**
   * The model goes out of service.
   *
   * @param current revision in service
   */
  public static ProposedChange retire(String strategy, long current, String diff) {
    return new ProposedChange(ProposalKind.MODEL_RETIRE, strategy, current, "{}", diff);
  }

  /** Changes no longer take a second person. */
  public static ProposedChange approvalOff(ShopApproval rule, String diff) {
    return new ProposedChange(ProposalKind.APPROVAL_OFF, "approval", rule.revision(), "{}", diff);
  }
}
