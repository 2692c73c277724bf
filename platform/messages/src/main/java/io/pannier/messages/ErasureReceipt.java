package io.pannier.messages;

import java.util.UUID;

/** Tells that the erasure is durable as an order and under way. */
public record ErasureReceipt(UUID receipt) implements Message {}
