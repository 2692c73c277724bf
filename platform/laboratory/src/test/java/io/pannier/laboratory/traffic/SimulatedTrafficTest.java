package io.pannier.laboratory.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.laboratory.load.FakeServer;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.laboratory.simulator.ShopTruth;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Simulated shoppers at a server that records what they say. */
class SimulatedTrafficTest {
  private static final int MOST_AT_ONCE = 20;
  private static final ShopTruth TRUTH = ShopTruth.simulated(1, 200);

  @Test
  void shoppersShowClickAndBuy() throws InterruptedException {
    CountDownLatch orders = new CountDownLatch(10);
    try (FakeServer server = new FakeServer()) {
      server.heard =
          message -> {
            if (message.encode().contains("\"purchased\"")) {
              orders.countDown();
            }
          };
      SimulatedTraffic traffic =
          SimulatedTraffic.start(server.access(), TRUTH, config(Duration.ofSeconds(60)));
      assertThat(orders.await(60, TimeUnit.SECONDS)).isTrue();
      TrafficReport report = traffic.report().await();
      traffic.stop().await();

      assertThat(report.orders()).isPositive();
      assertThat(report.shown()).isGreaterThanOrEqualTo(report.clicked());
      assertThat(report.clicked()).isGreaterThanOrEqualTo(report.accepted());
      assertThat(report.errors()).isZero();
      assertThat(report.failedVisits()).isZero();

      List<JsonObject> events = new ArrayList<>();
      synchronized (server) {
        for (JsonObject message : server.messages) {
          if (message.getString("type").equals("event")) {
            events.add(message.getJsonObject("event"));
          }
        }
      }
      Set<String> ids = new HashSet<>();
      Set<String> types = new HashSet<>();
      for (JsonObject event : events) {
        assertThat(ids.add(event.getString("id"))).as("ids are unique").isTrue();
        types.add(event.getString("type"));
        if (event.getString("type").startsWith("offer-")) {
          assertThat(event.getString("decision")).isEqualTo("0198-1");
          assertThat(event.getInteger("bundle")).isZero();
        }
      }
      assertThat(types).contains("product-viewed", "cart-added", "offer-shown", "purchased");
    }
  }

  @Test
  void aServerThatIsAwayFailsVisitsAndOthersBegin() throws InterruptedException {
    ShopAccess nowhere;
    try (FakeServer server = new FakeServer()) {
      nowhere = server.access();
    }
    SimulatedTraffic traffic =
        SimulatedTraffic.start(nowhere, TRUTH, config(Duration.ofSeconds(1)));
    CountDownLatch failed = new CountDownLatch(1);
    for (int poll = 0; poll < 200 && failed.getCount() > 0; poll++) {
      if (traffic.report().await().failedVisits() > 2 * MOST_AT_ONCE) {
        failed.countDown();
      }
      failed.await(50, TimeUnit.MILLISECONDS);
    }
    assertThat(failed.getCount()).isZero();
    traffic.stop().await();
  }

  private static TrafficConfig config(Duration timeout) {
    return new TrafficConfig("cart", "GBP", 50, 50, MOST_AT_ONCE, Duration.ofMillis(5), timeout, 9);
  }
}
