package io.pannier.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins whose first deed is a bad one do it in a child process and never enter this one. */
final class ChildVerificationTest {
  private static final VerificationConfig QUICK =
      new VerificationConfig(
          false, true, Duration.ofSeconds(40), 64L << 20, 16L << 20, 64L << 20, 1000);

  @TempDir private Path folder;

  @Test
  void aRightPluginPassesIsRememberedAndLoaded() throws IOException {
    Path zip = new PluginBuilder("1.0.0").write(folder.resolve("probe.zip"));
    PluginHostConfig config = Hosts.config(folder).withVerification(QUICK);
    try (PluginHost host = Hosts.host(config, new SimpleMeterRegistry())) {
      host.start();
      assertThat(host.rejections()).isEmpty();
      assertThat(host.find("probe")).isPresent();
    }
    VerificationReport report = PluginVerifier.verify(zip, QUICK);
    assertThat(report.passed()).isTrue();
    assertThat(report.plugin()).isEqualTo("probe@1.0.0");
    assertThat(report.checks()).hasSizeGreaterThan(10).allMatch(VerificationReport.Result::passed);
    assertThat(new Verdicts(folder).passed(report.sha256())).isTrue();
    long start = System.nanoTime();
    try (PluginHost again = Hosts.host(config, new SimpleMeterRegistry())) {
      again.start();
      assertThat(again.find("probe")).isPresent();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void oneThatExitsNeverEnters() throws IOException {
    assertThat(refused(new PluginBuilder("1.0.0").factoryMembers("static { System.exit(0); }")))
        .contains("ended with status 0");
  }

  @Test
  void oneThatExhaustsTheHeapNeverEnters() throws IOException {
    assertThat(
            refused(
                new PluginBuilder("1.0.0")
                    .create(
                        "List<byte[]> all = new ArrayList<>();"
                            + " while (all.size() < 100_000) { all.add(new byte[1 << 20]); }")))
        .contains("ended with status");
  }

  @Test
  void oneThatHangsNeverEnters() throws IOException {
    Path zip =
        new PluginBuilder("1.0.0")
            .factoryMembers("static { while (alive >= 0) { Thread.onSpinWait(); } }")
            .write(folder.resolve("probe.zip"));
    VerificationConfig impatient =
        new VerificationConfig(
            false, true, Duration.ofSeconds(2), 64L << 20, 16L << 20, 64L << 20, 1000);
    VerificationReport report = PluginVerifier.verify(zip, impatient);
    assertThat(report.code()).isEqualTo(StandardErrorCode.PLUGIN_VERIFICATION_FAILED);
    assertThat(report.reason()).contains("did not end within 2 s");
  }

  @Test
  void oneThatBreaksAPromiseIsToldWhich() throws IOException {
    VerificationReport report =
        verify(
            new PluginBuilder("1.0.0")
                .score(
                    "List<ScoredCandidates> answers = new ArrayList<>();"
                        + " for (ScoringContext context : batch) {"
                        + " answers.add(new ScoredCandidates(new int[] {0},"
                        + " new float[] {Float.NaN}, new int[] {-1})); } return answers;"));
    assertThat(report.code()).isEqualTo(StandardErrorCode.PLUGIN_VERIFICATION_FAILED);
    assertThat(report.reason()).contains("has the score NaN");
    assertThat(report.checks())
        .anyMatch(check -> !check.passed())
        .anyMatch(check -> check.passed());
  }

  @Test
  void oneThatDeclaresWhatItIsNotIsTold() throws IOException {
    VerificationReport report =
        verify(new PluginBuilder("1.0.0").capabilities("Capability.SCORING, Capability.BUNDLING"));
    assertThat(report.code()).isEqualTo(StandardErrorCode.PLUGIN_CAPABILITY_MISMATCH);
  }

  @Test
  void oneThatUsesAPlatformClassNeverEnters() throws IOException {
    assertThat(
            refused(
                new PluginBuilder("1.0.0")
                    .create("org.slf4j.LoggerFactory.getLogger(\"probe\").info(\"hello\");")))
        .contains("org/slf4j/LoggerFactory");
  }

  @Test
  void aFileThatIsMissingIsTold() {
    assertThat(PluginVerifier.verify(folder.resolve("missing.zip"), QUICK).code())
        .isEqualTo(StandardErrorCode.FILE_FAILED);
  }

  private String refused(PluginBuilder plugin) throws IOException {
    VerificationReport report = verify(plugin);
    assertThat(report.code()).isEqualTo(StandardErrorCode.PLUGIN_VERIFICATION_FAILED);
    return report.reason();
  }

  private VerificationReport verify(PluginBuilder plugin) throws IOException {
    Path zip = plugin.write(folder.resolve("probe.zip"));
    try {
      return PluginVerifier.verify(zip, QUICK);
    } finally {
      Files.delete(zip);
    }
  }
}
