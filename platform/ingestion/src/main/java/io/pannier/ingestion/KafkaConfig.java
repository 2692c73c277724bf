package io.pannier.ingestion;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Kafka as a second way in. Off unless {@code enabled}.
 *
 * @param enabled true to read from Kafka
 * @param bootstrapServers {@code host:port}, separated by commas
 * @param groupId consumer group; installations that share a group share the records
 * @param eventsTopic events, one JSON object per record, keyed by shopper; empty for none
 * @param productsTopic products, one JSON object per record, keyed by SKU; empty for none
 * @param eventsShop shop of an event whose record has no header {@code shop}; empty for none
 * @param productsShop the same for products
 * @param history true to take events of any age, for topics that are read from the beginning
 * @param maxPollRecords most records that are in flight, 1 to 100,000
 * @param properties handed to the Kafka client as they are: security, timeouts, addresses
 */
public record KafkaConfig(
    boolean enabled,
    String bootstrapServers,
    String groupId,
    String eventsTopic,
    String productsTopic,
    String eventsShop,
    String productsShop,
    boolean history,
    int maxPollRecords,
    Map<String, String> properties) {
  /** What the platform sets itself, since offsets and parsing depend on it. */
  private static final List<String> OWN =
      List.of(
          "bootstrap.servers",
          "group.id",
          "enable.auto.commit",
          "key.deserializer",
          "value.deserializer",
          "max.poll.records");

  public KafkaConfig {
    properties = Map.copyOf(properties);
    if (maxPollRecords < 1 || maxPollRecords > 100_000) {
      throw new IllegalArgumentException("max-poll-records must be 1 to 100,000");
    }
    TreeSet<String> clashes = new TreeSet<>(OWN);
    clashes.retainAll(properties.keySet());
    if (!clashes.isEmpty()) {
      throw new IllegalArgumentException(
          "properties must not hold " + String.join(", ", clashes) + ": Pannier sets them");
    }
    if (enabled && (bootstrapServers.isEmpty() || groupId.isEmpty())) {
      throw new IllegalArgumentException("bootstrap-servers and group-id are required");
    }
    if (enabled && eventsTopic.isEmpty() && productsTopic.isEmpty()) {
      throw new IllegalArgumentException("events-topic or products-topic is required");
    }
    if (!eventsTopic.isEmpty() && eventsTopic.equals(productsTopic)) {
      throw new IllegalArgumentException("events-topic and products-topic must differ");
    }
  }

  public static KafkaConfig defaults() {
    return new KafkaConfig(
        false, "", "pannier", "pannier.events", "pannier.products", "", "", false, 1_000, Map.of());
  }

  Map<String, String> consumerProperties() {
    Map<String, String> all = new HashMap<>();
    // A group that is new reads what is there, as the journal sorts out what it has.
    all.put("auto.offset.reset", "earliest");
    all.putAll(properties);
    all.put("bootstrap.servers", bootstrapServers);
    all.put("group.id", groupId);
    all.put("enable.auto.commit", "false");
    all.put("max.poll.records", Integer.toString(maxPollRecords));
    return all;
  }

  /** Without the values of the properties, which may be secrets. */
  @Override
  public String toString() {
    return "KafkaConfig[enabled="
        + enabled
        + ", bootstrapServers="
        + bootstrapServers
        + ", groupId="
        + groupId
        + ", eventsTopic="
        + eventsTopic
        + ", productsTopic="
        + productsTopic
        + ", properties="
        + new TreeSet<>(properties.keySet())
        + "]";
  }
}
