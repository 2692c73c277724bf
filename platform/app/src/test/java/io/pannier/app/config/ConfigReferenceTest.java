package io.pannier.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.laboratory.problem.ProblemReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The committed reference page is what the records say. Run with {@code
 * -Dpannier.reference.write=true} to write it.
 */
class ConfigReferenceTest {
  @Test
  void theCommittedPageIsCurrent() throws IOException {
    Path file = root().resolve("config/reference.md");
    String page = new ConfigReferencePage(root()).write(PannierConfig.defaults());
    if (Boolean.getBoolean("pannier.reference.write")) {
      Files.writeString(file, page);
    }
    assertThat(Files.readString(file))
        .as("config/reference.md is stale: run ops/config-reference and commit what it wrote")
        .isEqualTo(page);
  }

  @Test
  void everyKeyHasAMeaning() throws IOException {
    assertThat(new ConfigReferencePage(root()).write(PannierConfig.defaults()).lines())
        .filteredOn(line -> line.startsWith("| `") && line.endsWith("|  |"))
        .as("keys without @param in their record")
        .isEmpty();
  }

  @Test
  void theExampleIsValid() throws IOException {
    String example =
        Files.readString(root().resolve("config/pannier.example.yaml"))
            .replaceAll("\\$\\{(env|file):[^}]*}", "0123456789abcdef0123456789abcdef");
    PannierConfig config = PannierConfig.parse("pannier.example.yaml", example);
    assertThat(config).isNotEqualTo(PannierConfig.defaults());
    assertThat(config.store().host()).isEqualTo("db.internal");
  }

  @Test
  void theExampleProblemIsValid() throws IOException {
    assertThat(ProblemReader.read(root().resolve("config/examples/bundling-problem.json")).skus())
        .hasSize(12);
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("ops/find-java"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("run inside the project's folder");
      }
    }
    return folder;
  }
}
