package io.pannier.pluginhost;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * The steps from a zip in the folder to an unpacked plugin whose code may run in this process:
 * checksum, contents, manifest, contract checks in a child. The zip is copied first, so that all
 * steps see the same bytes.
 */
final class Admission {
  private final VerificationConfig config;
  private final WorkFolder work;

  Admission(VerificationConfig config, WorkFolder work) {
    this.config = config;
    this.work = work;
  }

  /**
   * @param unpacked the folder with the plugin's contents; its receiver deletes it
   * @param checks what the contract checks found; empty where they were not run
   */
  record Admitted(
      PluginManifest manifest,
      String sha256,
      Path unpacked,
      List<VerificationReport.Result> checks) {}

  /**
   * @param trusted says of a SHA-256 whether the contract checks need not be run
   * @param report collects what is known, also when this method throws
   * @throws PannierException with the code of the step that refused
   */
  Admitted admit(Path zip, Predicate<String> trusted, Progress report)
      throws IOException, InterruptedException {
    Path copy = work.next(".zip");
    Path unpacked = work.next("");
    Path resultFile = work.next(".results");
    boolean admitted = false;
    try {
      String sha256 = Checksum.copy(zip, copy, config.maxZipBytes());
      report.sha256 = sha256;
      Checksum.check(zip, sha256, config.requireChecksum());
      Files.createDirectories(unpacked);
      PluginZip.unpack(copy, unpacked, config);
      PluginManifest manifest = PluginManifest.read(unpacked);
      report.plugin = manifest.id() + "@" + manifest.version();
      if (config.contractChecks() && !trusted.test(sha256)) {
        report.checks = new ChildVerification(config).run(unpacked, resultFile);
        requireAllPassed(report.checks);
      }
      admitted = true;
      return new Admitted(manifest, sha256, unpacked, report.checks);
    } finally {
      WorkFolder.delete(copy);
      WorkFolder.delete(resultFile);
      if (!admitted) {
        WorkFolder.delete(unpacked);
      }
    }
  }

  /** What is known of a zip while it is being admitted. */
  static final class Progress {
    private String plugin;
    private String sha256 = "";
    private List<VerificationReport.Result> checks = List.of();

    Progress(Path zip) {
      this.plugin = String.valueOf(zip.getFileName());
    }

    String plugin() {
      return plugin;
    }

    String sha256() {
      return sha256;
    }

    List<VerificationReport.Result> checks() {
      return checks;
    }
  }

  private static void requireAllPassed(List<VerificationReport.Result> checks) {
    List<VerificationReport.Result> broken =
        checks.stream().filter(check -> !check.passed()).toList();
    if (!broken.isEmpty()) {
      VerificationReport.Result first = broken.getFirst();
      boolean undeclared =
          broken.stream()
              .anyMatch(
                  check ->
                      check.check().startsWith("descriptor: declares")
                          && check.message().startsWith("the strategy "));
      throw new PannierException(
          undeclared
              ? StandardErrorCode.PLUGIN_CAPABILITY_MISMATCH
              : StandardErrorCode.PLUGIN_VERIFICATION_FAILED,
          broken.size()
              + " of "
              + checks.size()
              + " promises of the contract are broken; the first: "
              + first.strategy()
              + ", "
              + first.check()
              + ": "
              + first.message());
    }
  }
}
