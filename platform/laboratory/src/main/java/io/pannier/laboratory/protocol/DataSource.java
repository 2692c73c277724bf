package io.pannier.laboratory.protocol;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A data set on disk.
 *
 * @param path what the user named
 * @param files the files that are read, by role, for example {@code "bundle_item"}
 */
public record DataSource(DataFormat format, Path path, SortedMap<String, Path> files) {
  public DataSource {
    files = new TreeMap<>(files);
  }

  /**
   * The file of a role.
   *
   * @throws IllegalArgumentException if the format has no such role
   */
  public Path file(String role) {
    return optional(role)
        .orElseThrow(() -> new IllegalArgumentException("no file " + role + " in " + path));
  }

  public Optional<Path> optional(String role) {
    return Optional.ofNullable(files.get(role));
  }

  /**
   * SHA-256 of each file as it lies on disk, in hexadecimal digits, by file name.
   *
   * @throws PannierException FILE_FAILED if a file cannot be read
   */
  public Map<String, String> checksums() {
    SortedMap<String, String> checksums = new TreeMap<>();
    for (Path file : files.values()) {
      checksums.put(String.valueOf(file.getFileName()), checksum(file));
    }
    return checksums;
  }

  private static String checksum(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        DigestInputStream in = new DigestInputStream(raw, MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, "Cannot read " + file + ": " + e + ".", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
