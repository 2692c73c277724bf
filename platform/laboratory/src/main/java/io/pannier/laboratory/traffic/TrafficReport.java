package io.pannier.laboratory.traffic;

/**
 * What the simulated shoppers did so far.
 *
 * @param failedVisits visits that an error, a closed connection or the timeout ended
 * @param errors messages of the server that refused something
 */
public record TrafficReport(
    long visits,
    long failedVisits,
    long carts,
    long offers,
    long shown,
    long clicked,
    long accepted,
    long dismissed,
    long orders,
    long errors) {}
