package io.pannier.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Binds a tree of keys and values to a tree of records. A key that is absent keeps the value of the
 * defaults; everything that is wrong is collected and told at once, with its path and with what was
 * expected there.
 */
public final class ConfigBinder {
  private final ErrorCode failure;
  private final Map<String, String> renamed;
  private final Placeholders placeholders;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param renamed former paths and what they are called now; they work, with a warning
   * @param environment looks an environment variable up; null where it is not set
   */
  public ConfigBinder(Map<String, String> renamed, Function<String, @Nullable String> environment) {
    this(StandardErrorCode.CONFIG_INVALID, renamed, environment);
  }

  private ConfigBinder(
      ErrorCode failure,
      Map<String, String> renamed,
      Function<String, @Nullable String> environment) {
    this.failure = failure;
    this.renamed = Map.copyOf(renamed);
    this.placeholders = new Placeholders(environment);
  }

  /** A binder for a file that is no configuration: without renamed keys or environment. */
  public static ConfigBinder failingWith(ErrorCode failure) {
    return new ConfigBinder(failure, Map.of(), name -> null);
  }

  /**
   * What came of binding.
   *
   * @param warnings one sentence for each renamed key that was used
   */
  public record Bound<T>(T value, List<String> warnings) {}

  /**
   * Binds the whole file. One binder binds one file.
   *
   * @param source what the file is called in messages
   * @throws PannierException CONFIG_INVALID, or the code that this binder was made with, with one
   *     line for each problem
   */
  public <T extends Record> Bound<T> bind(String source, JsonNode root, T defaults) {
    Object value = record(defaults.getClass(), root, defaults, "");
    if (!problems.isEmpty()) {
      String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
      throw new PannierException(
          failure, count + " in " + source + ":\n  - " + String.join("\n  - ", problems));
    }
    @SuppressWarnings("unchecked") // record() makes an instance of the class that it is given
    T bound = (T) Objects.requireNonNull(value);
    return new Bound<>(bound, List.copyOf(warnings));
  }

  /** The record, or null after a problem. */
  private @Nullable Object record(
      Class<?> type, JsonNode node, @Nullable Object defaults, String path) {
    if (!node.isObject() && !node.isNull() && !node.isMissingNode()) {
      return problem(path, "expected a block of keys: " + String.join(", ", keys(type)));
    }
    int before = problems.size();
    Map<String, JsonNode> given = given(type, node, path);
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      String key = ConfigNames.kebab(component.getName());
      Object standard = defaults == null ? null : read(component, defaults);
      JsonNode child = given.get(key);
      types[i] = component.getType();
      if (child == null) {
        values[i] = standard;
        if (standard == null && defaults == null) {
          problem(join(path, key), "missing; expected " + describe(component.getGenericType()));
        }
      } else {
        values[i] = value(component.getGenericType(), child, standard, join(path, key));
      }
    }
    return problems.size() > before ? null : construct(type, types, values, path);
  }

  /** The node's entries by known key; the others become problems. */
  private Map<String, JsonNode> given(Class<?> type, JsonNode node, String path) {
    Set<String> known = keys(type);
    Map<String, JsonNode> given = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = entry.getKey();
      String now = renamed.get(join(path, key));
      if (now != null) {
        warnings.add("'" + join(path, key) + "' is called '" + now + "' now; please rename it");
        key = now.substring(now.lastIndexOf('.') + 1);
      }
      if (known.contains(key)) {
        given.put(key, entry.getValue());
      } else {
        String hint =
            ConfigNames.nearest(key, known)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElseGet(() -> "known here: " + String.join(", ", known));
        problem(join(path, key), "unknown key; " + hint);
      }
    }
    return given;
  }

  private @Nullable Object value(Type type, JsonNode node, @Nullable Object defaults, String path) {
    Class<?> raw = raw(type);
    if (raw.isRecord()) {
      return record(raw, node, defaults == null ? defaultsOf(raw) : defaults, path);
    } else if (raw == Optional.class) {
      return node.isNull()
          ? Optional.empty()
          : Optional.ofNullable(value(argument(type, 0), node, null, path));
    } else if (raw == List.class || raw == Set.class) {
      return elements(type, node, path, raw == List.class);
    } else if (raw == Map.class) {
      return entries(type, node, path);
    } else if (!ConfigValues.scalar(raw)) {
      throw new IllegalStateException(path + ": the binder knows no " + type);
    }
    try {
      Object value = ConfigValues.parse(raw, placeholders.resolve(node));
      return value != null ? value : problem(path, said(path, node) + describe(type));
    } catch (IOException e) {
      return problem(path, Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  private @Nullable Object elements(Type type, JsonNode node, String path, boolean list) {
    if (!node.isArray()) {
      return problem(path, said(path, node) + describe(type));
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      Object element = value(argument(type, 0), node.path(i), null, path + "[" + i + "]");
      if (element != null) {
        elements.add(element);
      }
    }
    return list ? List.copyOf(elements) : Set.copyOf(new LinkedHashSet<>(elements));
  }

  private @Nullable Object entries(Type type, JsonNode node, String path) {
    if (!node.isObject()) {
      return problem(path, said(path, node) + describe(type));
    }
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String at = join(path, entry.getKey());
      Object key = ConfigValues.parse(raw(argument(type, 0)), textNode(entry.getKey()));
      Object value = value(argument(type, 1), entry.getValue(), null, at);
      if (key == null) {
        problem(at, "unknown key; expected " + describe(argument(type, 0)));
      } else if (value != null) {
        entries.put(key, value);
      }
    }
    return Map.copyOf(entries);
  }

  private @Nullable Object construct(
      Class<?> type, Class<?>[] types, @Nullable Object[] values, String path) {
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return problem(path, Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type, e);
    }
  }

  private @Nullable Object problem(String path, String what) {
    problems.add((path.isEmpty() ? "" : path + ": ") + what);
    return null;
  }

  /** What stands there, unless it is a secret. */
  private static String said(String path, JsonNode node) {
    boolean hidden = ConfigNames.secret(path.replace("-", "")) || node.asText().contains("${");
    return (hidden || !node.isValueNode() ? "" : "'" + node.asText() + "' does not fit; ")
        + "expected ";
  }

  static String describe(Type type) {
    Class<?> raw = raw(type);
    if (raw == List.class || raw == Set.class) {
      return "a list of " + describe(argument(type, 0));
    } else if (raw == Map.class) {
      return "keys (" + describe(argument(type, 0)) + ") with " + describe(argument(type, 1));
    } else if (raw == Optional.class) {
      return describe(argument(type, 0));
    }
    return raw.isRecord() ? "a block of keys" : ConfigValues.expected(raw);
  }

  /** The class of a type; of a wrapper, the primitive type. */
  static Class<?> raw(Type type) {
    Class<?> raw =
        type instanceof ParameterizedType parameterized
            ? (Class<?>) parameterized.getRawType()
            : (Class<?>) type;
    return MethodType.methodType(raw).unwrap().returnType();
  }

  static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  static @Nullable Object read(RecordComponent component, Object owner) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  /** What the record's own {@code defaults()} says; null where it has none. */
  static @Nullable Object defaultsOf(Class<?> type) {
    try {
      var method = type.getDeclaredMethod("defaults");
      method.setAccessible(true);
      return method.invoke(null);
    } catch (NoSuchMethodException e) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("defaults() of " + type + " failed", e);
    }
  }

  private static Set<String> keys(Class<?> type) {
    Set<String> keys = new LinkedHashSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      keys.add(ConfigNames.kebab(component.getName()));
    }
    return keys;
  }

  private static JsonNode textNode(String text) {
    return TextNode.valueOf(text);
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
