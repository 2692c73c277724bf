package io.pannier.app.config;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a tree of configuration records as YAML, with every secret masked. */
public final class ConfigPrinter {
  private static final String MASK = "\"********\"";

  private ConfigPrinter() {}

  /** The YAML of a configuration; binding it gives the same configuration, secrets apart. */
  public static String print(Record config) {
    StringBuilder out = new StringBuilder();
    record(config, "", out);
    return out.toString();
  }

  private static void record(Record config, String indent, StringBuilder out) {
    for (RecordComponent component : config.getClass().getRecordComponents()) {
      Object value = ConfigBinder.read(component, config);
      if (value instanceof Optional<?> optional) {
        value = optional.orElse(null);
      }
      if (value != null) {
        String key = ConfigNames.kebab(component.getName());
        entry(key, ConfigNames.secret(component.getName()) ? null : value, indent, out);
      }
    }
  }

  private static void entry(String key, @Nullable Object value, String indent, StringBuilder out) {
    out.append(indent).append(key).append(':');
    if (value == null) {
      out.append(' ').append(MASK).append('\n');
    } else if (value instanceof Record nested) {
      out.append('\n');
      record(nested, indent + "  ", out);
    } else if (value instanceof Collection<?> elements) {
      elements(elements, indent, out);
    } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      out.append('\n');
      map.entrySet().stream()
          .map(e -> Map.entry(ConfigValues.write(e.getKey()), (Object) e.getValue()))
          .sorted(Map.Entry.comparingByKey())
          .forEach(e -> entry(e.getKey(), e.getValue(), indent + "  ", out));
    } else if (value instanceof Map<?, ?>) {
      out.append(" {}\n");
    } else {
      out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private static void elements(Collection<?> elements, String indent, StringBuilder out) {
    out.append(elements.isEmpty() ? " []\n" : "\n");
    for (Object element : elements) {
      if (element instanceof Record nested) {
        StringBuilder block = new StringBuilder();
        record(nested, indent + "    ", block);
        block.setCharAt(indent.length() + 2, '-');
        out.append(block);
      } else {
        out.append(indent).append("  - ").append(scalar(element)).append('\n');
      }
    }
  }

  private static String scalar(Object value) {
    String text = ConfigValues.write(value);
    return value instanceof Number || value instanceof Boolean || plain(text)
        ? text
        : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** True for text that YAML reads back as the same text without quotes. */
  private static boolean plain(String text) {
    return text.matches("[A-Za-z0-9/][A-Za-z0-9._/@+-]*")
        && !text.matches("(?i)true|false|null|yes|no|on|off|y|n|[0-9.eE+-]+");
  }
}
