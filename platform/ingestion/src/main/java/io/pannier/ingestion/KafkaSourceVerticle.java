package io.pannier.ingestion;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.pannier.messages.Telemetry;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecords;
import io.vertx.kafka.client.consumer.OffsetAndMetadata;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads events and products from Kafka and hands them to ingestion as the gateway does.
 *
 * <p>One poll's records are in flight at a time. Their offsets are committed once each record is
 * durable, as what it is or as a dead letter, and not for partitions that were taken away
 * meanwhile: their new owner reads the records again, and the journal knows them. While the journal
 * makes us wait, the partitions are paused and polled now and then, so that the group keeps us.
 */
public final class KafkaSourceVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSourceVerticle.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final long KEEP_ALIVE_MILLIS = 5_000;
  private static final long FAILED_POLL_MILLIS = 1_000;

  /** Records of one poll, and the partitions that were lost since. */
  private record Polled(ConsumerRecords<byte[], byte[]> records, Set<TopicPartition> lost) {}

  private final KafkaConfig config;
  private final IngestionStore store;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final Counter taken;
  private final Counter poison;
  // From here on touched on the verticle's context only.
  private final Deque<Polled> waiting = new ArrayDeque<>();
  private @Nullable Polled inFlight;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private @Nullable KafkaClientMetrics clientMetrics;
  private @Nullable Persistence persistence;
  private Future<Void> lastCall = Future.succeededFuture();
  private boolean paused;
  private boolean stopped;
  private boolean pollFails;

  public KafkaSourceVerticle(
      KafkaConfig config, IngestionStore store, Telemetry telemetry, InstantSource clock) {
    this.config = config;
    this.store = store;
    this.telemetry = telemetry;
    this.clock = clock;
    this.taken = counter("taken");
    this.poison = counter("poison");
  }

  @Override
  public Future<?> start() {
    if (!config.enabled()) {
      return Future.succeededFuture();
    }
    KafkaConsumer<byte[], byte[]> created;
    try {
      created =
          KafkaConsumer.create(
              vertx,
              config.consumerProperties(),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
    } catch (KafkaException e) {
      String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      return Future.failedFuture(
          new PannierException(
              StandardErrorCode.KAFKA_FAILED,
              "Kafka at " + config.bootstrapServers() + " cannot be used: " + why,
              e));
    }
    consumer = created;
    persistence = new Persistence(vertx);
    created.exceptionHandler(failure -> LOG.warn("Kafka: {}", failure.toString()));
    created.partitionsRevokedHandler(this::lost);
    KafkaClientMetrics metrics = new KafkaClientMetrics(created.unwrap(), Tags.empty());
    metrics.bindTo(telemetry.registry());
    clientMetrics = metrics;
    Set<String> topics = new HashSet<>(List.of(config.eventsTopic(), config.productsTopic()));
    topics.remove("");
    vertx.setPeriodic(KEEP_ALIVE_MILLIS, timer -> keepAlive());
    return created.subscribe(topics).onSuccess(subscribed -> next());
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    if (persistence != null) {
      persistence.stop();
    }
    if (clientMetrics != null) {
      clientMetrics.close();
    }
    // What is in flight is not committed; it is read again and found to be durable already.
    return consumer == null ? Future.succeededFuture() : consumer.close();
  }

  /** Takes what was polled, or polls. */
  private void next() {
    if (stopped || inFlight != null) {
      return;
    }
    Polled polled = waiting.poll();
    if (polled != null) {
      deliver(polled);
      return;
    }
    call(this::resume).compose(resumed -> call(() -> poll(POLL))).onComplete(done -> next());
  }

  private void deliver(Polled polled) {
    inFlight = polled;
    KafkaBatch batch = new KafkaBatch(config, store, clock.millis(), polled.records());
    new KafkaDelivery(vertx, store, Objects.requireNonNull(persistence))
        .deliver(batch)
        .onSuccess(
            buried -> {
              taken.increment(polled.records().count() - buried);
              poison.increment(buried);
            })
        .compose(buried -> call(() -> commit(polled)))
        .onFailure(
            failure -> LOG.warn("offsets are committed with the next ones: {}", failure.toString()))
        .onComplete(
            done -> {
              inFlight = null;
              next();
            });
  }

  private Future<Void> commit(Polled polled) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (var partition : polled.records().partitions()) {
      TopicPartition own = new TopicPartition(partition.topic(), partition.partition());
      if (!polled.lost().contains(own)) {
        var last = polled.records().records(partition).getLast();
        offsets.put(own, new OffsetAndMetadata(last.offset() + 1, ""));
      }
    }
    return offsets.isEmpty() ? Future.succeededFuture() : consumer().commit(offsets).mapEmpty();
  }

  /** A partition that newly came to us may bring records along; they wait for their turn. */
  private void keepAlive() {
    if (inFlight != null && !stopped) {
      call(() -> inFlight == null ? Future.succeededFuture() : pause().compose(this::pollPaused));
    }
  }

  private Future<Void> pollPaused(Void nothing) {
    return poll(Duration.ZERO).compose(polled -> pause());
  }

  private Future<Void> pause() {
    paused = true;
    return consumer().assignment().compose(consumer()::pause);
  }

  private Future<Void> resume() {
    if (!paused) {
      return Future.succeededFuture();
    }
    paused = false;
    return consumer().assignment().compose(consumer()::resume);
  }

  private Future<Void> poll(Duration timeout) {
    return consumer()
        .poll(timeout)
        .<Void>map(
            (KafkaConsumerRecords<byte[], byte[]> records) -> {
              pollFails = false;
              if (!records.isEmpty()) {
                waiting.add(new Polled(records.records(), new HashSet<>()));
              }
              return null;
            })
        .recover(this::pollFailed);
  }

  private Future<Void> pollFailed(Throwable failure) {
    if (!pollFails && !stopped) {
      pollFails = true;
      LOG.warn("Kafka cannot be polled and will be again: {}", failure.toString());
    }
    return vertx.timer(FAILED_POLL_MILLIS).mapEmpty();
  }

  private void lost(Set<TopicPartition> partitions) {
    if (inFlight != null) {
      inFlight.lost().addAll(partitions);
    }
    waiting.forEach(polled -> polled.lost().addAll(partitions));
  }

  /** Calls the client after the call before it is done, so that calls of two parts do not mix. */
  private Future<Void> call(Supplier<Future<Void>> call) {
    lastCall = lastCall.transform(done -> stopped ? Future.succeededFuture() : call.get());
    return lastCall;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return Objects.requireNonNull(consumer, "not started");
  }

  private Counter counter(String result) {
    return Counter.builder("pannier.kafka.records")
        .description("Records read from Kafka, by what became of them")
        .tag("result", result)
        .register(telemetry.registry());
  }
}
