package io.pannier.laboratory.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemReaderTest {
  private static final String SMALL =
      """
      {"currency": "GBP", "candidates": [
        {"sku": "a", "relevance": 1, "price": 12.5, "cost": 5, "category": "x", "excludes": ["c"]},
        {"sku": "b", "relevance": 0.5, "price": 1e1, "category": "x", "requires": ["a"]},
        {"sku": "c", "relevance": 0.25, "price": 0.01, "stock": 3}],
       "lifts": [{"skus": ["a", "b"], "lift": 1.5}]}
      """;

  @Test
  void readsFiguresRelationsAndDefaults() {
    ProblemDocument document = ProblemReader.parse(SMALL);
    BundlingProblem problem = document.problem();
    assertThat(document.skus()).containsExactly("a", "b", "c");
    assertThat(document.titles()).containsExactly("a", "b", "c");
    assertThat(problem.price(0)).isEqualTo(1250);
    assertThat(problem.price(1)).isEqualTo(1000);
    assertThat(problem.price(2)).isEqualTo(1);
    assertThat(problem.cost(0)).isEqualTo(500);
    assertThat(problem.stock(2)).isEqualTo(3);
    assertThat(problem.category(0)).isEqualTo(problem.category(1)).isNotNegative();
    assertThat(problem.category(2)).isEqualTo(-1);
    assertThat(problem.lift(1, 0)).isEqualTo(1.5f);
    assertThat(problem.incompatible(2, 0)).isTrue();
    assertThat(problem.requires(1, 0)).isTrue();
    assertThat(problem.requires(0, 1)).isFalse();
    assertThat(problem.weight(Objective.REVENUE)).isEqualTo(0.5);
    assertThat(problem.model()).isEqualTo(ConversionModel.DEFAULT);
    assertThat(problem.constraints())
        .isEqualTo(new BundleConstraints(1, 4, 1, Long.MAX_VALUE, -1, 0, Integer.MAX_VALUE));
    assertThat(problem.limit()).isEqualTo(3);
    assertThat(problem.seed()).isEqualTo(1);
  }

  @Test
  void theExampleIsReadAndWrittenBackUnchanged() {
    Path example = Path.of("../../config/examples/bundling-problem.json");
    assertThat(Files.exists(example)).isTrue();
    ProblemDocument document = ProblemReader.read(example);
    String written = ProblemWriter.write(document);
    assertThat(ProblemWriter.write(ProblemReader.parse(written))).isEqualTo(written);
    assertThat(document.problem().size()).isEqualTo(12);
    assertThat(document.problem().constraints().budget()).isEqualTo(4000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "price": 12.5       | "price": 12.505      | /candidates/0/price
          "price": 12.5       | "price": -1          | /candidates/0/price
          "price": 12.5       | "price": 1e999999999 | /candidates/0/price
          "price": 12.5       | "prize": 12.5        | /candidates/0/prize
          "relevance": 0.5    | "relevance": 1.5     | /candidates/1/relevance
          "relevance": 0.5    | "relevance": 1e999   | /candidates/1/relevance
          "relevance": 0.5    | "relevance": null    | /candidates/1/relevance
          "sku": "c"          | "sku": "a"           | /candidates/2/sku
          "stock": 3          | "stock": 0           | /candidates/2/stock
          "requires": ["a"]   | "requires": ["z"]    | /candidates/1/requires/0
          "excludes": ["c"]   | "excludes": ["a"]    | /candidates/0/excludes/0
          "lift": 1.5         | "lift": "much"       | /lifts/0/lift
          "skus": ["a", "b"]  | "skus": ["a", "a"]   | /lifts/0/skus
          "currency": "GBP"   | "currency": "POUND"  | /currency
          "lift": 1.5         | "lift": NaN          | not JSON at line 5
          "stock": 3          | "stock": 3, "stock": 4 | not JSON at line 4
          """)
  void aWrongPlaceIsNamed(String right, String wrong, String where) {
    assertThat(SMALL).contains(right);
    PannierException failure =
        catchThrowableOfType(
            PannierException.class, () -> ProblemReader.parse(SMALL.replace(right, wrong)));
    assertThat(failure.code()).isEqualTo(StandardErrorCode.PROBLEM_INVALID);
    assertThat(failure).hasMessageStartingWith(where);
  }

  @Test
  void anAbsentFileIsAFileFailure() {
    PannierException failure =
        catchThrowableOfType(
            PannierException.class, () -> ProblemReader.read(Path.of("no-such-problem.json")));
    assertThat(failure.code()).isEqualTo(StandardErrorCode.FILE_FAILED);
  }
}
