package io.pannier.kernels.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The figures of a run, told on stderr as they come and written as JSON in the end. */
final class Figures {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable Pattern only;
  private final PrintStream progress;
  private final ArrayNode figures = JSON.createArrayNode();

  /**
   * @param only a regular expression that some part of a figure's name must match; null for all
   */
  Figures(@Nullable String only, PrintStream progress) {
    this.only = only == null ? null : Pattern.compile(only);
    this.progress = progress;
  }

  /** Whether one of these is asked for, and so worth measuring. */
  boolean wants(String... names) {
    for (String name : names) {
      if (only == null || only.matcher(name).find()) {
        return true;
      }
    }
    return false;
  }

  /** Says what is measured now. */
  void announce(String what) {
    progress.println(what + " …");
  }

  /** A figure without goal. */
  Entry add(String name, double value, String unit) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", name).put("value", value).put("unit", unit);
    if (wants(name)) {
      figures.add(node);
      progress.printf(Locale.ROOT, "  %-32s %10.3f %s%n", name, value, unit);
    }
    return new Entry(node);
  }

  /** Adds how undisturbed the others are, whatever was asked for. */
  void addDisturbedShare(double value) {
    ObjectNode node = figures.addObject();
    node.put("name", "disturbed-share").put("value", value).put("unit", "");
    new Entry(node).atMost(0);
  }

  void write(Path file, String note) throws IOException {
    ObjectNode root = JSON.createObjectNode().put("note", note);
    root.set("figures", figures);
    Files.writeString(file, JSON.writeValueAsString(root));
  }

  /** A figure that may get a goal and a peer. */
  static final class Entry {
    private final ObjectNode node;

    private Entry(ObjectNode node) {
      this.node = node;
    }

    Entry atLeast(double bound) {
      node.putObject("goal").put("op", ">=").put("value", bound);
      return this;
    }

    Entry atMost(double bound) {
      node.putObject("goal").put("op", "<=").put("value", bound);
      return this;
    }

    Entry beside(String name, String version, double value) {
      node.putObject("peer").put("name", name).put("version", version).put("value", value);
      return this;
    }
  }
}
