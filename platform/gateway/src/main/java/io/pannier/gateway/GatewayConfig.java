package io.pannier.gateway;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.time.Duration;

/**
 * Where the gateway listens and how much it takes. Every limit is told to callers in the OpenAPI
 * document and answered with a code of its own.
 *
 * @param host address to listen on
 * @param port TCP port; 0 for any free one
 * @param instances verticles that share the port, each on an event loop of its own
 * @param maxBody bytes of a batch (events, history, products, shoppers), counted after
 *     decompression
 * @param maxQuestion bytes of any other request body, counted after decompression
 * @param maxBatch entries of a batch
 * @param inlineParse bytes up to which a batch is parsed on the event loop; a larger one goes to a
 *     worker
 * @param bulkEvents events from which a batch counts as bulk and yields to single events
 * @param maxCartLines lines of a cart
 * @param maxCandidates SKUs that one call may have ranked
 * @param maxLimit largest {@code limit} that may be asked for
 * @param ratePerSecond requests per second that each API key may send for long
 * @param rateBurst requests that each API key may send at once
 * @param bodyTimeout how long a sender may take for a body
 * @param submissionTimeout how long a batch may take to become durable
 * @param offerGrace how long past the placement's deadline an answer is waited for
 * @param maxPendingOffers questions over HTTP that may be under way in one instance
 * @param tokenLifetime how long a browser token is valid
 * @param storefront the WebSocket's own limits
 */
public record GatewayConfig(
    String host,
    int port,
    int instances,
    long maxBody,
    long maxQuestion,
    int maxBatch,
    long inlineParse,
    int bulkEvents,
    int maxCartLines,
    int maxCandidates,
    int maxLimit,
    int ratePerSecond,
    int rateBurst,
    Duration bodyTimeout,
    Duration submissionTimeout,
    Duration offerGrace,
    int maxPendingOffers,
    Duration tokenLifetime,
    StorefrontConfig storefront) {
  public GatewayConfig {
    require(port >= 0 && port <= 65_535, "port must be from 0 to 65535");
    require(instances >= 1, "instances must be ≥ 1");
    require(maxBody >= 1 && maxBody <= Integer.MAX_VALUE, "max-body must be from 1 byte to 2 GiB");
    require(maxQuestion >= 1 && maxQuestion <= maxBody, "max-question must be ≥ 1, ≤ max-body");
    require(maxBatch >= 1 && bulkEvents >= 1, "max-batch and bulk-events must be ≥ 1");
    require(inlineParse >= 0, "inline-parse must be ≥ 0");
    require(
        maxCartLines >= 1 && maxCandidates >= 1 && maxLimit >= 1,
        "max-cart-lines, max-candidates and max-limit must be ≥ 1");
    require(ratePerSecond >= 1 && rateBurst >= 1, "rate-per-second and rate-burst must be ≥ 1");
    require(maxPendingOffers >= 1, "max-pending-offers must be ≥ 1");
    positive(bodyTimeout, "body-timeout");
    positive(submissionTimeout, "submission-timeout");
    positive(offerGrace, "offer-grace");
    positive(tokenLifetime, "token-lifetime");
  }

  /** What a small machine serves without being asked. */
  public static GatewayConfig defaults() {
    return new GatewayConfig(
        "0.0.0.0",
        8080,
        2,
        16L << 20,
        1L << 20,
        10_000,
        64L << 10,
        100,
        500,
        1_000,
        100,
        1_000,
        2_000,
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Duration.ofMillis(500),
        10_000,
        Duration.ofMinutes(15),
        StorefrontConfig.defaults());
  }

  /** The same door with tokens that are valid for another time. */
  public GatewayConfig withTokenLifetime(Duration lifetime) {
    return new GatewayConfig(
        host,
        port,
        instances,
        maxBody,
        maxQuestion,
        maxBatch,
        inlineParse,
        bulkEvents,
        maxCartLines,
        maxCandidates,
        maxLimit,
        ratePerSecond,
        rateBurst,
        bodyTimeout,
        submissionTimeout,
        offerGrace,
        maxPendingOffers,
        lifetime,
        storefront);
  }

  /** The same door on another port. */
  public GatewayConfig at(int newPort) {
    return new GatewayConfig(
        host,
        newPort,
        instances,
        maxBody,
        maxQuestion,
        maxBatch,
        inlineParse,
        bulkEvents,
        maxCartLines,
        maxCandidates,
        maxLimit,
        ratePerSecond,
        rateBurst,
        bodyTimeout,
        submissionTimeout,
        offerGrace,
        maxPendingOffers,
        tokenLifetime,
        storefront);
  }

  /** The same limits on another address. */
  public GatewayConfig on(String newHost) {
    return new GatewayConfig(
        newHost,
        port,
        instances,
        maxBody,
        maxQuestion,
        maxBatch,
        inlineParse,
        bulkEvents,
        maxCartLines,
        maxCandidates,
        maxLimit,
        ratePerSecond,
        rateBurst,
        bodyTimeout,
        submissionTimeout,
        offerGrace,
        maxPendingOffers,
        tokenLifetime,
        storefront);
  }

  static void positive(Duration duration, String key) {
    require(duration.isPositive(), key + " must be longer than nothing");
  }

  static void require(boolean valid, String problem) {
    if (!valid) {
      throw new PannierException(StandardErrorCode.CONFIG_INVALID, "gateway: " + problem);
    }
  }
}
