package io.pannier.messages;

/** Everyone who keeps something about the shopper must drop it. */
public record ShopperErased(int shop, long shopperKey) implements Message {}
