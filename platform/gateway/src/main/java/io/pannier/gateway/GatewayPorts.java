package io.pannier.gateway;

import io.pannier.messages.Telemetry;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the gateway is connected to. One set is shared by all instances, so every member is safe for
 * use from several threads.
 *
 * @param ready true once the installation is warm and can answer
 * @param scrape the metrics in the Prometheus text format
 * @param tokens signs and checks browser tokens
 * @param clock wall clock: expiry of tokens, time windows of events
 * @param extra what is served beside the interface
 */
public record GatewayPorts(
    ShopDirectory shops,
    KeyCheck keys,
    PlacementDirectory placements,
    DecisionLookup decisions,
    ProductSearch products,
    StrategyReport strategies,
    ExperimentReport experiments,
    BrowserTokens tokens,
    Telemetry telemetry,
    BooleanSupplier ready,
    Supplier<String> scrape,
    InstantSource clock,
    ExtraRoutes extra) {}
