package io.pannier.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigBinderTest {
  enum Colour {
    RED,
    DARK_BLUE
  }

  record Door(int port, Duration idleTimeout, long maxBody, String adminPassword) {
    Door {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
      }
    }
  }

  record Topic(String name, int partitions) {
    static Topic defaults() {
      return new Topic("events", 4);
    }
  }

  record House(
      Door door,
      List<Topic> topics,
      Map<Colour, Double> weights,
      Set<String> tags,
      Path folder,
      boolean open,
      double share,
      @Nullable Topic extra) {
    static House defaults() {
      return new House(
          new Door(8080, Duration.ofSeconds(30), 8 << 20, "secret"),
          List.of(),
          Map.of(),
          Set.of(),
          Path.of("data"),
          false,
          0.5,
          null);
    }
  }

  private static ConfigBinder.Bound<House> bind(String yaml) {
    ConfigBinder binder =
        new ConfigBinder(
            Map.of("door.listen-port", "door.port"),
            name -> name.equals("PASSWORD") ? "from-env" : null);
    try {
      return binder.bind("house.yaml", new YAMLMapper().readTree(yaml), House.defaults());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void emptyFileIsAllDefaults() {
    assertThat(bind("").value()).isEqualTo(House.defaults());
    assertThat(bind("door: {}").value()).isEqualTo(House.defaults());
  }

  @Test
  void everyKeyIsBound() {
    House house =
        bind("""
        door: {port: 9, idle-timeout: 15ms, max-body: 64MiB, admin-password: x}
        topics:
          - {name: carts, partitions: 2}
          - {name: orders}
        weights: {red: 1, dark-blue: -0.5}
        tags: [a, b]
        folder: /var/lib/pannier
        open: true
        share: 1e-3
        extra: {partitions: 1}
        """)
            .value();
    assertThat(house)
        .isEqualTo(
            new House(
                new Door(9, Duration.ofMillis(15), 64 << 20, "x"),
                List.of(new Topic("carts", 2), new Topic("orders", 4)),
                Map.of(Colour.RED, 1.0, Colour.DARK_BLUE, -0.5),
                Set.of("a", "b"),
                Path.of("/var/lib/pannier"),
                true,
                1e-3,
                new Topic("events", 1)));
  }

  @Test
  void allProblemsAreToldAtOnceWithWhatWasExpected() {
    assertThatThrownBy(
            () ->
                bind(
                    """
                    door: {prot: 9, idle-timeout: 15, max-body: 3 parsecs}
                    topics: [{name: carts, partitions: many}]
                    weights: {green: 1}
                    open: perhaps
                    share: much
                    completely-different: 1
                    """))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.CONFIG_INVALID))
        .hasMessageContaining("8 problems in house.yaml")
        .hasMessageContaining("door.prot: unknown key; did you mean 'port'?")
        .hasMessageContaining("door.idle-timeout: '15' does not fit; expected a duration")
        .hasMessageContaining("door.max-body: '3 parsecs' does not fit; expected a whole number")
        .hasMessageContaining("topics[0].partitions: 'many' does not fit; expected a whole number")
        .hasMessageContaining("weights.green: unknown key; expected one of red, dark-blue")
        .hasMessageContaining("open: 'perhaps' does not fit; expected true or false")
        .hasMessageContaining("share: ")
        .hasMessageContaining("completely-different: unknown key; known here: door, topics");
  }

  @Test
  void aRecordsOwnValidationIsToldWithItsPath() {
    assertThatThrownBy(() -> bind("door: {port: 70000}"))
        .hasMessageContaining("door: port must be from 0 to 65535, not 70000");
  }

  @Test
  void renamedKeysWorkAndWarn() {
    ConfigBinder.Bound<House> bound = bind("door: {listen-port: 81}");
    assertThat(bound.value().door().port()).isEqualTo(81);
    assertThat(bound.warnings())
        .containsExactly("'door.listen-port' is called 'door.port' now; please rename it");
  }

  @Test
  void placeholdersReadEnvironmentAndFiles(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "from-file\n");
    assertThat(bind("door: {admin-password: '${env:PASSWORD}'}").value().door().adminPassword())
        .isEqualTo("from-env");
    assertThat(
            bind("door: {admin-password: '${file:" + file + "}'}").value().door().adminPassword())
        .isEqualTo("from-file");
    assertThatThrownBy(() -> bind("door: {admin-password: '${env:NOWHERE}'}"))
        .hasMessageContaining("door.admin-password: environment variable NOWHERE is not set");
  }

  @Test
  void aWrongSecretIsNotRepeatedInTheMessage() {
    assertThatThrownBy(() -> bind("door: {admin-password: [hunter2]}"))
        .hasMessageContaining("door.admin-password: expected text")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void whatIsPrintedBindsToTheSameAndShowsNoSecret() {
    House house =
        new House(
            new Door(1, Duration.ofMinutes(5), 3 << 10, "hunter2"),
            List.of(new Topic("a: b", 1), new Topic("c", 2)),
            Map.of(Colour.DARK_BLUE, 2.5),
            Set.of("x"),
            Path.of("a folder"),
            true,
            0.25,
            new Topic("yes", 1));
    String yaml = ConfigPrinter.print(house);
    assertThat(yaml).doesNotContain("hunter2").contains("max-body: 3KiB", "idle-timeout: 5m");
    House read = bind(yaml.replace("********", "hunter2")).value();
    assertThat(read).isEqualTo(house);
  }

  @Test
  void nearestKeyIsFoundByEditDistance() {
    assertThat(ConfigNames.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(ConfigNames.nearest("max-bodi", Set.of("max-body", "port"))).contains("max-body");
    assertThat(ConfigNames.nearest("zzz", Set.of("max-body", "port"))).isEmpty();
    assertThat(ConfigNames.kebab("p99Millis")).isEqualTo("p99-millis");
  }
}
