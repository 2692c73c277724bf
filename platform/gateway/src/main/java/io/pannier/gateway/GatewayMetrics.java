package io.pannier.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pannier.spi.ErrorCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the door counts: requests by operation, errors by code, connections, offers. Common to all
 * instances.
 */
final class GatewayMetrics {
  private final MeterRegistry registry;
  private final AtomicInteger connections = new AtomicInteger();
  private final Timer offers;
  private final Counter replaced;

  GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("pannier.gateway.connections", connections, AtomicInteger::doubleValue)
        .description("Open storefront connections")
        .register(registry);
    this.offers =
        Timer.builder("pannier.gateway.offer")
            .description("From a cart at the door to its offer back at the door")
            .register(registry);
    this.replaced =
        Counter.builder("pannier.gateway.offer.replaced")
            .description("Offers that a newer one replaced before they were sent")
            .register(registry);
  }

  void answered(String operation, int status, long nanos) {
    registry
        .timer(
            "pannier.gateway.request", "operation", operation, "status", Integer.toString(status))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  void failed(ErrorCode code) {
    registry.counter("pannier.gateway.error", "code", code.name()).increment();
  }

  void closed(CloseCode code) {
    registry.counter("pannier.gateway.closed", "reason", code.name()).increment();
  }

  void offered(long nanos) {
    offers.record(nanos, TimeUnit.NANOSECONDS);
  }

  void offerReplaced() {
    replaced.increment();
  }

  AtomicInteger connections() {
    return connections;
  }
}
