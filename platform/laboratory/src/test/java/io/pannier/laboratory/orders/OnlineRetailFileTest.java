package io.pannier.laboratory.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reads the real file, where it is there. */
class OnlineRetailFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void importsHalfAMillionLinesOfTheRealFile() throws Exception {
    Path file = realFile();
    if (file == null) {
      System.err.println("SKIPPED OnlineRetailFileTest: no shared/data/online-retail folder");
      assumeTrue(false, "shared/data/online-retail is missing");
      return;
    }

    OrderOptions options = OrderOptions.defaults().withLastOrderDay(LocalDate.of(2026, 11, 20));
    long products = 0;
    Set<String> categories = new HashSet<>();
    int other = 0;
    Set<String> ids = new HashSet<>();
    OrderReport report;
    try (OrderSource source = OrderFormats.open("online-retail", file, options)) {
      for (Optional<Batch> batch = source.next(); batch.isPresent(); batch = source.next()) {
        if (batch.get().kind() == Batch.Kind.PRODUCTS) {
          for (JsonNode product : JSON.readTree(batch.get().json())) {
            products++;
            categories.add(product.get("category").asText());
            other += product.get("category").asText().equals("Other") ? 1 : 0;
            assertThat(product.get("cost").decimalValue())
                .isLessThanOrEqualTo(product.get("price").decimalValue());
            assertThat(product.at("/attributes/cost-source").asText()).isEqualTo("derived");
          }
        } else {
          String[] lines = new String(batch.get().json(), StandardCharsets.UTF_8).split("\n");
          assertThat(lines).hasSize(batch.get().size()).hasSizeLessThanOrEqualTo(1_000);
          for (String line : lines) {
            ids.add(line.substring(7, line.indexOf('"', 7)));
          }
        }
      }
      report = source.report();
    }
    assertThat(report.rows()).isEqualTo(541_909);
    assertThat(report.broken()).isZero();
    assertThat(report.skipped())
        .containsEntry("cancellation", 9_288L)
        .containsKeys("quantity-not-positive", "price-not-positive", "no-merchandise");
    assertThat(
            report.events() + report.skipped().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(report.rows());
    assertThat(ids).as("event ids are unique").hasSize((int) report.events());
    assertThat(report.products()).isEqualTo(products).isBetween(3_800L, 3_922L);
    assertThat(report.shoppers()).isBetween(4_300L, 4_372L);
    assertThat(report.last())
        .isBetween(Instant.parse("2026-11-20T00:00:00Z"), Instant.parse("2026-11-21T00:00:00Z"));
    assertThat(categories).hasSizeBetween(50, 250);
    assertThat(other).as("products without a category").isLessThan((int) products / 5);
  }

  private static @Nullable Path realFile() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve("shared/data/online-retail/online-retail.csv.gz");
      if (Files.exists(file)) {
        return file;
      }
    }
    return null;
  }
}
