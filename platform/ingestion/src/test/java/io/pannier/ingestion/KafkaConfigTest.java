package io.pannier.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaConfigTest {
  @Test
  void allDefaults() {
    assertThat(KafkaConfig.defaults())
        .isEqualTo(
            new KafkaConfig(
                false,
                "",
                "pannier",
                "pannier.events",
                "pannier.products",
                "",
                "",
                false,
                1_000,
                Map.of()));
  }

  @Test
  void propertiesPassThroughAndCannotChangeWhatOffsetsDependOn() {
    assertThat(on(Map.of("security.protocol", "SSL")).consumerProperties())
        .containsEntry("security.protocol", "SSL")
        .containsEntry("auto.offset.reset", "earliest")
        .containsEntry("enable.auto.commit", "false")
        .containsEntry("bootstrap.servers", "k:9092")
        .containsEntry("group.id", "g")
        .containsEntry("max.poll.records", "5");
    assertThat(on(Map.of("auto.offset.reset", "latest")).consumerProperties())
        .containsEntry("auto.offset.reset", "latest");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> on(Map.of("enable.auto.commit", "true", "group.id", "x")))
        .withMessageContaining("enable.auto.commit, group.id");
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(on(Map.of("sasl.jaas.config", "password=secret")).toString())
        .contains("sasl.jaas.config")
        .doesNotContain("secret");
  }

  @Test
  void whatIsNeededIsAskedFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KafkaConfig(true, "", "g", "e", "p", "", "", false, 1, Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KafkaConfig(true, "k:1", "", "e", "p", "", "", false, 1, Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KafkaConfig(true, "k:1", "g", "", "", "", "", false, 1, Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KafkaConfig(true, "k:1", "g", "t", "t", "", "", false, 1, Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KafkaConfig(true, "k:1", "g", "e", "p", "", "", false, 0, Map.of()));
  }

  private static KafkaConfig on(Map<String, String> properties) {
    return new KafkaConfig(true, "k:9092", "g", "e", "p", "", "", true, 5, properties);
  }
}
