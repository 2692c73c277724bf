package io.pannier.laboratory.report;

import io.pannier.laboratory.evaluation.EvaluationResult;
import io.pannier.laboratory.evaluation.EvaluationResult.Comparison;
import io.pannier.laboratory.evaluation.StrategyResult;
import io.pannier.laboratory.metrics.Estimate;
import io.pannier.laboratory.metrics.RankMetric;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The plots of an evaluation as SVG that takes the colours of text and lines from its page. */
final class EvaluationCharts {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 380;
  private static final double Z_95 = 1.959964;

  /** Drawn in these and replaced afterwards: a chart is drawn before anyone knows light or dark. */
  private static final Color INK = new Color(1, 2, 3);

  private static final Color GRID = new Color(4, 5, 6);
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final Color CLEAR = new Color(255, 255, 255, 0);
  private static final Map<Color, String> REPLACED = Map.of(INK, "currentColor", GRID, "#8887");

  /** Okabe and Ito's colours that stand out on white and on black, told apart by everyone. */
  private static final Color[] PALETTE = {
    new Color(0x00, 0x72, 0xB2),
    new Color(0xE6, 0x9F, 0x00),
    new Color(0x00, 0x9E, 0x73),
    new Color(0xCC, 0x79, 0xA7),
    new Color(0xD5, 0x5E, 0x00),
    new Color(0x56, 0xB4, 0xE9)
  };

  private EvaluationCharts() {}

  /** Each metric of each strategy, with the 95 % interval by its standard error. */
  static String metrics(EvaluationResult result) {
    CategoryChart chart = chart();
    List<String> names = result.task().metrics().stream().map(RankMetric::name).toList();
    for (StrategyResult strategy : result.strategies()) {
      List<Estimate> estimates = strategy.estimates();
      chart.addSeries(
          strategy.name(),
          names,
          estimates.stream().map(Estimate::mean).toList(),
          estimates.stream().map(e -> Z_95 * e.standardError()).toList());
    }
    chart.getStyler().setYAxisMin(0.0);
    return svg(chart);
  }

  /** The interval of each difference; its middle is marked. */
  static String differences(EvaluationResult result) {
    CategoryChart chart = chart();
    List<String> names = result.task().metrics().stream().map(RankMetric::name).toList();
    Map<String, List<Comparison>> pairs = new LinkedHashMap<>();
    for (Comparison comparison : result.comparisons()) {
      String pair =
          result.strategies().get(comparison.first()).name()
              + " − "
              + result.strategies().get(comparison.second()).name();
      pairs.computeIfAbsent(pair, _ -> new ArrayList<>()).add(comparison);
    }
    pairs.forEach(
        (pair, comparisons) ->
            chart
                .addSeries(
                    pair,
                    names,
                    comparisons.stream()
                        .map(c -> (c.interval().low() + c.interval().high()) / 2)
                        .toList(),
                    comparisons.stream()
                        .map(c -> (c.interval().high() - c.interval().low()) / 2)
                        .toList())
                .setMarker(SeriesMarkers.DIAMOND));
    chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
    // With 0 in view one sees whether an interval reaches it.
    double low = result.comparisons().stream().mapToDouble(c -> c.interval().low()).min().orElse(0);
    double high =
        result.comparisons().stream().mapToDouble(c -> c.interval().high()).max().orElse(0);
    double margin = Math.max(1e-3, 0.05 * (Math.max(high, 0) - Math.min(low, 0)));
    chart.getStyler().setYAxisMin(Math.min(low, 0) - margin);
    chart.getStyler().setYAxisMax(Math.max(high, 0) + margin);
    return svg(chart);
  }

  private static CategoryChart chart() {
    CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).build();
    CategoryStyler styler = chart.getStyler();
    styler.setBaseFont(FONT);
    styler.setChartBackgroundColor(CLEAR);
    styler.setPlotBackgroundColor(CLEAR);
    styler.setLegendBackgroundColor(CLEAR);
    styler.setLegendBorderColor(CLEAR);
    styler.setPlotBorderVisible(false);
    styler.setChartFontColor(INK);
    styler.setLegendFont(FONT);
    styler.setAxisTickLabelsFont(FONT);
    styler.setYAxisDecimalPattern("0.00##");
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTickMarksColor(GRID);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(0.6f));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setErrorBarsColor(INK);
    styler.setSeriesColors(PALETTE);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setChartTitleVisible(false);
    styler.setAvailableSpaceFill(0.7);
    return chart;
  }

  private static String svg(CategoryChart chart) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    String svg = out.toString(StandardCharsets.UTF_8);
    for (Map.Entry<Color, String> replaced : REPLACED.entrySet()) {
      Color c = replaced.getKey();
      svg =
          svg.replaceAll(
              "rgb\\(\\s*%d\\s*,\\s*%d\\s*,\\s*%d\\s*\\)"
                  .formatted(c.getRed(), c.getGreen(), c.getBlue()),
              replaced.getValue());
    }
    // Behind the prologue of a file of its own.
    return svg.substring(Math.max(0, svg.indexOf("<svg")));
  }
}
