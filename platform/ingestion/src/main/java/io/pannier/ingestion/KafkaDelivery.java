package io.pannier.ingestion;

import io.pannier.ingestion.KafkaBatch.Taken;
import io.pannier.messages.Addresses;
import io.pannier.messages.EventsSubmitted;
import io.pannier.messages.Message;
import io.pannier.messages.ProductsSubmitted;
import io.pannier.messages.SubmissionResult;
import io.pannier.messages.SubmissionResult.Rejected;
import io.pannier.spi.ErrorKind;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Hands the records of a poll to ingestion and completes when each of them is durable, as what it
 * is or as a dead letter. What is refused as a whole is split until the culprit stands alone.
 */
final class KafkaDelivery {
  /** The journal waits for the database as long as it takes, and so do we. */
  private static final DeliveryOptions PATIENT =
      new DeliveryOptions().setSendTimeout(Duration.ofMinutes(30).toMillis()).setLocalOnly(true);

  private final Vertx vertx;
  private final IngestionStore store;
  private final Persistence persistence;

  KafkaDelivery(Vertx vertx, IngestionStore store, Persistence persistence) {
    this.vertx = vertx;
    this.store = store;
    this.persistence = persistence;
  }

  /**
   * @return how many records were poison
   */
  Future<Integer> deliver(KafkaBatch batch) {
    List<PoisonRecord> poison = new ArrayList<>(batch.poison());
    List<Future<Void>> parts = new ArrayList<>();
    batch
        .events()
        .forEach(
            (shop, taken) ->
                parts.add(
                    submit(
                        batch,
                        taken,
                        Addresses.EVENTS_SUBMITTED,
                        part ->
                            new EventsSubmitted(
                                shop,
                                part.stream().map(Taken::element).toList(),
                                indexes(part.size()),
                                true),
                        poison)));
    batch
        .products()
        .forEach(
            (shop, taken) ->
                parts.add(
                    submit(
                        batch,
                        taken,
                        Addresses.PRODUCTS_SUBMITTED,
                        part ->
                            new ProductsSubmitted(
                                shop,
                                part.stream().map(Taken::element).toList(),
                                indexes(part.size())),
                        poison)));
    return Future.join(parts)
        .compose(
            all -> persistence.insist("dead letters", failure -> false, () -> store.bury(poison)))
        .map(buried -> poison.size());
  }

  private <T> Future<Void> submit(
      KafkaBatch batch,
      List<Taken<T>> taken,
      String address,
      Function<List<Taken<T>>, Message> message,
      List<PoisonRecord> poison) {
    return persistence
        .insist(
            address,
            KafkaDelivery::isHopeless,
            () ->
                vertx.eventBus().<SubmissionResult>request(address, message.apply(taken), PATIENT))
        .transform(
            answer -> {
              if (answer.succeeded()) {
                for (Rejected rejected : answer.result().body().rejected()) {
                  poison.add(
                      batch.poison(
                          taken.get(rejected.index()).record(),
                          rejected.code(),
                          rejected.message()));
                }
                return Future.succeededFuture();
              }
              if (taken.size() > 1) {
                int half = taken.size() / 2;
                return submit(batch, taken.subList(0, half), address, message, poison)
                    .compose(
                        done ->
                            submit(
                                batch,
                                taken.subList(half, taken.size()),
                                address,
                                message,
                                poison));
              }
              PannierException failure = (PannierException) answer.cause();
              poison.add(
                  batch.poison(
                      taken.getFirst().record(),
                      failure.code(),
                      String.valueOf(failure.getMessage())));
              return Future.succeededFuture();
            });
  }

  /** What the sender got wrong stays wrong, and a catalogue that is full stays full. */
  private static boolean isHopeless(PannierException failure) {
    return failure.code().kind() == ErrorKind.USER
        || failure.code() == StandardErrorCode.ITEMS_EXCEEDED;
  }

  private static int[] indexes(int size) {
    return IntStream.range(0, size).toArray();
  }
}
