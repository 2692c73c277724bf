package io.pannier.pluginhost;

import io.pannier.spi.SpiVersion;
import io.pannier.spitestkit.ContractChecks;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers in a file beside the plugins which zips passed the contract checks, by SHA-256, so that
 * a restart does not run them again. Only what passed is remembered, and only for the same
 * contract, the same checks and the same Java.
 */
final class Verdicts {
  private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);
  private static final String FILE = ".pannier-verified";

  /** What a verdict depends on besides the zip. */
  private static final String TERMS =
      "contract-"
          + SpiVersion.CURRENT
          + "+checks-"
          + ContractChecks.REVISION
          + "+java-"
          + Runtime.version().feature();

  private final Path file;

  Verdicts(Path folder) {
    this.file = folder.resolve(FILE);
  }

  boolean passed(String sha256) {
    return read().getProperty(sha256, "").startsWith(TERMS + " ");
  }

  void remember(String sha256) {
    Properties verdicts = read();
    verdicts.setProperty(sha256, TERMS + " " + Instant.now());
    try {
      Path written = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".tmp");
      try (Writer writer = Files.newBufferedWriter(written)) {
        verdicts.store(writer, "zips that passed the contract checks; may be deleted at any time");
      }
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be written; plugins are verified again at the next start", file, e);
    }
  }

  private Properties read() {
    Properties verdicts = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        verdicts.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        LOG.warn("{} cannot be read; plugins are verified again", file, e);
      }
    }
    return verdicts;
  }
}
