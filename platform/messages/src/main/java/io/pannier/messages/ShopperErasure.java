package io.pannier.messages;

/** Asks to forget a shopper everywhere. */
public record ShopperErasure(Shop shop, String shopper) implements Message {}
