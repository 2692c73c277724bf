package io.pannier.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;

/**
 * How the demo is entered, in {@code credentials.json} of its data folder, readable by its owner
 * only.
 *
 * @param url where it serves
 * @param shop its only shop
 * @param apiKey opens everything of that shop
 * @param adminUser name of the account that may do everything; empty in files of older versions
 * @param adminPassword of that account
 */
public record Credentials(
    String url, String shop, String apiKey, String adminUser, String adminPassword) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS);

  public Credentials {
    adminUser = Objects.requireNonNullElse(adminUser, "");
    adminPassword = Objects.requireNonNullElse(adminPassword, "");
  }

  /** The file of a data folder. */
  public static Path file(Path data) {
    return data.resolve("credentials.json");
  }

  public static Optional<Credentials> read(Path data) {
    Path file = file(data);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), Credentials.class));
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, file + " cannot be read; delete it and start again", e);
    }
  }

  public void write(Path data) throws IOException {
    Path part = data.resolve("credentials.json.part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(part, JSON.writeValueAsBytes(this));
    Files.move(part, file(data), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Hides key and password. */
  @Override
  public String toString() {
    return url + " shop " + shop;
  }
}
