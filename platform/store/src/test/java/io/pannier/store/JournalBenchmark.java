package io.pannier.store;

import static io.pannier.store.TestStore.await;

import io.pannier.messages.Shop;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.json.EventJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Prints what the journal takes and gives back on this machine, fsync on.
 *
 * <pre>{@code
 * mvn -pl platform/store test-compile exec:exec -Dexec.classpathScope=test \
 *   -Dexec.executable=java -Dexec.args="-cp %classpath io.pannier.store.JournalBenchmark"
 * }</pre>
 */
final class JournalBenchmark {
  private static final int APPEND_ROWS = 1_000;
  private static final int OUTSTANDING = 16;
  private static final int SINGLES = 3_000;

  private JournalBenchmark() {}

  /**
   * @param args number of events, number of lanes
   */
  public static void main(String[] args) throws Exception {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    int lanes = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    Path data = Files.createTempDirectory("pannier-bench-");
    Vertx vertx = Vertx.vertx();
    long started = System.nanoTime();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
      print("first start, s", (System.nanoTime() - started) / 1e9);
      started = System.nanoTime();
      try (Store store = await(Store.open(vertx, StoreConfig.defaults().at(server)))) {
        print("open, s", (System.nanoTime() - started) / 1e9);
        run(store, events, lanes, server.pid());
      }
    }
    started = System.nanoTime();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
      print("second start, s", (System.nanoTime() - started) / 1e9);
      started = System.nanoTime();
      await(Store.open(vertx, StoreConfig.defaults().at(server))).close();
      print("second open, s", (System.nanoTime() - started) / 1e9);
    }
    await(vertx.close());
    TestStore.delete(data);
  }

  private static void run(Store store, int events, int lanes, long serverPid) {
    Shop shop = await(store.shops().create("bench", "EUR"));
    List<JournalLane> open = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      open.add(await(store.journal().openLane(lane, published -> {})));
    }
    append(open, shop, batches(shop, "warm", 200_000));
    List<List<ShopEvent>> batches = batches(shop, "run", events);
    double ownCpu = cpuMicros(ProcessHandle.current());
    double serverCpu = serverCpuMicros(serverPid);
    print("append, events/s", events / append(open, shop, batches));
    // On a machine that is busy with other things, only these two say something.
    print("append, own CPU µs/event", (cpuMicros(ProcessHandle.current()) - ownCpu) / events);
    print("append, server CPU µs/event", (serverCpuMicros(serverPid) - serverCpu) / events);
    print("append duplicates, events/s", events / append(open, shop, batches));
    singles(open.getFirst(), shop);
    ownCpu = cpuMicros(ProcessHandle.current());
    serverCpu = serverCpuMicros(serverPid);
    AtomicLong replayed = new AtomicLong();
    long from = System.nanoTime();
    await(store.journal().replay(Map.of(), batch -> replayed.addAndGet(batch.events().size())));
    print("replay, events/s", replayed.get() / ((System.nanoTime() - from) / 1e9));
    print(
        "replay, own CPU µs/event", (cpuMicros(ProcessHandle.current()) - ownCpu) / replayed.get());
    print("replay, server CPU µs/event", (serverCpuMicros(serverPid) - serverCpu) / replayed.get());
    open.forEach(lane -> await(lane.close()));
  }

  private static double serverCpuMicros(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
        .mapToDouble(JournalBenchmark::cpuMicros)
        .sum();
  }

  private static double cpuMicros(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e3;
  }

  private static double append(List<JournalLane> lanes, Shop shop, List<List<ShopEvent>> batches) {
    long from = System.nanoTime();
    ArrayDeque<Future<boolean[]>> outstanding = new ArrayDeque<>();
    for (int i = 0; i < batches.size(); i++) {
      if (outstanding.size() == OUTSTANDING) {
        await(outstanding.remove());
      }
      outstanding.add(lanes.get(i % lanes.size()).append(shop.number(), batches.get(i)));
    }
    outstanding.forEach(TestStore::await);
    return (System.nanoTime() - from) / 1e9;
  }

  private static void singles(JournalLane lane, Shop shop) {
    List<List<ShopEvent>> batches = batches(shop, "single", SINGLES);
    long[] nanos = new long[SINGLES];
    int next = 0;
    for (List<ShopEvent> batch : batches) {
      for (ShopEvent event : batch) {
        long from = System.nanoTime();
        await(lane.append(shop.number(), List.of(event)));
        nanos[next++] = System.nanoTime() - from;
      }
    }
    Arrays.sort(nanos);
    print("single append p50, µs", nanos[SINGLES / 2] / 1e3);
    print("single append p99, µs", nanos[SINGLES * 99 / 100] / 1e3);
  }

  private static List<List<ShopEvent>> batches(Shop shop, String prefix, int events) {
    long now = System.currentTimeMillis();
    List<List<ShopEvent>> batches = new ArrayList<>();
    for (int from = 0; from < events; from += APPEND_ROWS) {
      List<ShopEvent> batch = new ArrayList<>(APPEND_ROWS);
      for (int i = from; i < Math.min(events, from + APPEND_ROWS); i++) {
        String payload =
            "{\"id\":\"%s-%d\",\"type\":\"product-viewed\",\"time\":\"%s\",\"shopper\":\"s%d\",\"session\":\"x%d\",\"sku\":\"sku-%d\"}"
                .formatted(
                    prefix, i, java.time.Instant.ofEpochMilli(now), i % 5000, i % 9000, i % 3000);
        batch.add(EventJson.journaled(shop, payload.getBytes(StandardCharsets.UTF_8)));
      }
      batches.add(batch);
    }
    return batches;
  }

  private static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%-32s %,.1f%n", name, value);
  }
}
