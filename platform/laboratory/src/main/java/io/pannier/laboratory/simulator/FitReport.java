package io.pannier.laboratory.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How well simulated orders match those of a file, figure by figure, with stated tolerances. */
public record FitReport(List<Row> rows) {
  public FitReport {
    rows = List.copyOf(rows);
  }

  /**
   * One figure.
   *
   * @param tolerance largest difference that counts as a match
   * @param relative whether the tolerance is a share of the file's figure
   */
  public record Row(
      String figure, double file, double simulated, double tolerance, boolean relative) {
    public boolean matches() {
      return Math.abs(simulated - file) <= tolerance * (relative ? Math.abs(file) : 1);
    }
  }

  static FitReport of(OrderFigures file, OrderFigures simulated) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("basket size, mean", file.meanSize(), simulated.meanSize(), 0.05, true));
    String[] quartiles = {"first quartile", "median", "third quartile"};
    for (int q = 0; q < quartiles.length; q++) {
      rows.add(
          new Row("basket size, " + quartiles[q], file.sizes()[q], simulated.sizes()[q], 1, false));
    }
    for (int q = 0; q < quartiles.length; q++) {
      rows.add(
          new Row(
              "price paid, " + quartiles[q], file.prices()[q], simulated.prices()[q], 0.1, true));
    }
    rows.add(new Row("repeat rate", file.repeatRate(), simulated.repeatRate(), 0.03, false));
    rows.add(
        new Row(
            "log lift of the top pairs, mean",
            file.meanLogLift(),
            simulated.meanLogLift(),
            0.1,
            false));
    double apart = 0;
    for (int k = 0; k < file.logLifts().length; k++) {
      apart += Math.abs(file.logLifts()[k] - simulated.logLifts()[k]) / file.logLifts().length;
    }
    rows.add(new Row("log lift of the top pairs, mean distance", 0, apart, 0.25, false));
    return new FitReport(rows);
  }

  public boolean matches() {
    return rows.stream().allMatch(Row::matches);
  }

  /** A table for people, one figure a line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-42s file %9.3f  simulated %9.3f  tolerance %s  %s%n",
              row.figure(),
              row.file(),
              row.simulated(),
              row.relative() ? Math.round(row.tolerance() * 100) + " %" : "" + row.tolerance(),
              row.matches() ? "matches" : "DIFFERS"));
    }
    return text.toString();
  }
}
