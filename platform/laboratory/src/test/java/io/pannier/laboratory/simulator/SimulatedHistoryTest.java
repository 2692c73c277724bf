package io.pannier.laboratory.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pannier.laboratory.orders.Batch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The statistics of a simulated history, and that it is the same each time. */
class SimulatedHistoryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDate LAST = LocalDate.of(2026, 11, 20);
  private static final SimulatorConfig CONFIG =
      SimulatorConfig.defaults(LAST).withSize(1_000, 1_500, 60);

  @Test
  void basketsRepeatsAndComplementsLookLikeAShop() throws IOException {
    Orders orders = new Orders();
    SimulatedHistory history = new SimulatedHistory(CONFIG);
    read(history, orders);

    assertThat(orders.products).isEqualTo(1_000);
    assertThat(orders.baskets.size()).as("orders").isBetween(3_000, 9_000);
    assertThat(history.report().orders()).isEqualTo(orders.baskets.size());
    assertThat(orders.meanSize()).as("mean basket").isBetween(1.8, 4.5);
    assertThat(orders.repeatRate()).as("share of lines bought before").isBetween(0.05, 0.4);
    assertThat(orders.maxTime).isBefore(Instant.parse("2026-11-21T00:00:00Z"));
    assertThat(orders.minTime).isAfter(Instant.parse("2026-09-22T00:00:00Z"));

    double complementLift = medianLiftOfComplements(history.truth(), orders);
    assertThat(complementLift).as("median co-purchase lift of true complements").isGreaterThan(8);
    assertThat(liftOfRandomPairs(history.truth(), orders))
        .as("lift of pairs that do not belong together")
        .isLessThan(3);
  }

  @Test
  void popularityIsSkewedAndPricesAreLogNormal() {
    ShopTruth truth = ShopTruth.simulated(3, 5_000);
    double[] logs =
        truth.products().stream().mapToDouble(p -> Math.log((double) p.price())).sorted().toArray();
    double mean = Arrays.stream(logs).average().orElseThrow();
    double median = logs[logs.length / 2];
    assertThat(Math.abs(mean - median)).as("a symmetrical logarithm").isLessThan(0.1);
    assertThat(truth.products()).allMatch(p -> p.cost() > 0 && p.cost() < p.price());
    assertThat(truth.products()).extracting(p -> p.title()).doesNotHaveDuplicates();
    assertThat(truth.products().stream().filter(p -> p.stock() == 0).count()).isBetween(40L, 200L);
    assertThat(truth.complements().groups()).isGreaterThan(300);
  }

  @Test
  void sameSeedSameBytesOtherSeedOtherBytes() throws NoSuchAlgorithmException {
    SimulatorConfig small = CONFIG.withSize(100, 50, 20);
    assertThat(digest(small)).isEqualTo(digest(small));
    assertThat(digest(small)).isNotEqualTo(digest(small.withSeed(43)));
  }

  @Test
  void aHundredThousandProductsTakeSeconds() {
    // Processor time, so that a busy machine does not fail it.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    ShopTruth truth = ShopTruth.simulated(1, 100_000);
    double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
    assertThat(truth.products()).hasSize(100_000);
    assertThat(seconds).isLessThan(5);
  }

  private static double medianLiftOfComplements(ShopTruth truth, Orders orders) {
    double[] lifts = new double[truth.complements().groups()];
    int counted = 0;
    for (int group = 0; group < lifts.length; group++) {
      int[] members = truth.complements().members(group);
      String first = SimulatedCatalogue.sku(members[0]);
      String second = SimulatedCatalogue.sku(members[1]);
      if (orders.count(first) >= 15 && orders.count(second) >= 15) {
        lifts[counted++] = orders.lift(first, second);
      }
    }
    assertThat(counted).as("pairs with enough orders").isGreaterThan(20);
    double[] sorted = Arrays.copyOf(lifts, counted);
    Arrays.sort(sorted);
    return sorted[counted / 2];
  }

  private static double liftOfRandomPairs(ShopTruth truth, Orders orders) {
    double together = 0;
    double expected = 0;
    for (int first = 0; first < 200; first++) {
      for (int second = first + 1; second < 200; second++) {
        if (truth.complements().affinity(first, second) == 0) {
          String a = SimulatedCatalogue.sku(first);
          String b = SimulatedCatalogue.sku(second);
          together += orders.together(a, b);
          expected += (double) orders.count(a) * orders.count(b) / orders.baskets.size();
        }
      }
    }
    return together / expected;
  }

  private static String digest(SimulatorConfig config) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (SimulatedHistory history = new SimulatedHistory(config)) {
      for (Optional<Batch> batch = history.next(); batch.isPresent(); batch = history.next()) {
        digest.update(batch.get().json());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void read(SimulatedHistory history, Orders orders) throws IOException {
    for (Optional<Batch> batch = history.next(); batch.isPresent(); batch = history.next()) {
      if (batch.get().kind() == Batch.Kind.PRODUCTS) {
        orders.products += JSON.readTree(batch.get().json()).size();
      } else {
        for (String line : new String(batch.get().json(), StandardCharsets.UTF_8).split("\n")) {
          orders.add(JSON.readTree(line));
        }
      }
    }
  }

  /** The orders of a history, and what they say together. */
  private static final class Orders {
    final Map<String, Set<String>> baskets = new LinkedHashMap<>();
    private final Map<String, Set<String>> ordersOfSku = new HashMap<>();
    private final Map<String, Set<String>> boughtBefore = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private int lines;
    private int knownLines;
    private int repeats;
    int products;
    Instant minTime = Instant.MAX;
    Instant maxTime = Instant.MIN;

    void add(JsonNode event) {
      assertThat(ids.add(event.get("id").asText())).as("id is new").isTrue();
      Instant time = Instant.parse(event.get("time").asText());
      minTime = time.isBefore(minTime) ? time : minTime;
      maxTime = time.isAfter(maxTime) ? time : maxTime;
      if (!event.get("type").asText().equals("purchased")) {
        return;
      }
      String sku = event.get("sku").asText();
      String order = event.get("order").asText();
      baskets.computeIfAbsent(order, _ -> new HashSet<>()).add(sku);
      ordersOfSku.computeIfAbsent(sku, _ -> new HashSet<>()).add(order);
      lines++;
      if (event.has("shopper")) {
        knownLines++;
        String shopper = event.get("shopper").asText();
        boolean first = boughtBefore.computeIfAbsent(shopper, _ -> new HashSet<>()).add(sku);
        repeats += first ? 0 : 1;
      }
    }

    double meanSize() {
      return (double) lines / baskets.size();
    }

    double repeatRate() {
      return (double) repeats / knownLines;
    }

    int count(String sku) {
      return ordersOfSku.getOrDefault(sku, Set.of()).size();
    }

    int together(String a, String b) {
      Set<String> both = new HashSet<>(ordersOfSku.getOrDefault(a, Set.of()));
      both.retainAll(ordersOfSku.getOrDefault(b, Set.of()));
      return both.size();
    }

    double lift(String a, String b) {
      return (double) together(a, b) * baskets.size() / ((double) count(a) * count(b));
    }
  }
}
