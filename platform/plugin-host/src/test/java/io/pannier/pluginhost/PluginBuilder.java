package io.pannier.pluginhost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles a strategy from source and packs it as a plugin's zip. */
final class PluginBuilder {
  private static final String TEMPLATE =
      """
      package io.pannier.plugins.probe;

      import io.pannier.spi.*;
      import java.util.*;

      public final class ProbeFactory implements StrategyFactory {
        static int alive;

        FACTORY_MEMBERS

        public StrategyDescriptor descriptor() {
          return new StrategyDescriptor(
              "probe", "Probes the host.", Set.of(CAPABILITIES), Map.of("size", "how many"));
        }

        public Strategy create(StrategyConfig config, StrategyContext context) {
          CREATE
          return new Probe(config.integer("size", 1, 1, 100));
        }

        static final class Probe implements ScoringStrategy {
          final int size;

          Probe(int size) {
            this.size = size;
          }

          public List<ScoredCandidates> score(List<ScoringContext> batch) {
            SCORE
          }

          MEMBERS
        }
      }
      """;
  private static final String RIGHT_SCORE =
      """
      List<ScoredCandidates> answers = new ArrayList<>();
      for (ScoringContext context : batch) {
        answers.add(ScoredCandidates.empty());
      }
      return answers;
      """;

  /** Compiled classes by source: most plugins of a test differ in their zip alone. */
  private static final Map<String, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();

  private final Map<String, String> parts = new LinkedHashMap<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final Map<String, byte[]> extra = new LinkedHashMap<>();

  PluginBuilder(String version) {
    parts.put("FACTORY_MEMBERS", "");
    parts.put("CAPABILITIES", "Capability.SCORING");
    parts.put("CREATE", "");
    parts.put("SCORE", RIGHT_SCORE);
    parts.put("MEMBERS", "");
    properties.put("plugin.id", "probe");
    properties.put("plugin.version", version);
    properties.put("plugin.requires", ">=1.0.0 & <2.0.0");
    properties.put("plugin.provider", "tests");
  }

  PluginBuilder factoryMembers(String source) {
    parts.put("FACTORY_MEMBERS", source);
    return this;
  }

  PluginBuilder capabilities(String source) {
    parts.put("CAPABILITIES", source);
    return this;
  }

  PluginBuilder create(String source) {
    parts.put("CREATE", source);
    return this;
  }

  /** The body of {@code score}; a method's body that must return or throw. */
  PluginBuilder score(String source) {
    parts.put("SCORE", source);
    return this;
  }

  PluginBuilder members(String source) {
    parts.put("MEMBERS", source);
    return this;
  }

  PluginBuilder property(String key, String value) {
    properties.put(key, value);
    return this;
  }

  PluginBuilder entry(String name, byte[] content) {
    extra.put(name, content);
    return this;
  }

  /** Writes the zip beside its place first and moves it there in one step. */
  Path write(Path zip) throws IOException {
    Path written = zip.resolveSibling(zip.getFileName() + ".part");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(written))) {
      put(out, "plugin.properties", manifest());
      put(
          out,
          "classes/META-INF/services/io.pannier.spi.StrategyFactory",
          "io.pannier.plugins.probe.ProbeFactory\n".getBytes(StandardCharsets.UTF_8));
      Map<String, byte[]> classes = COMPILED.computeIfAbsent(source(), PluginBuilder::compile);
      for (Map.Entry<String, byte[]> type : classes.entrySet()) {
        put(out, "classes/" + type.getKey(), type.getValue());
      }
      for (Map.Entry<String, byte[]> entry : extra.entrySet()) {
        put(out, entry.getKey(), entry.getValue());
      }
    }
    return Files.move(
        written, zip, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private byte[] manifest() {
    StringBuilder text = new StringBuilder();
    properties.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String source() {
    String source = TEMPLATE;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      source =
          source.replaceAll(
              "\\b" + part.getKey() + "\\b", Matcher.quoteReplacement(part.getValue()));
    }
    return source;
  }

  private static Map<String, byte[]> compile(String text) {
    try {
      Path classes = Files.createTempDirectory("probe");
      try {
        compile(text, classes);
        Map<String, byte[]> compiled = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            compiled.put(classes.relativize(file).toString(), Files.readAllBytes(file));
          }
        }
        return compiled;
      } finally {
        WorkFolder.delete(classes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("compiling a plugin", e);
    }
  }

  private static void compile(String text, Path classes) throws IOException {
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///io/pannier/plugins/probe/ProbeFactory.java"),
            JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> messages = new ArrayList<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  diagnostic -> messages.add(diagnostic.toString()),
                  List.of("-proc:none"),
                  null,
                  List.of(file))
              .call();
      if (!compiled) {
        throw new IllegalArgumentException(messages + "\n" + text);
      }
    }
  }

  private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
