package io.pannier.pluginhost;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Unpacks a plugin's zip into a folder, and refuses what has no place in it: names that lead out of
 * the folder, more than the limits allow, classes of the platform's own packages, native libraries,
 * and anything but {@code plugin.properties}, {@code classes/}, {@code lib/*.jar} and texts.
 */
final class PluginZip {
  private static final Pattern TEXT = Pattern.compile("(LICENSE|NOTICE|README|CHANGELOG)[^/]*");
  private static final Pattern JAR = Pattern.compile("lib/[^/]+\\.jar");
  private static final Pattern NATIVE =
      Pattern.compile(".*\\.(so(\\.[0-9.]+)?|dll|dylib|jnilib|exe)");
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/[0-9]+/");
  private static final String OUR_PACKAGES = "io/pannier/";
  private static final String PLUGIN_PACKAGES = "io/pannier/plugins/";
  private static final String SERVICES =
      "classes/META-INF/services/" + StrategyFactory.class.getName();

  private final VerificationConfig limits;
  private final Set<String> seen = new HashSet<>();
  private long unpacked;
  private int entries;

  private PluginZip(VerificationConfig limits) {
    this.limits = limits;
  }

  /**
   * @param folder empty
   * @throws PannierException PLUGIN_INVALID saying what is wrong with it
   */
  static void unpack(Path zip, Path folder, VerificationConfig limits) throws IOException {
    new PluginZip(limits).unpack(zip, folder);
  }

  private void unpack(Path zip, Path folder) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      Enumeration<? extends ZipEntry> all = file.entries();
      while (all.hasMoreElements()) {
        ZipEntry entry = all.nextElement();
        Path target = admit(entry, folder);
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.resolve("..").normalize());
          try (InputStream in = file.getInputStream(entry);
              OutputStream out = Files.newOutputStream(target)) {
            copy(entry.getName(), in, out);
          }
          if (JAR.matcher(entry.getName()).matches()) {
            inspectJar(target, entry.getName());
          }
        }
      }
    } catch (ZipException | IllegalArgumentException e) {
      throw invalid("it cannot be read as a zip: " + e.getMessage());
    }
    if (!seen.contains(PluginManifest.FILE)) {
      throw invalid("there is no " + PluginManifest.FILE + " at its root");
    }
    if (!seen.contains(SERVICES)) {
      throw invalid("there is no " + SERVICES + " that names its factories");
    }
  }

  private Path admit(ZipEntry entry, Path folder) {
    String name = entry.getName();
    Path target = folder.resolve(name).normalize();
    if (name.indexOf('\\') >= 0
        || name.startsWith("/")
        || !target.startsWith(folder)
        || Path.of(name).isAbsolute()
        || !target.equals(folder.resolve(name))) {
      throw invalid("the entry '" + name + "' leads out of the zip");
    }
    count(name);
    if (!seen.add(name)) {
      throw invalid("the entry '" + name + "' is there twice");
    }
    boolean known =
        name.equals(PluginManifest.FILE)
            || name.startsWith("classes/")
            || name.equals("lib/")
            || JAR.matcher(name).matches()
            || TEXT.matcher(name).matches();
    if (!known) {
      throw invalid(
          "the entry '"
              + name
              + "' has no place in a plugin; expected "
              + PluginManifest.FILE
              + ", classes/ and lib/*.jar");
    }
    if (name.startsWith("classes/")) {
      inspectContent(name.substring("classes/".length()), name);
    }
    return target;
  }

  private void inspectJar(Path jar, String name) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      ZipEntry entry;
      while ((entry = in.getNextEntry()) != null) {
        count(entry.getName());
        inspectContent(entry.getName(), name + "!/" + entry.getName());
        copy(name, in, OutputStream.nullOutputStream());
      }
    }
  }

  private void inspectContent(String path, String where) {
    String content = VERSIONED.matcher(path).replaceFirst("");
    if (NATIVE.matcher(content.toLowerCase(Locale.ROOT)).matches()) {
      throw invalid("'" + where + "' is native code; the platform alone loads that");
    }
    boolean ours = content.startsWith(OUR_PACKAGES) && !content.startsWith(PLUGIN_PACKAGES);
    if (content.endsWith(".class")
        && (ours
            || content.startsWith("java/")
            || content.startsWith("org/pf4j/")
            || content.startsWith("org/jspecify/"))) {
      throw invalid("'" + where + "' is a class of the platform; leave it out of the zip");
    }
  }

  private void count(String name) {
    if (++entries > limits.maxEntries()) {
      throw invalid(
          "'" + name + "' is one entry more than the " + limits.maxEntries() + " allowed");
    }
  }

  private void copy(String name, InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[64 << 10];
    int read;
    while ((read = in.read(buffer)) > 0) {
      unpacked += read;
      if (unpacked > limits.maxUnpackedBytes()) {
        throw invalid(
            "unpacking '" + name + "' exceeds " + limits.maxUnpackedBytes() + " bytes in all");
      }
      out.write(buffer, 0, read);
    }
  }

  private static PannierException invalid(String what) {
    return new PannierException(StandardErrorCode.PLUGIN_INVALID, what);
  }
}
