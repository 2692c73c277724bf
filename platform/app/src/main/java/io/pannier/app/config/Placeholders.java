package io.pannier.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values that stand elsewhere: {@code ${env:NAME}} is an environment variable, {@code
 * ${file:/path}} the content of a file without its last line break. A secret so never stands in the
 * configuration file itself.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  private final Function<String, @Nullable String> environment;

  Placeholders(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * The node with every placeholder replaced; the node itself where it has none.
   *
   * @throws IOException with a message for the user where a placeholder leads nowhere
   */
  JsonNode resolve(JsonNode node) throws IOException {
    if (!node.isTextual() || !node.asText().contains("${")) {
      return node;
    }
    Matcher matcher = PLACEHOLDER.matcher(node.asText());
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(2);
      String value = matcher.group(1).equals("env") ? variable(name) : content(name);
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return TextNode.valueOf(matcher.appendTail(text).toString());
  }

  private String variable(String name) throws IOException {
    String value = environment.apply(name);
    if (value == null) {
      throw new IOException("environment variable " + name + " is not set");
    }
    return value;
  }

  private static String content(String name) throws IOException {
    try {
      return Files.readString(Path.of(name)).stripTrailing();
    } catch (IOException e) {
      throw new IOException("file " + name + " cannot be read", e);
    }
  }
}
