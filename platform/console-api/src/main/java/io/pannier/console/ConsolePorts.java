package io.pannier.console;

import io.pannier.gateway.GatewayConfig;
import io.pannier.store.Store;
import java.time.InstantSource;

/**
 * What the console is connected to.
 *
 * @param gateway limits of questions and bodies
 * @param clock wall clock: how long sessions live
 */
public record ConsolePorts(Store store, GatewayConfig gateway, InstantSource clock) {}
