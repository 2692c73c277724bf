package io.pannier.laboratory.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol on files that a known policy wrote, and on the real ones where they are there. */
class OffPolicyProtocolTest {
  private static final String HEADER = ",timestamp,item_id,position,click,propensity_score\n";

  @TempDir Path folder;

  @Test
  void estimatesTheRealPoliciesFromEachOthersLogs() {
    Path real = realFolder();
    if (real == null) {
      System.err.println("SKIPPED OffPolicyProtocolTest: no shared/data/open-bandit folder");
      assumeTrue(false, "shared/data/open-bandit is missing");
      return;
    }
    List<OffPolicyResult> results = new OffPolicyProtocol(real, 0, EstimateOptions.DEFAULT).run();
    assertThat(results).extracting(OffPolicyResult::evaluated).containsExactly("random", "bts");
    assertThat(results.getFirst().loggedRate()).isEqualTo(0.0046);
    assertThat(results.getLast().loggedRate()).isEqualTo(0.0069);
    for (OffPolicyResult result : results) {
      System.out.print(result.toTable());
      assertThat(result.estimates()).hasSize(4);
      for (Estimate estimate : result.estimates()) {
        assertThat(estimate.overlap().decisions()).isEqualTo(10_000);
        // The interval of the estimate and that of the logged rate hold a common value.
        if (estimate.estimator() != Estimator.DM) {
          assertThat(estimate.lower()).isLessThan(result.loggedUpper());
          assertThat(estimate.upper()).isGreaterThan(result.loggedLower());
        }
      }
    }
  }

  private static @Nullable Path realFolder() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolve("shared/data/open-bandit");
      if (Files.isDirectory(found)) {
        return found;
      }
    }
    return null;
  }

  /** Items 0 to 3 are clicked with 4, 8, 12 and 16 per cent; the sampler prefers the last. */
  @Test
  void findsTheRatesOfPoliciesThatAreKnown() throws IOException {
    double[] sampler = {0.1, 0.2, 0.3, 0.4};
    double[] uniform = {0.25, 0.25, 0.25, 0.25};
    write("random-men/men.csv", uniform, 40_000, 1, false);
    write("bts-men/men.csv.gz", sampler, 40_000, 2, true);
    List<OffPolicyResult> results = new OffPolicyProtocol(folder, 0, EstimateOptions.DEFAULT).run();
    for (Estimate estimate : results.getFirst().estimates()) {
      assertThat(estimate.value())
          .as("uniform by %s", estimate.estimator())
          .isBetween(0.095, 0.105);
    }
    for (Estimate estimate : results.getLast().estimates()) {
      assertThat(estimate.value())
          .as("sampler by %s", estimate.estimator())
          .isBetween(0.115, 0.125);
    }
  }

  private void write(String name, double[] policy, int rows, long seed, boolean packed)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < rows; i++) {
      double u = random.nextDouble();
      int item = 0;
      while (item < 3 && u >= policy[item]) {
        u -= policy[item++];
      }
      int click = random.nextDouble() < 0.04 * (item + 1) ? 1 : 0;
      text.append(
          String.format(
              Locale.ROOT, "%d,t,%d,%d,%d,%s%n", i, item, 1 + i % 3, click, policy[item]));
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out = packed ? new GZIPOutputStream(raw) : raw) {
      out.write(bytes);
    }
  }

  @Test
  void aBrokenRowIsNamed() throws IOException {
    broken("0,t,1,1,0,0\n", "row 1: expected");
    broken("0,t,1,1,0,0.5\n1,t,1,1,2,0.5\n", "row 2: expected");
    broken("0,t,x,1,0,0.5\n", "row 1: expected");
    broken("0,t,1\n", "row 1: expected");
  }

  private void broken(String rows, String words) throws IOException {
    Path file = folder.resolve("men.csv");
    Files.writeString(file, HEADER + rows);
    assertThatThrownBy(() -> OpenBanditLog.read(file))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.CSV_ROW_INVALID))
        .hasMessageContaining(words);
  }

  @Test
  void aMissingOrEmptyFileIsSaid() throws IOException {
    assertThatThrownBy(() -> new OffPolicyProtocol(folder, 0, EstimateOptions.DEFAULT).run())
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.FILE_FAILED))
        .hasMessageContaining("no random-men/men.csv");
    Path empty = Files.writeString(folder.resolve("men.csv"), HEADER);
    assertThatThrownBy(() -> OpenBanditLog.read(empty)).hasMessageContaining("no impressions");
  }
}
