package io.pannier.laboratory.traffic;

import io.pannier.laboratory.simulator.LiveShopper.Reaction;

/** Counts up to a {@link TrafficReport}. Confined to one event loop. */
final class TrafficCounts {
  private long visits;
  private long failedVisits;
  private long carts;
  private long offers;
  private long shown;
  private long clicked;
  private long accepted;
  private long dismissed;
  private long orders;
  private long errors;

  void visit() {
    visits++;
  }

  void failedVisit() {
    failedVisits++;
  }

  void cart() {
    carts++;
  }

  void offer() {
    offers++;
  }

  void shown() {
    shown++;
  }

  void reaction(Reaction reaction) {
    switch (reaction) {
      case CLICKED -> clicked++;
      case ACCEPTED -> {
        clicked++;
        accepted++;
      }
      case DISMISSED -> dismissed++;
      case IGNORED -> {}
    }
  }

  void order() {
    orders++;
  }

  void error() {
    errors++;
  }

  TrafficReport report() {
    return new TrafficReport(
        visits, failedVisits, carts, offers, shown, clicked, accepted, dismissed, orders, errors);
  }
}
