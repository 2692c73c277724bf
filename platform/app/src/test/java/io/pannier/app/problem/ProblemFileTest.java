package io.pannier.app.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemFileTest {
  private static final String PROBLEM =
      """
      {"currency": "EUR",
       "candidates": [
         {"sku": "A", "price": 10.99, "cost": 4, "stock": 3, "category": "x", "relevance": 0.9},
         {"sku": "B", "price": "2.50", "category": "x", "requires": ["A"]},
         {"sku": "C", "price": 3, "excludes": ["A"], "cart-lift": 0.7}],
       "lifts": [{"one": "A", "other": "B", "log-lift": 1.5}],
       "weights": {"margin": 2, "stock-relief": 0.5},
       "limits": {"budget": 20.00, "max-items": 2},
       "limit": 2, "seed": 7}
      """;

  @Test
  void aFileBecomesTheArraysOfAProblem() {
    StatedProblem stated = ProblemFile.parse("p.json", PROBLEM).state();
    BundlingProblem problem = stated.problem();
    assertThat(stated.skus()).containsExactly("A", "B", "C");
    assertThat(problem.price(0)).isEqualTo(1099);
    assertThat(problem.cost(0)).isEqualTo(400);
    assertThat(problem.price(1)).isEqualTo(250);
    assertThat(problem.stock(0)).isEqualTo(3);
    assertThat(problem.category(0)).isEqualTo(problem.category(1)).isGreaterThanOrEqualTo(0);
    assertThat(problem.category(2)).isEqualTo(-1);
    assertThat(problem.lift(0, 1)).isEqualTo(problem.lift(1, 0)).isEqualTo(1.5f);
    assertThat(problem.cartLift(2)).isEqualTo(0.7f);
    assertThat(problem.requires(1, 0)).isTrue();
    assertThat(problem.requires(0, 1)).isFalse();
    assertThat(problem.incompatible(0, 2)).isTrue();
    assertThat(problem.incompatible(2, 0)).isTrue();
    assertThat(problem.weight(Objective.MARGIN)).isEqualTo(2);
    assertThat(problem.weight(Objective.CONVERSION)).isZero();
    assertThat(problem.constraints().budget()).isEqualTo(2000);
    assertThat(problem.constraints().maxItems()).isEqualTo(2);
    assertThat(problem.seed()).isEqualTo(7);
  }

  @Test
  void whatDoesNotFitTogetherIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                ProblemFile.parse(
                        "p.json",
                        """
                        {"candidates": [
                           {"sku": "A", "price": 1.999, "stock": 0},
                           {"sku": "B", "price": "free", "requires": ["Z"]}],
                         "lifts": [{"one": "A", "other": "A"}]}
                        """)
                    .state())
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.PROBLEM_INVALID))
        .hasMessageContaining("candidates[0].price: '1.999' does not fit")
        .hasMessageContaining("candidates[0].stock: expected at least 1")
        .hasMessageContaining("candidates[1].price: 'free' does not fit")
        .hasMessageContaining("candidates[1].requires: no candidate has the SKU 'Z'")
        .hasMessageContaining("lifts[0]: expected two different SKUs");
  }

  @Test
  void misspelledKeysAreToldWithTheKnownOnes() {
    assertThatThrownBy(() -> ProblemFile.parse("p.json", "{\"candidats\": []}"))
        .hasMessageContaining("candidats: unknown key; did you mean 'candidates'?");
    assertThatThrownBy(() -> ProblemFile.parse("p.json", "{\"candidates\": []}").state())
        .hasMessageContaining("candidates: expected at least one");
    assertThatThrownBy(() -> ProblemFile.parse("p.json", "{\"candidates\": "))
        .hasMessageContaining("neither JSON nor YAML");
  }

  @Test
  void theReportSpeaksInSkusAndAmounts() {
    StatedProblem stated = ProblemFile.parse("p.json", PROBLEM).state();
    ComposedBundle bundle =
        new ComposedBundle(
            new int[] {0, 1}, new int[] {1, 2}, 99, new double[] {0.1, 150, 60, 0, 0}, 1.25, 1);
    ProblemReport report = new ProblemReport(stated);
    var json = report.write(new BundlingResult(List.of(bundle), 5, 1000, List.of()));
    assertThat(report.items(bundle)).isEqualTo("A, 2 × B");
    assertThat(json.at("/bundles/0/listPrice").decimalValue()).isEqualByComparingTo("15.99");
    assertThat(json.at("/bundles/0/price").decimalValue()).isEqualByComparingTo("15.00");
    assertThat(json.at("/bundles/0/objectives/revenue").doubleValue()).isEqualTo(1.5);
    assertThat(json.at("/bundles/0/items/1/quantity").intValue()).isEqualTo(2);
    assertThat(json.at("/generations").intValue()).isEqualTo(5);
  }
}
