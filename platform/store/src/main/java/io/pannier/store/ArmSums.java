package io.pannier.store;

import io.vertx.sqlclient.Row;

/**
 * Sums over the visitors of an arm, from which means and their errors are made.
 *
 * @param segment of these visitors; empty for all of them
 * @param sessions of these visitors
 * @param squaredSessions Σ sessions²
 * @param revenue of what they bought after they were first asked about, minor units
 * @param margin as {@code revenue}
 * @param buyers visitors who bought anything
 * @param attached visitors who bought from a bundle that was offered
 */
public record ArmSums(
    String arm,
    String segment,
    long visitors,
    long sessions,
    double squaredSessions,
    Money revenue,
    Money margin,
    long buyers,
    long attached) {

  /**
   * Sums of an amount by visitor.
   *
   * @param sum Σ amount
   * @param squares Σ amount²
   * @param bySessions Σ amount · sessions
   */
  public record Money(double sum, double squares, double bySessions) {
    static final Money NONE = new Money(0, 0, 0);
  }

  /** Of an arm that nobody has come into yet. */
  public static ArmSums nobody(String arm) {
    return new ArmSums(arm, "", 0, 0, 0, Money.NONE, Money.NONE, 0, 0);
  }

  static ArmSums of(Row row) {
    return new ArmSums(
        row.getString("arm"),
        row.getString("segment"),
        row.getLong("visitors"),
        row.getLong("sessions"),
        row.getDouble("nn"),
        new Money(row.getDouble("r"), row.getDouble("rr"), row.getDouble("rn")),
        new Money(row.getDouble("m"), row.getDouble("mm"), row.getDouble("mn")),
        row.getLong("buyers"),
        row.getLong("attached"));
  }
}
