package io.pannier.spi;

import org.jspecify.annotations.Nullable;

/**
 * One durable event, as a learner sees it.
 *
 * @param type what happened
 * @param time event time
 * @param shopper a key that is stable for a shopper and says nothing about the person; 0 for
 *     unknown
 * @param item item ordinal, or -1
 * @param quantity units, ≥ 0
 * @param price unit price paid, minor units, or -1
 * @param order the order that a purchase belongs to, or null
 * @param value rating or any other figure of the event; NaN where absent
 * @param propensity probability with which the decision that this event answers was taken; NaN
 *     where it answers none or the decision did not explore
 * @param decision {@link BundlingProblem#seed} of the decision that this event answers; 0 where it
 *     answers none
 * @param bundle place in that decision's answer of the bundle that the event is about, from 0; -1
 *     where it is about none
 */
public record Observation(
    EventType type,
    long time,
    long shopper,
    int item,
    int quantity,
    long price,
    @Nullable String order,
    double value,
    double propensity,
    long decision,
    int bundle) {
  /** An event that answers no decision that a strategy could remember. */
  public Observation(
      EventType type,
      long time,
      long shopper,
      int item,
      int quantity,
      long price,
      @Nullable String order,
      double value,
      double propensity) {
    this(type, time, shopper, item, quantity, price, order, value, propensity, 0, -1);
  }
}
