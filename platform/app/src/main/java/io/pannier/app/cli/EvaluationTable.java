package io.pannier.app.cli;

import io.pannier.laboratory.evaluation.EvaluationResult;
import io.pannier.laboratory.evaluation.EvaluationResult.Comparison;
import io.pannier.laboratory.evaluation.SeedSummary;
import io.pannier.laboratory.evaluation.StrategyResult;
import io.pannier.laboratory.metrics.Estimate;
import io.pannier.laboratory.metrics.RankMetric;
import io.pannier.laboratory.protocol.EvaluationTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The outcome of an evaluation for a terminal. */
final class EvaluationTable {
  private EvaluationTable() {}

  static String render(EvaluationResult result) {
    EvaluationTask task = result.task();
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%s on %s, seed %d: %,d cases over %,d products, %,d observations learned%n%n",
            task.protocol(),
            task.data().format().word(),
            task.seed(),
            task.cases().size(),
            task.catalogue().size(),
            task.observations()));
    out.append(metrics(result));
    if (!result.comparisons().isEmpty()) {
      out.append(String.format("%n")).append(differences(result));
    }
    out.append(String.format("%n"));
    result.checksums().forEach((file, sum) -> out.append("sha256 " + sum + "  " + file + "\n"));
    return out.toString();
  }

  /** The figures over all seeds, below those of the first. */
  static String render(SeedSummary summary) {
    EvaluationResult first = summary.first();
    List<String> header = new ArrayList<>(List.of("mean of seeds"));
    for (RankMetric metric : first.task().metrics()) {
      header.add(metric.name());
      header.add("±se");
    }
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (int s = 0; s < first.strategies().size(); s++) {
      List<String> row = new ArrayList<>(List.of(first.strategies().get(s).id()));
      for (int m = 0; m < first.task().metrics().size(); m++) {
        Estimate estimate = summary.estimate(s, m);
        row.add(number("%.4f", estimate.mean()));
        row.add(number("%.4f", estimate.standardError()));
      }
      table.row(row.toArray(String[]::new));
    }
    return String.format("%nover the seeds %s:%n%n", summary.seeds()) + table.render();
  }

  private static String metrics(EvaluationResult result) {
    List<String> header = new ArrayList<>(List.of("strategy"));
    for (RankMetric metric : result.task().metrics()) {
      header.add(metric.name());
      header.add("±se");
    }
    header.addAll(List.of("answered", "train s", "score s"));
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (StrategyResult strategy : result.strategies()) {
      List<String> row = new ArrayList<>(List.of(strategy.id()));
      for (Estimate estimate : strategy.estimates()) {
        row.add(number("%.4f", estimate.mean()));
        row.add(number("%.4f", estimate.standardError()));
      }
      row.add(number("%.1f%%", 100 * strategy.answered()));
      row.add(number("%.2f", strategy.trainSeconds()));
      row.add(number("%.2f", strategy.scoreSeconds()));
      table.row(row.toArray(String[]::new));
    }
    return table.render();
  }

  private static String differences(EvaluationResult result) {
    String level = number("%.0f%%", 100 * result.bootstrap().level());
    TextTable table = new TextTable("difference", "metric", "mean", level + " from", "to");
    for (Comparison comparison : result.comparisons()) {
      table.row(
          result.strategies().get(comparison.first()).name()
              + " − "
              + result.strategies().get(comparison.second()).name(),
          result.task().metrics().get(comparison.metric()).name(),
          number("%+.4f", comparison.interval().difference()),
          number("%+.4f", comparison.interval().low()),
          number("%+.4f", comparison.interval().high()));
    }
    return table.render();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
