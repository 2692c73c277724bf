package io.pannier.laboratory.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The report's document and table, and the search for a rate. */
class BenchReportTest {
  private static final BenchReport REPORT =
      new BenchReport(
          "serving",
          MachineInfo.of("fsync on"),
          List.of(
              Figure.of("p99-millis", 12.3456, "ms").lessThan(15),
              Figure.of("rate-per-second", 998.7, "1/s").atLeast(1_000),
              Figure.of("x", 1.2, "x").beside("peer", "1.0", 0.5)));

  @Test
  void writesTheContractsDocument() throws IOException {
    JsonNode json = new ObjectMapper().readTree(REPORT.toJson());
    assertThat(json.get("bench").asText()).isEqualTo("serving");
    assertThat(json.at("/machine/cores").asInt()).isPositive();
    assertThat(json.at("/figures/0/goal/op").asText()).isEqualTo("<");
    assertThat(json.at("/figures/0/value").asDouble()).isEqualTo(12.3456);
    assertThat(json.at("/figures/1/goal/value").asDouble()).isEqualTo(1_000);
    assertThat(json.at("/figures/2/peer/version").asText()).isEqualTo("1.0");
    assertThat(json.at("/figures/2").has("goal")).isFalse();
    assertThat(REPORT.met()).isFalse();
  }

  @Test
  void laysTheTableOut() {
    assertThat(REPORT.toTable())
        .contains("fsync on")
        .containsPattern("p99-millis +12\\.35  ms +< 15\\.00 +pass")
        .containsPattern("rate-per-second +998\\.7  1/s +>= 1,000 +MISS")
        .containsPattern("x +1\\.200  x +peer 1\\.0 0\\.5000");
    assertThat(BenchReport.number(0)).isEqualTo("0");
    assertThat(BenchReport.number(-0.00012345)).isEqualTo("-0.0001235");
    assertThat(BenchReport.number(Double.NaN)).isEqualTo("NaN");
  }

  @Test
  void findsTheHighestRateThatHolds() {
    RateSearch search = new RateSearch(100_000, 0.02);
    assertThat(search.highest(1_000, rate -> rate <= 3_333)).isBetween(3_200.0, 3_333.0);
    assertThat(search.highest(1_000, rate -> rate <= 77)).isBetween(75.0, 77.0);
    assertThat(search.highest(1_000, rate -> rate <= 1_000)).isEqualTo(1_000);
    assertThat(search.highest(1_000, _ -> true)).isEqualTo(100_000);
    assertThat(search.highest(1_000, _ -> false)).isZero();
  }
}
