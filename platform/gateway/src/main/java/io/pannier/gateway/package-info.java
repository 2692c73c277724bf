/**
 * The door: the only room that speaks a protocol. {@link io.pannier.gateway.GatewayVerticle} serves
 * HTTP and WebSocket on one port, {@link io.pannier.gateway.GatewayRouter} draws its routes.
 *
 * <p>It checks who asks (keys, tokens), how much (size, batch, rate) and whether it can be read,
 * then sends one message into the flow and carries the answer out. It decides nothing. What it must
 * know of the installation comes through {@link io.pannier.gateway.GatewayPorts}.
 */
@NullMarked
package io.pannier.gateway;

import org.jspecify.annotations.NullMarked;
