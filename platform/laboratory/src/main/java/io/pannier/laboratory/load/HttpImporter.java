package io.pannier.laboratory.load;

import static io.pannier.spi.StandardErrorCode.INTERNAL_ERROR;

import io.pannier.laboratory.orders.Batch;
import io.pannier.laboratory.orders.OrderSource;
import io.pannier.spi.PannierException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends a source's products and events to a running installation over HTTP.
 *
 * <p>A few senders take batches from the source in turn. All products are answered for before the
 * first event is sent, so that events find their products. A request that fails on the way is sent
 * again as it is: events keep their ids, so that whatever arrived before is a duplicate and counted
 * once.
 */
public final class HttpImporter {
  private final ImportOptions options;
  private final BatchSender sender;

  public HttpImporter(ShopAccess access, ImportOptions options) {
    this.options = options;
    this.sender = new BatchSender(access, options);
  }

  /**
   * Sends everything and waits for the last answer. The source is left open.
   *
   * @throws PannierException EXTERNAL if a batch failed in every attempt, USER if the server
   *     refused one as a whole
   */
  public ImportResult send(OrderSource source, Progress progress) {
    long start = System.nanoTime();
    Run run = new Run(source, progress);
    Batch firstEvents = run.phase(Batch.Kind.PRODUCTS, null);
    if (firstEvents != null) {
      run.phase(Batch.Kind.EVENTS, firstEvents);
    }
    return run.result((System.nanoTime() - start) / 1e9);
  }

  /** The state of one import, guarded by its lock. */
  private final class Run {
    private final OrderSource source;
    private final Progress progress;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> firstRejections = new ArrayList<>();
    private @Nullable Batch held;
    private boolean stopped;
    private long products;
    private long events;
    private long accepted;
    private long acceptedProducts;
    private long duplicates;
    private long rejected;
    private long retries;

    Run(OrderSource source, Progress progress) {
      this.source = source;
      this.progress = progress;
    }

    /** Sends all batches of one kind; returns the first one of another kind, or null. */
    @Nullable Batch phase(Batch.Kind kind, @Nullable Batch first) {
      held = first;
      try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < options.concurrency(); i++) {
          running.add(senders.submit(() -> sendAll(kind)));
        }
        for (Future<?> one : running) {
          await(one);
        }
      }
      return held;
    }

    private void sendAll(Batch.Kind kind) {
      try {
        for (Batch batch = take(kind); batch != null; batch = take(kind)) {
          note(batch, sender.send(batch));
        }
      } catch (RuntimeException e) {
        stop();
        throw e;
      }
    }

    private void stop() {
      lock.lock();
      try {
        stopped = true;
      } finally {
        lock.unlock();
      }
    }

    private @Nullable Batch take(Batch.Kind kind) {
      lock.lock();
      try {
        if (stopped) {
          return null;
        }
        if (held == null) {
          held = source.next().orElse(null);
        }
        Batch batch = held;
        if (batch == null || batch.kind() != kind) {
          return null;
        }
        held = null;
        return batch;
      } finally {
        lock.unlock();
      }
    }

    private void note(Batch batch, BatchSender.Answer answer) {
      lock.lock();
      try {
        retries += answer.retries();
        duplicates += answer.duplicates();
        rejected += answer.rejected().size();
        for (String reason : answer.rejected()) {
          if (firstRejections.size() < ImportResult.SHOWN) {
            firstRejections.add(reason);
          }
        }
        if (batch.kind() == Batch.Kind.PRODUCTS) {
          products += batch.size();
          acceptedProducts += answer.accepted();
        } else {
          events += batch.size();
          accepted += answer.accepted();
        }
        progress.at(source.progress(), products, events);
      } finally {
        lock.unlock();
      }
    }

    ImportResult result(double seconds) {
      return new ImportResult(
          source.report(),
          acceptedProducts,
          accepted,
          duplicates,
          rejected,
          firstRejections,
          retries,
          seconds);
    }
  }

  private static void await(Future<?> running) {
    try {
      running.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new PannierException(INTERNAL_ERROR, "The import broke off: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PannierException(INTERNAL_ERROR, "The import was interrupted.", e);
    }
  }
}
