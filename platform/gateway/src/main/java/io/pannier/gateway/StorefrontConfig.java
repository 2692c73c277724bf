package io.pannier.gateway;

import static io.pannier.gateway.GatewayConfig.positive;
import static io.pannier.gateway.GatewayConfig.require;

import java.time.Duration;
import java.util.List;

/**
 * Limits of the storefront's WebSocket. They bound what one connection can cost in memory, time and
 * messages; the AsyncAPI document tells them to clients.
 *
 * @param maxMessage bytes of one message; a single frame of twice as many closes without a word
 * @param maxFirstMessage bytes of a message before {@code connect} was accepted
 * @param maxConnections connections of one instance
 * @param maxSubscriptions placements that one connection may follow
 * @param maxPendingEvents events of one connection that may wait to become durable
 * @param maxPendingReplies replies (acknowledgements, errors) that may wait for a connection to
 *     read
 * @param writeBuffer bytes that may wait in a connection's write queue before offers are conflated
 * @param ratePerSecond messages per second that one connection may send for long
 * @param rateBurst messages that one connection may send at once
 * @param connectTimeout how long {@code connect} may take
 * @param heartbeat distance of the server's pings; silence for twice as long closes
 * @param slowReaderTimeout how long a connection may leave its write queue full
 * @param closeTimeout how long a closing handshake may take
 * @param allowedOrigins values of the {@code Origin} header that may connect; empty for any, since
 *     the token is what protects
 */
public record StorefrontConfig(
    int maxMessage,
    int maxFirstMessage,
    int maxConnections,
    int maxSubscriptions,
    int maxPendingEvents,
    int maxPendingReplies,
    int writeBuffer,
    int ratePerSecond,
    int rateBurst,
    Duration connectTimeout,
    Duration heartbeat,
    Duration slowReaderTimeout,
    Duration closeTimeout,
    List<String> allowedOrigins) {
  public StorefrontConfig {
    require(
        maxMessage >= 1024 && maxFirstMessage >= 1024 && maxFirstMessage <= maxMessage,
        "storefront.max-message and max-first-message must be ≥ 1024, the first ≤ the other");
    require(
        maxConnections >= 1
            && maxSubscriptions >= 1
            && maxPendingEvents >= 1
            && maxPendingReplies >= 1
            && writeBuffer >= 1,
        "storefront.max-connections, max-subscriptions, max-pending-events, max-pending-replies and"
            + " write-buffer must be ≥ 1");
    require(
        ratePerSecond >= 1 && rateBurst >= 1,
        "storefront.rate-per-second and rate-burst must be ≥ 1");
    positive(connectTimeout, "storefront.connect-timeout");
    positive(heartbeat, "storefront.heartbeat");
    positive(slowReaderTimeout, "storefront.slow-reader-timeout");
    positive(closeTimeout, "storefront.close-timeout");
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /** What fits a browser that shows a handful of placements. */
  public static StorefrontConfig defaults() {
    return new StorefrontConfig(
        256 << 10,
        16 << 10,
        50_000,
        16,
        256,
        256,
        64 << 10,
        100,
        200,
        Duration.ofSeconds(10),
        Duration.ofSeconds(25),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        List.of());
  }
}
