package io.pannier.store;

/**
 * What became of the decisions of one placement in one minute.
 *
 * @param minute minutes since the epoch, by the time of the decision
 * @param offers decisions
 * @param degraded of these, made below the first rung
 * @param shown of these, shown
 * @param accepted of these, accepted
 * @param attached of these, of which something was bought
 * @param revenue price of the accepted bundles, in the shop's currency
 * @param margin the same less what their items cost today
 */
public record MinuteFigures(
    long minute,
    String placement,
    long offers,
    long degraded,
    long shown,
    long accepted,
    long attached,
    double revenue,
    double margin) {}
