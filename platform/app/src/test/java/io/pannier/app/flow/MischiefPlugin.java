package io.pannier.app.flow;

import io.pannier.plugins.mischief.Mischief;
import io.pannier.spi.StrategyFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs {@link Mischief} as the zip of a plugin. */
final class MischiefPlugin {
  private static final String MANIFEST =
      """
      plugin.id=mischief
      plugin.version=1.0.0
      plugin.requires=>=1.0.0 & <2.0.0
      plugin.provider=tests
      """;

  private MischiefPlugin() {}

  /** Puts the zip into a folder in one step. */
  static void installInto(Path plugins) throws IOException {
    Path zip = plugins.resolve("mischief.zip");
    Path part = plugins.resolve("mischief.zip.part");
    Files.write(part, zip(Mischief.FACTORIES));
    Files.move(part, zip, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The zip with those of its factories alone. */
  static byte[] zip(List<Class<? extends StrategyFactory>> factories) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      put(out, "plugin.properties", MANIFEST.getBytes(StandardCharsets.UTF_8));
      put(
          out,
          "classes/META-INF/services/" + StrategyFactory.class.getName(),
          factories.stream()
              .map(Class::getName)
              .collect(Collectors.joining("\n"))
              .getBytes(StandardCharsets.UTF_8));
      for (Path file : classes()) {
        String folder = Mischief.class.getPackageName().replace('.', '/');
        put(out, "classes/" + folder + "/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    return bytes.toByteArray();
  }

  private static List<Path> classes() throws IOException {
    try {
      Path own =
          Path.of(Mischief.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .resolve(Mischief.class.getPackageName().replace('.', '/'));
      try (Stream<Path> files = Files.list(own)) {
        return files.sorted().toList();
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
