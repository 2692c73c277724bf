package io.pannier.pluginhost;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A new plugin that builds: a Maven project with a factory, a small strategy, the contract test and
 * the assembly of the zip.
 */
public final class PluginSkeleton {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int LONGEST_NAME = 64;
  private static final String VERSION = "0.1.0-SNAPSHOT";

  private PluginSkeleton() {}

  /**
   * Writes the project into a new folder {@code name} below {@code dir}.
   *
   * @param name the strategy's name: lower case letters, digits and single hyphens
   * @return the new folder
   * @throws PannierException ID_INVALID if the name is none; FILE_FAILED if the folder exists or
   *     cannot be written
   */
  public static Path write(Path dir, String name) {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
      throw new PannierException(
          StandardErrorCode.ID_INVALID,
          "'"
              + name
              + "' is no strategy name; expected lower case letters, digits and hyphens, for"
              + " example 'my-strategy'");
    }
    Path project = dir.resolve(name);
    if (Files.exists(project)) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, project + " exists already; choose another name");
    }
    Map<String, String> words = words(name);
    try {
      for (Map.Entry<String, String> file : files(words).entrySet()) {
        Path target = project.resolve(file.getKey());
        Files.createDirectories(target.resolveSibling("."));
        Files.writeString(target, fill(template(file.getValue()), words));
      }
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, project + " cannot be written: " + e, e);
    }
    return project;
  }

  /** Templates by the path of the file that each becomes. */
  private static Map<String, String> files(Map<String, String> words) {
    String java = words.get("PACKAGE") + "/" + words.get("CLASS");
    String source = java.replace('.', '/');
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pom.xml", "pom.xml");
    files.put("README.md", "README.md");
    files.put("src/assembly/plugin-zip.xml", "plugin-zip.xml");
    files.put("src/main/resources/plugin.properties", "plugin.properties");
    files.put("src/main/resources/META-INF/services/io.pannier.spi.StrategyFactory", "services");
    files.put("src/main/java/" + source + "Factory.java", "Factory.java");
    files.put("src/main/java/" + source + "Strategy.java", "Strategy.java");
    files.put("src/test/java/" + source + "ContractTest.java", "ContractTest.java");
    return files;
  }

  private static Map<String, String> words(String name) {
    StringBuilder type = new StringBuilder();
    for (String part : name.split("-")) {
      type.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
    }
    return Map.of(
        "NAME",
        name,
        "PACKAGE",
        "io.pannier.plugins." + name.replace("-", ""),
        "CLASS",
        type.toString(),
        "PANNIER_VERSION",
        VERSION);
  }

  private static String fill(String template, Map<String, String> words) {
    String filled = template;
    for (Map.Entry<String, String> word : words.entrySet()) {
      filled = filled.replace("@" + word.getKey() + "@", word.getValue());
    }
    return filled;
  }

  private static String template(String name) throws IOException {
    try (InputStream in = PluginSkeleton.class.getResourceAsStream("skeleton/" + name + ".txt")) {
      if (in == null) {
        throw new IOException("there is no template " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
