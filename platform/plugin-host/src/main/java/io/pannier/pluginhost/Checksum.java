package io.pannier.pluginhost;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a plugin's zip, and the file beside it that states it in sha256sum's format. */
final class Checksum {
  private static final int HEX_DIGITS = 64;

  private Checksum() {}

  static Path sidecar(Path zip) {
    return zip.resolveSibling(zip.getFileName() + ".sha256");
  }

  /**
   * Copies a file and returns the SHA-256 of what was copied: what is verified and loaded later is
   * the copy, whatever happens to the original.
   *
   * @throws PannierException PLUGIN_INVALID if the file is larger than {@code limit}
   */
  static String copy(Path from, Path to, long limit) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(from);
        OutputStream out = Files.newOutputStream(to)) {
      byte[] buffer = new byte[64 << 10];
      long copied = 0;
      int read;
      while ((read = in.read(buffer)) > 0) {
        copied += read;
        if (copied > limit) {
          throw new PannierException(
              StandardErrorCode.PLUGIN_INVALID,
              from.getFileName() + " is larger than " + limit + " bytes");
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Compares with the sidecar.
   *
   * @throws PannierException PLUGIN_CHECKSUM_MISMATCH if it states another sum, or is missing where
   *     it is required
   */
  static void check(Path zip, String sha256, boolean required) throws IOException {
    Path sidecar = sidecar(zip);
    if (!Files.exists(sidecar)) {
      if (required) {
        throw mismatch(zip + " has no " + sidecar.getFileName() + " beside it; add one");
      }
      return;
    }
    byte[] content = Files.readAllBytes(sidecar);
    String stated = new String(content, StandardCharsets.ISO_8859_1).strip();
    stated = stated.substring(0, Math.min(HEX_DIGITS, stated.length()));
    if (!stated.equalsIgnoreCase(sha256)) {
      throw mismatch(
          sidecar.getFileName() + " states " + stated + "; the zip's SHA-256 is " + sha256);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static PannierException mismatch(String what) {
    return new PannierException(StandardErrorCode.PLUGIN_CHECKSUM_MISMATCH, what);
  }
}
