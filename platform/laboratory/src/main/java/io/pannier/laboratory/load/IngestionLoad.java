package io.pannier.laboratory.load;

import static io.pannier.spi.StandardErrorCode.INTERNAL_ERROR;

import io.pannier.spi.PannierException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Posts events as fast as a few connections let it, and single events on a fixed schedule.
 *
 * <p>Confined to one event loop. Each bulk connection has one request under way; an event counts
 * once its batch is acknowledged.
 */
public final class IngestionLoad implements AutoCloseable {
  private static final int TEMPLATES = 8;
  private static final long LONGEST_NANOS = 120_000_000_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ShopAccess access;
  private final int connections;
  private final Vertx vertx;
  private final Context loop;
  private final HttpClient bulkClient;
  private final HttpClient singleClient;
  private final EventTemplate[] batches = new EventTemplate[TEMPLATES];
  private final EventTemplate single;
  private long nextId;

  /**
   * @param connections kept alive for batches, at least 1
   * @param batchSize events in a batch
   */
  public IngestionLoad(
      ShopAccess access, int connections, int batchSize, SkuPopularity popularity, long seed) {
    this.access = access;
    this.connections = connections;
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    this.loop = vertx.getOrCreateContext();
    HttpClientOptions options = new HttpClientOptions().setKeepAlive(true).setSsl(access.tls());
    this.bulkClient =
        vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(connections));
    this.singleClient = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(64));
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String run = "load" + Long.toString(now.toEpochMilli(), 36);
    for (int i = 0; i < TEMPLATES; i++) {
      batches[i] = new EventTemplate(batchSize, run, now.toString(), popularity, seed + i);
    }
    single = new EventTemplate(1, run, now.toString(), popularity, seed + TEMPLATES);
  }

  /** Posts batches and waits for the end of the trial. */
  public IngestionResult run(Duration warmUp, Duration measured) {
    long start = System.nanoTime();
    long from = start + warmUp.toNanos();
    long to = from + measured.toNanos();
    Bulk bulk = new Bulk(from, to);
    Promise<Void> done = Promise.promise();
    loop.runOnContext(
        _ -> {
          for (int i = 0; i < connections; i++) {
            bulk.open++;
            post(bulk, done);
          }
        });
    await(done.future(), warmUp.plus(measured).plus(PATIENCE));
    return bulk.result();
  }

  private void post(Bulk bulk, Promise<Void> done) {
    long sent = System.nanoTime();
    if (sent - bulk.to >= 0) {
      bulk.open--;
      if (bulk.open == 0) {
        done.complete();
      }
      return;
    }
    EventTemplate template = batches[(int) (nextId / batches[0].size() % TEMPLATES)];
    long firstId = nextId;
    nextId += template.size();
    send(bulkClient, template.render(firstId))
        .onComplete(
            answer -> {
              bulk.note(answer.result(), answer.cause(), sent, System.nanoTime());
              if (answer.succeeded()) {
                post(bulk, done);
              } else {
                // A server that is away is asked again a little later, not in a tight loop.
                vertx.setTimer(100, _ -> post(bulk, done));
              }
            });
  }

  /**
   * Posts single events on a fixed schedule and waits for the last answer.
   *
   * @param rate events a second
   */
  public AckResult probe(double rate, Duration measured) {
    Histogram latency = new Histogram(LONGEST_NANOS, 3);
    Map<String, Long> errors = new TreeMap<>();
    long events = Math.max(1, (long) (rate * measured.toNanos() / 1e9));
    long[] answers = {0};
    Promise<Void> done = Promise.promise();
    long start = System.nanoTime();
    for (long event = 0; event < events; event++) {
      long due = start + (long) (event * 1e9 / rate);
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      loop.runOnContext(
          _ ->
              send(singleClient, single.render(nextId++))
                  .onComplete(
                      answer -> {
                        latency.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - due));
                        String problem =
                            answer.succeeded()
                                ? (answer.result().accepted == 1 ? "" : "not accepted")
                                : name(answer.cause());
                        if (!problem.isEmpty()) {
                          errors.merge(problem, 1L, Long::sum);
                        }
                        if (++answers[0] == events) {
                          done.complete();
                        }
                      }));
    }
    await(done.future(), measured.plus(PATIENCE));
    long failed = errors.values().stream().mapToLong(Long::longValue).sum();
    return new AckResult(events - failed, millis(latency, 50), millis(latency, 99), errors);
  }

  private Future<Answer> send(HttpClient client, byte[] body) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(access.host())
            .setPort(access.port())
            .setSsl(access.tls())
            .setURI(access.shopPath("events"))
            .setIdleTimeout(PATIENCE.toMillis())
            .putHeader("Authorization", "Bearer " + access.apiKey())
            .putHeader("Content-Type", "application/x-ndjson");
    return client
        .request(options)
        .compose(request -> request.send(Buffer.buffer(body)))
        .compose(
            response ->
                response
                    .body()
                    .map(
                        answer -> {
                          if (response.statusCode() / 100 != 2) {
                            throw new PannierException(
                                INTERNAL_ERROR,
                                response.statusCode()
                                    + " "
                                    + ServerMessage.code(answer.getBytes()));
                          }
                          byte[] json = answer.getBytes();
                          return new Answer(
                              ServerMessage.number(json, "accepted"),
                              ServerMessage.number(json, "duplicates"));
                        }));
  }

  private static String name(Throwable cause) {
    return cause instanceof PannierException
        ? String.valueOf(cause.getMessage())
        : cause.getClass().getSimpleName();
  }

  private static double millis(Histogram latency, double percentile) {
    return latency.getTotalCount() == 0 ? 0 : latency.getValueAtPercentile(percentile) / 1e6;
  }

  private void await(Future<Void> future, Duration timeout) {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new PannierException(
          INTERNAL_ERROR, access + " did not answer within " + timeout.toSeconds() + " s.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PannierException(INTERNAL_ERROR, "The load was interrupted.", e);
    }
  }

  @Override
  public void close() {
    Promise<Void> closed = Promise.promise();
    vertx.close().onComplete(closed);
    await(closed.future(), PATIENCE);
  }

  /**
   * @param accepted events that are durable for the first time
   * @param duplicates events that were durable before
   */
  private record Answer(long accepted, long duplicates) {}

  /** What one bulk trial saw. */
  private static final class Bulk {
    private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
    private final Map<String, Long> errors = new TreeMap<>();
    private final long from;
    private final long to;
    private int open;
    private long accepted;
    private long duplicates;

    Bulk(long from, long to) {
      this.from = from;
      this.to = to;
    }

    void note(@Nullable Answer answer, @Nullable Throwable failure, long sent, long now) {
      if (failure != null) {
        errors.merge(name(failure), 1L, Long::sum);
      } else if (answer != null && now - from >= 0 && now - to < 0) {
        accepted += answer.accepted;
        duplicates += answer.duplicates;
        latency.recordValue(Math.min(LONGEST_NANOS, now - sent));
      }
    }

    IngestionResult result() {
      double seconds = (to - from) / 1e9;
      return new IngestionResult(
          accepted / seconds,
          accepted,
          duplicates,
          millis(latency, 50),
          millis(latency, 99),
          errors,
          seconds);
    }
  }
}
