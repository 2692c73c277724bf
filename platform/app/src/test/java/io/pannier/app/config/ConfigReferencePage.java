package io.pannier.app.config;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reference of all configuration keys, generated from the records: names, types and defaults
 * from the classes, the meaning from their Javadoc.
 */
final class ConfigReferencePage {
  private static final Pattern PARAMETER =
      Pattern.compile("@param (\\w+)\\s+(.*?)(?=@param|@throws|\\*/)", Pattern.DOTALL);

  private final Path root;
  private final StringBuilder page = new StringBuilder();

  ConfigReferencePage(Path root) {
    this.root = root;
  }

  /** The whole page. */
  String write(Record defaults) throws IOException {
    page.append(
        """
        # Configuration reference

        Generated from the configuration records; `ConfigReferenceTest` fails when it is stale. `pannier serve --config FILE`
        reads YAML. Every key has a default, and a key that is unknown or does not fit is an error that names it; all errors
        of a file are told at once. Durations are written `15ms`, `30s`, `5m`, `12h`, `7d`; sizes `64KiB`, `16MiB`, `1GiB`.

        A value may stand elsewhere: `${env:NAME}` is an environment variable, `${file:/path}` the content of a file. Secrets
        belong there, and are masked wherever the configuration is printed.
        """);
    blocks("", defaults, defaults.getClass());
    return page.toString();
  }

  /** One section for each block that has keys of its own, outermost first. */
  private void blocks(String path, @Nullable Object defaults, Class<?> type) throws IOException {
    Map<String, String> meanings = meanings(type);
    StringBuilder rows = new StringBuilder();
    for (RecordComponent component : type.getRecordComponents()) {
      if (!component.getType().isRecord()) {
        Object value = defaults == null ? null : ConfigBinder.read(component, defaults);
        rows.append(row(component, value, meanings));
      }
    }
    if (!rows.isEmpty()) {
      page.append("\n## `").append(path).append("`\n");
      page.append("| key | value | default | meaning |\n|---|---|---|---|\n").append(rows);
    }
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType().isRecord()) {
        Object block = defaults == null ? null : ConfigBinder.read(component, defaults);
        Object standard = block == null ? ConfigBinder.defaultsOf(component.getType()) : block;
        String key = ConfigNames.kebab(component.getName());
        blocks(path.isEmpty() ? key : path + "." + key, standard, component.getType());
      }
    }
  }

  private static String row(
      RecordComponent component, @Nullable Object value, Map<String, String> meanings) {
    Type type = component.getGenericType();
    boolean secret = ConfigNames.secret(component.getName());
    String meaning = meanings.getOrDefault(component.getName(), "");
    return "| `"
        + ConfigNames.kebab(component.getName())
        + "` | "
        + kind(component.getType(), type)
        + (secret ? ", secret" : "")
        + " | "
        + standard(value)
        + " | "
        + meaning
        + " |\n";
  }

  private static String kind(Class<?> raw, Type type) {
    if (raw == int.class) {
      return "whole number";
    } else if (raw == long.class) {
      return "whole number or size";
    } else if (raw == java.time.Duration.class) {
      return "duration";
    }
    return ConfigBinder.describe(type).replace("|", "\\|");
  }

  private static String standard(@Nullable Object value) {
    if (value == null || value.equals("")) {
      return "";
    } else if (value instanceof List<?> || value instanceof Map<?, ?>) {
      return "none";
    }
    return "`" + ConfigValues.write(value) + "`";
  }

  /** The {@code @param} texts of a record's source by component. */
  private Map<String, String> meanings(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".java";
    Path source;
    try (Stream<Path> files = Files.walk(root.resolve("platform"))) {
      source =
          files
              .filter(file -> file.endsWith(Path.of("src/main/java", name)))
              .findFirst()
              .orElseThrow();
    }
    String text = Files.readString(source);
    int end = text.indexOf("record " + type.getSimpleName());
    int start = text.lastIndexOf("/**", end);
    Map<String, String> meanings = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(text.substring(Math.max(0, start), end));
    while (matcher.find()) {
      meanings.put(matcher.group(1), plain(Objects.requireNonNull(matcher.group(2))));
    }
    return meanings;
  }

  private static String plain(String javadoc) {
    return javadoc
        .replaceAll("\\s*\\n\\s*\\*\\s?", " ")
        .replaceAll("\\s+", " ")
        .replaceAll("\\{@(?:code|link) #?([^}]*)}", "`$1`")
        .replace("|", "\\|")
        .strip();
  }
}
