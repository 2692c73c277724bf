package io.pannier.laboratory.report;

import io.pannier.laboratory.evaluation.EvaluationResult;
import io.pannier.laboratory.evaluation.EvaluationResult.Comparison;
import io.pannier.laboratory.evaluation.StrategyResult;
import io.pannier.laboratory.metrics.Estimate;
import io.pannier.laboratory.metrics.PairedBootstrap.Interval;
import io.pannier.laboratory.metrics.RankMetric;
import io.pannier.laboratory.protocol.EvaluationTask;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The outcome of an evaluation as one HTML file: tables, plots, and what they rest on. */
public final class EvaluationPage {
  private EvaluationPage() {}

  public static String of(EvaluationResult result) {
    EvaluationTask task = result.task();
    String title = task.protocol() + " on " + task.data().format().word();
    StringBuilder page = new StringBuilder(1 << 16);
    page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        .append(escaped(title))
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<main>\n<h1>")
        .append(escaped(title))
        .append("</h1>\n<p class=\"lead\">")
        .append(escaped(lead(task)))
        .append("</p>\n");
    page.append("<section>\n<h2>Metrics</h2>\n");
    figure(
        page,
        "The table below as bars",
        EvaluationCharts.metrics(result),
        "Mean over the cases; lines are 95 % intervals.");
    metrics(result, page);
    page.append("</section>\n");
    if (!result.comparisons().isEmpty()) {
      page.append("<section>\n<h2>Differences</h2>\n");
      figure(
          page,
          "The intervals of the table below",
          EvaluationCharts.differences(result),
          "Intervals of the difference on the same cases.");
      differences(result, page);
      page.append("</section>\n");
    }
    page.append("<section>\n<h2>What this rests on</h2>\n");
    grounds(result, page);
    return page.append("</section>\n</main>\n</body>\n</html>\n").toString();
  }

  private static String lead(EvaluationTask task) {
    return String.format(
        Locale.ROOT,
        "%,d cases, each ranked over all %,d products; learned from %,d observations in %,d orders;"
            + " seed %d.",
        task.cases().size(),
        task.catalogue().size(),
        task.observations(),
        task.training().size(),
        task.seed());
  }

  private static void figure(StringBuilder page, String label, String svg, String caption) {
    page.append("<figure role=\"img\" aria-label=\"")
        .append(label)
        .append("\">\n")
        .append(svg)
        .append("<figcaption>")
        .append(caption)
        .append("</figcaption>\n</figure>\n");
  }

  private static void metrics(EvaluationResult result, StringBuilder page) {
    List<RankMetric> metrics = result.task().metrics();
    page.append("<div class=\"wide\"><table>\n<thead><tr><th>strategy</th>");
    metrics.forEach(metric -> page.append("<th>").append(metric.name()).append("</th>"));
    page.append("<th>answered</th><th>train s</th><th>score s</th></tr></thead>\n<tbody>\n");
    for (StrategyResult strategy : result.strategies()) {
      page.append("<tr><th>").append(escaped(strategy.id())).append("</th>");
      for (Estimate estimate : strategy.estimates()) {
        page.append("<td>")
            .append(number("%.4f", estimate.mean()))
            .append(" <small>± ")
            .append(number("%.4f", estimate.standardError()))
            .append("</small></td>");
      }
      page.append("<td>")
          .append(number("%.1f %%", 100 * strategy.answered()))
          .append("</td><td>")
          .append(number("%.2f", strategy.trainSeconds()))
          .append("</td><td>")
          .append(number("%.2f", strategy.scoreSeconds()))
          .append("</td></tr>\n");
    }
    page.append("</tbody></table></div>\n<p><small>± is one standard error.</small></p>\n");
  }

  private static void differences(EvaluationResult result, StringBuilder page) {
    page.append("<div class=\"wide\"><table>\n<thead><tr><th>pair</th><th>metric</th>")
        .append("<th>difference</th><th>interval</th><th>decided</th></tr></thead>\n<tbody>\n");
    for (Comparison comparison : result.comparisons()) {
      Interval interval = comparison.interval();
      page.append("<tr><th>")
          .append(escaped(result.strategies().get(comparison.first()).name()))
          .append(" − ")
          .append(escaped(result.strategies().get(comparison.second()).name()))
          .append("</th><td>")
          .append(result.task().metrics().get(comparison.metric()).name())
          .append("</td><td>")
          .append(number("%+.4f", interval.difference()))
          .append("</td><td>")
          .append(number("%+.4f", interval.low()))
          .append(" to ")
          .append(number("%+.4f", interval.high()))
          .append("</td><td>")
          .append(interval.decided() ? "yes" : "no")
          .append("</td></tr>\n");
    }
    page.append("</tbody></table></div>\n<p><small>")
        .append(
            escaped(
                String.format(
                    Locale.ROOT,
                    "Paired bootstrap over cases, %,d replicates, %.0f %% percentile intervals."
                        + " Each interval stands for itself; of many, some miss by chance.",
                    result.bootstrap().replicates(),
                    100 * result.bootstrap().level())))
        .append("</small></p>\n");
  }

  private static void grounds(EvaluationResult result, StringBuilder page) {
    page.append("<dl>\n<dt>Data</dt><dd>")
        .append(escaped(result.task().data().path().toString()))
        .append("</dd>\n");
    for (Map.Entry<String, String> file : result.checksums().entrySet()) {
      page.append("<dt>SHA-256 of ")
          .append(escaped(file.getKey()))
          .append("</dt><dd><code>")
          .append(file.getValue())
          .append("</code></dd>\n");
    }
    page.append("<dt>Ties</dt><dd>share their middle rank; products that a strategy leaves out are")
        .append(" one tie behind all others.</dd>\n</dl>\n");
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String style() {
    try (InputStream in = EvaluationPage.class.getResourceAsStream("evaluation.css")) {
      return new String(
          Objects.requireNonNull(in, "evaluation.css").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
