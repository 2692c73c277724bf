package io.pannier.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a new plugin compiles and that the host would let it in. */
final class PluginSkeletonTest {
  @TempDir private Path folder;

  @Test
  void aNewPluginPassesVerification() throws IOException {
    Path project = PluginSkeleton.write(folder, "my-own-2");
    Path classes = project.resolve("target/classes");
    compile(project, classes);
    Path zip = pack(project, classes);
    VerificationReport report = PluginVerifier.verify(zip);
    assertThat(report.reason()).isEmpty();
    assertThat(report.plugin()).isEqualTo("my-own-2@0.1.0");
    assertThat(report.checks())
        .extracting(VerificationReport.Result::strategy)
        .containsOnly("my-own-2");
  }

  @Test
  void noPlaceholderIsLeft() throws IOException {
    Path project = PluginSkeleton.write(folder, "another");
    try (Stream<Path> files = Files.walk(project)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContainPattern("@[A-Z_]+@");
      }
    }
  }

  @Test
  void wrongNamesAndExistingFoldersAreRefused() {
    for (String wrong : List.of("", "My", "a b", "../up", "-a", "a-", "a--b", "ä")) {
      assertThatThrownBy(() -> PluginSkeleton.write(folder, wrong))
          .isInstanceOf(PannierException.class)
          .hasMessageContaining("strategy name");
    }
    PluginSkeleton.write(folder, "twice");
    assertThatThrownBy(() -> PluginSkeleton.write(folder, "twice"))
        .isInstanceOf(PannierException.class)
        .hasMessageContaining("exists");
  }

  private static void compile(Path project, Path classes) throws IOException {
    Files.createDirectories(classes);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (Stream<Path> files = Files.walk(project.resolve("src"));
        StandardJavaFileManager manager =
            compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(
              compiler
                  .getTask(
                      null,
                      manager,
                      null,
                      List.of("-proc:none", "-Xlint:all", "-Werror"),
                      null,
                      manager.getJavaFileObjectsFromPaths(sources))
                  .call())
          .isTrue();
    }
  }

  private static Path pack(Path project, Path classes) throws IOException {
    Path zip = project.resolve("target/plugin.zip");
    Path resources = project.resolve("src/main/resources");
    String services = "META-INF/services/io.pannier.spi.StrategyFactory";
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        Stream<Path> files = Files.walk(classes)) {
      put(out, "plugin.properties", resources.resolve("plugin.properties"));
      put(out, "classes/" + services, resources.resolve(services));
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains("ContractTest")) {
          put(out, "classes/" + classes.relativize(file), file);
        }
      }
    }
    return zip;
  }

  private static void put(ZipOutputStream out, String name, Path file) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    Files.copy(file, out);
    out.closeEntry();
  }
}
