package io.pannier.laboratory.load;

import static io.pannier.spi.StandardErrorCode.INTERNAL_ERROR;

import io.pannier.spi.PannierException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Subscribers that stop reading while their carts go on changing. Each must be closed in bounded
 * time, and what piles up for it must not grow with the number of its carts.
 */
public final class SlowReaders implements AutoCloseable {
  /** Well below what the server takes from one connection, also when it reads in bursts. */
  private static final long CART_MILLIS = 40;

  private static final int RECEIVE_BUFFER = 16 << 10;
  private static final long OPEN_SECONDS = 60;
  private static final long LOOK_MILLIS = 50;

  private final Vertx vertx;
  private final List<SlowReader> readers = new CopyOnWriteArrayList<>();

  private SlowReaders() {
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  }

  /**
   * What became of them.
   *
   * @param readers that stopped reading
   * @param closed by the server in time
   * @param carts that they sent until then
   * @param longestSeconds from the last thing read to the end of the connection
   */
  public record Result(int readers, int closed, long carts, double longestSeconds) {}

  /**
   * Connects them and waits until each has an offer.
   *
   * @param config says how many, and at which placement
   */
  public static SlowReaders open(
      ShopAccess access, StorefrontLoadConfig config, SkuPopularity popularity) {
    SlowReaders slow = new SlowReaders();
    try {
      slow.connect(access, config, popularity);
      return slow;
    } catch (CompletionException e) {
      slow.close();
      throw new PannierException(
          INTERNAL_ERROR, "Slow readers could not subscribe at " + access + ": " + e.getCause(), e);
    }
  }

  private void connect(ShopAccess access, StorefrontLoadConfig config, SkuPopularity popularity) {
    WebSocketClient sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(config.subscribers())
                .setSsl(access.tls())
                // What waits on this side would tell nothing about the server.
                .setReceiveBufferSize(RECEIVE_BUFFER));
    TokenClient tokens = new TokenClient(vertx.createHttpClient(), access);
    SplittableRandom seeds = new SplittableRandom(config.seed());
    List<Future<Void>> opening = new ArrayList<>();
    for (int i = 0; i < config.subscribers(); i++) {
      String name = "slow-" + config.seed() + "-" + i;
      CartWalk walk = new CartWalk(popularity, config.walkLength(), seeds.nextLong());
      opening.add(
          tokens
              .token(name, name, List.of(config.placement()))
              .compose(
                  token -> {
                    SlowReader reader =
                        new SlowReader(vertx, sockets, config.placement(), walk, token.token());
                    readers.add(reader);
                    return reader.open(StorefrontLoad.address(access));
                  }));
    }
    Future.all(opening)
        .timeout(OPEN_SECONDS, TimeUnit.SECONDS)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /** They stop reading. */
  public void begin() {
    vertx.runOnContext(_ -> readers.forEach(reader -> reader.pileUp(CART_MILLIS)));
  }

  /** They leave their carts as they are for a while, or go on changing them. */
  public void rest(boolean now) {
    readers.forEach(reader -> reader.rest(now));
  }

  /** How many were closed so far. */
  public int closed() {
    return (int) readers.stream().filter(SlowReader::closed).count();
  }

  /** Waits until all are closed, or for so long. */
  public Result await(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!closedAll() && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    List<SlowReader> closed = readers.stream().filter(SlowReader::closed).toList();
    return new Result(
        readers.size(),
        closed.size(),
        readers.stream().mapToLong(SlowReader::carts).sum(),
        closed.stream().mapToDouble(SlowReader::seconds).max().orElse(0));
  }

  private boolean closedAll() {
    return readers.stream().allMatch(SlowReader::closed);
  }

  @Override
  public void close() {
    vertx.runOnContext(_ -> readers.forEach(SlowReader::leave));
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
