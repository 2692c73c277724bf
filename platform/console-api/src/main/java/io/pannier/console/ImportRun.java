package io.pannier.console;

import io.pannier.gateway.GatewayConfig;
import io.pannier.laboratory.orders.Batch;
import io.pannier.laboratory.orders.OrderFormats;
import io.pannier.laboratory.orders.OrderOptions;
import io.pannier.laboratory.orders.OrderSource;
import io.pannier.messages.Addresses;
import io.pannier.messages.EventsSubmitted;
import io.pannier.messages.Failure;
import io.pannier.messages.Message;
import io.pannier.messages.ProductDraft;
import io.pannier.messages.ProductsSubmitted;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.SubmissionResult;
import io.pannier.messages.json.EventJson;
import io.pannier.messages.json.EventWindow;
import io.pannier.messages.json.Parsed;
import io.pannier.messages.json.ProductJson;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.ImportJobs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files and sends what they hold into the flow as bulk, the way an import over HTTP goes: one
 * file after the other, so that live events never stand behind two of them.
 */
final class ImportRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ImportRun.class);
  private static final int ATTEMPTS = 50;
  private static final long PAUSE_MILLIS = 200;

  private final Vertx vertx;
  private final ImportJobs jobs;
  private final GatewayConfig config;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("console-import").factory());

  ImportRun(Vertx vertx, ImportJobs jobs, GatewayConfig config) {
    this.vertx = vertx;
    this.jobs = jobs;
    this.config = config;
  }

  /**
   * Queues a file.
   *
   * @param file is removed when it is read
   */
  void begin(Shop shop, UUID id, String format, Path file) {
    reader.execute(() -> run(shop, id, format, file));
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }

  private void run(Shop shop, UUID id, String format, Path file) {
    String error = "";
    try (OrderSource source = OrderFormats.open(format, file, OrderOptions.defaults())) {
      long lines = 0;
      long accepted = 0;
      long rejected = 0;
      Optional<Batch> next = source.next();
      while (next.isPresent()) {
        SubmissionResult result = send(shop, next.get());
        lines += next.get().size();
        accepted += result.accepted() + result.duplicates();
        rejected += result.rejected().size();
        wait(jobs.progress(id, lines, accepted, rejected));
        next = source.next();
      }
      long broken = source.report().broken();
      wait(jobs.progress(id, lines + broken, accepted, rejected + broken));
    } catch (PannierException e) {
      error = e.code().name() + ": " + e.getMessage();
    } catch (RuntimeException e) {
      LOG.error("import {} broke off: a defect, please report it", id, e);
      error = "INTERNAL_ERROR: see the log";
    }
    try {
      Files.deleteIfExists(file);
      wait(jobs.end(id, error));
    } catch (IOException | RuntimeException e) {
      LOG.warn("the end of import {} could not be noted", id, e);
    }
  }

  /** What is overloaded is asked again a little later; everything else breaks the import off. */
  private SubmissionResult send(Shop shop, Batch batch) {
    for (int attempt = 1; ; attempt++) {
      try {
        return batch.kind() == Batch.Kind.PRODUCTS
            ? products(shop, batch.json())
            : events(shop, batch.json());
      } catch (PannierException e) {
        if (e.code() != StandardErrorCode.OVERLOADED || attempt == ATTEMPTS) {
          throw e;
        }
        pause();
      }
    }
  }

  private SubmissionResult products(Shop shop, byte[] json) {
    Parsed<ProductDraft> parsed = ProductJson.array(shop, json, config.maxBatch());
    return submit(
        Addresses.PRODUCTS_SUBMITTED,
        new ProductsSubmitted(shop, parsed.elements(), parsed.indexes()),
        parsed);
  }

  private SubmissionResult events(Shop shop, byte[] json) {
    Parsed<ShopEvent> parsed =
        EventJson.lines(
            shop, json, EventWindow.history(System.currentTimeMillis()), config.maxBatch());
    return submit(
        Addresses.EVENTS_SUBMITTED,
        new EventsSubmitted(shop, parsed.elements(), parsed.indexes(), true),
        parsed);
  }

  private SubmissionResult submit(String address, Message message, Parsed<?> parsed) {
    if (parsed.elements().isEmpty()) {
      return new SubmissionResult(0, 0, parsed.rejected());
    }
    SubmissionResult result =
        wait(
            vertx
                .eventBus()
                .<SubmissionResult>request(
                    address,
                    message,
                    new DeliveryOptions().setSendTimeout(config.submissionTimeout().toMillis()))
                .map(reply -> reply.body()));
    java.util.List<SubmissionResult.Rejected> rejected =
        new java.util.ArrayList<>(parsed.rejected());
    rejected.addAll(result.rejected());
    return new SubmissionResult(result.accepted(), result.duplicates(), rejected);
  }

  private static <T> T wait(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw Failure.of(e.getCause() == null ? e : e.getCause());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PannierException(StandardErrorCode.OVERLOADED, "the program is ending", e);
    }
  }
}
