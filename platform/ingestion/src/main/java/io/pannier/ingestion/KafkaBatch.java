package io.pannier.ingestion;

import io.pannier.messages.ProductDraft;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.json.EventJson;
import io.pannier.messages.json.EventWindow;
import io.pannier.messages.json.ProductJson;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records of one poll, read and sorted by shop; what cannot be read is poison. */
final class KafkaBatch {
  /** Names the shop of a record. */
  static final String SHOP_HEADER = "shop";

  private static final byte[] NOTHING = new byte[0];

  /** An element and the record that it came in. */
  record Taken<T>(T element, ConsumerRecord<byte[], byte[]> record) {}

  private final KafkaConfig config;
  private final IngestionStore store;
  private final EventWindow window;
  private final Map<Shop, List<Taken<ShopEvent>>> events = new LinkedHashMap<>();
  private final Map<Shop, List<Taken<ProductDraft>>> products = new LinkedHashMap<>();
  private final List<PoisonRecord> poison = new ArrayList<>();

  KafkaBatch(
      KafkaConfig config,
      IngestionStore store,
      long now,
      Iterable<ConsumerRecord<byte[], byte[]>> records) {
    this.config = config;
    this.store = store;
    this.window = config.history() ? EventWindow.history(now) : EventWindow.live(now);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        take(record);
      } catch (PannierException e) {
        poison.add(poison(record, e.code(), String.valueOf(e.getMessage())));
      }
    }
  }

  Map<Shop, List<Taken<ShopEvent>>> events() {
    return events;
  }

  Map<Shop, List<Taken<ProductDraft>>> products() {
    return products;
  }

  List<PoisonRecord> poison() {
    return poison;
  }

  /**
   * The record as a dead letter. Events are keyed by shopper, so the key tells whom it is about.
   */
  PoisonRecord poison(ConsumerRecord<byte[], byte[]> record, ErrorCode code, String reason) {
    byte @Nullable [] key = record.key();
    byte @Nullable [] value = record.value();
    boolean keyedByShopper = key != null && record.topic().equals(config.eventsTopic());
    return new PoisonRecord(
        store.shop(shopName(record)).map(Shop::number).orElse(0),
        keyedByShopper ? new String(key, StandardCharsets.UTF_8) : "",
        "kafka:" + record.topic() + "/" + record.partition() + "/" + record.offset(),
        code,
        reason,
        value == null ? NOTHING : value);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String name = shopName(record);
    Shop shop =
        store
            .shop(name)
            .orElseThrow(
                () ->
                    new PannierException(
                        StandardErrorCode.SHOP_UNKNOWN,
                        name.isEmpty()
                            ? "the record has no header 'shop' and its topic no default"
                            : "there is no shop '" + name + "'"));
    byte @Nullable [] value = record.value();
    if (value == null) {
      throw new PannierException(
          StandardErrorCode.FIELD_MISSING,
          "the record has no value; to withdraw a product, send it with stock 0");
    }
    if (record.topic().equals(config.eventsTopic())) {
      ShopEvent event = EventJson.one(shop, value, window);
      events.computeIfAbsent(shop, first -> new ArrayList<>()).add(new Taken<>(event, record));
    } else {
      ProductDraft product = ProductJson.one(shop, value);
      products.computeIfAbsent(shop, first -> new ArrayList<>()).add(new Taken<>(product, record));
    }
  }

  private String shopName(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(SHOP_HEADER);
    if (header != null && header.value() != null) {
      return new String(header.value(), StandardCharsets.UTF_8);
    }
    return record.topic().equals(config.eventsTopic())
        ? config.eventsShop()
        : config.productsShop();
  }
}
