package io.pannier.store;

/**
 * What became of the decisions of one placement in one minute, or what was bought in it.
 *
 * @param minute minutes since the epoch, by the time of the decision
 * @param placement empty for what was bought
 * @param offers decisions
 * @param degraded of these, made below the first rung
 * @param shown of these, shown
 * @param accepted of these, accepted
 * @param purchases lines of orders, where the placement has no name
 * @param attached of these, from a bundle that had been offered
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
    long purchases,
    long attached,
    double revenue,
    double margin) {}
