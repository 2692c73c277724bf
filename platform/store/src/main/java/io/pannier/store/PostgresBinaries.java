package io.pannier.store;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs, unpacked once for each user of a machine and shared by all data folders.
 *
 * <p>The archive is unpacked beside its final place and renamed, so that concurrent starts agree
 * and a killed one leaves nothing that looks complete.
 */
final class PostgresBinaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PostgresBinaries() {}

  /**
   * The folder with {@code bin}, {@code lib} and {@code share}.
   *
   * @param fallback a folder of the caller's own, used where the shared one belongs to someone else
   */
  static Path unpacked(Path fallback) throws IOException {
    String digest = digest();
    Path parent = sharedFolder();
    if (!parent.equals(ownedFolder(parent))) {
      parent = fallback;
    }
    Path target = parent.resolve("postgres-" + digest);
    if (!Files.isDirectory(target)) {
      unpack(parent, target);
    }
    return target;
  }

  private static Path sharedFolder() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "pannier-" + System.getProperty("user.name"));
  }

  /** Answers the folder where it is ours alone: programs that others can replace are not run. */
  private static Path ownedFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      // Made by an earlier start, or by a stranger: looked at below.
    }
    Path probe = Files.createTempFile("pannier", ".owner");
    try {
      boolean ours =
          Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
              && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe))
              && Files.getPosixFilePermissions(folder).equals(OWNER_ONLY);
      return ours ? folder : probe;
    } finally {
      Files.delete(probe);
    }
  }

  private static void unpack(Path parent, Path target) throws IOException {
    Files.createDirectories(parent);
    Path partial = Files.createTempDirectory(parent, "unpacking-");
    try (InputStream raw = archive();
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, partial);
      }
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (IOException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
      // A concurrent start was faster; its copy is the same.
    } finally {
      deleteTree(partial);
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path root)
      throws IOException {
    Path path = root.resolve(entry.getName()).normalize();
    if (!path.startsWith(root)) {
      throw new IOException("archive entry " + entry.getName() + " points outside of its folder");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    if (path.getParent() != null) {
      Files.createDirectories(path.getParent());
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(path, root.resolve(entry.getLinkName()).normalize());
    } else {
      Files.copy(tar, path);
      if ((entry.getMode() & 0100) != 0) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private static String digest() throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(archive(), MessageDigest.getInstance("SHA-256"))) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // Reading feeds the digest.
      }
      return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream archive() {
    InputStream in = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
    if (in == null) {
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE,
          "embedded PostgreSQL: "
              + ARCHIVE
              + " is not on the class path; use a server of your own with `serve`");
    }
    return in;
  }

  /** Deletes a folder and all in it; what somebody else deletes meanwhile is not missed. */
  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path folder, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            if (failure != null && !(failure instanceof NoSuchFileException)) {
              throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
