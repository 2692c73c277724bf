package io.pannier.gateway;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The default configuration with what a test changes in it. */
final class ConfigBuilder {
  long maxBody = 1 << 20;
  int maxBatch = 1_000;
  int rate = 10_000;
  int burst = 10_000;
  int instances = 2;
  int maxMessage = 256 << 10;
  int maxSubscriptions = 2;
  int socketRate = 1_000;
  int socketBurst = 1_000;
  int writeBuffer = 64 << 10;
  int maxPendingReplies = 256;
  Duration offerGrace = Duration.ofSeconds(10);
  Duration connectTimeout = Duration.ofSeconds(10);
  Duration heartbeat = Duration.ofSeconds(25);
  Duration slowReader = Duration.ofSeconds(10);
  List<String> origins = List.of();

  ConfigBuilder with(Consumer<ConfigBuilder> change) {
    change.accept(this);
    return this;
  }

  GatewayConfig build(int port) {
    GatewayConfig d = GatewayConfig.defaults();
    StorefrontConfig s = d.storefront();
    return new GatewayConfig(
        "127.0.0.1",
        port,
        instances,
        maxBody,
        maxBody,
        maxBatch,
        d.inlineParse(),
        d.bulkEvents(),
        d.maxCartLines(),
        d.maxCandidates(),
        d.maxLimit(),
        rate,
        burst,
        d.bodyTimeout(),
        Duration.ofSeconds(5),
        offerGrace,
        d.maxPendingOffers(),
        d.tokenLifetime(),
        new StorefrontConfig(
            maxMessage,
            Math.min(maxMessage, s.maxFirstMessage()),
            s.maxConnections(),
            maxSubscriptions,
            s.maxPendingEvents(),
            maxPendingReplies,
            writeBuffer,
            socketRate,
            socketBurst,
            connectTimeout,
            heartbeat,
            slowReader,
            Duration.ofSeconds(1),
            origins));
  }
}
