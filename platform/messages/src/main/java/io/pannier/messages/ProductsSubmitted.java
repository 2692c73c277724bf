package io.pannier.messages;

import java.util.List;

/** Products to be stored; {@code indexes} as in {@link EventsSubmitted}. */
public record ProductsSubmitted(Shop shop, List<ProductDraft> products, int[] indexes)
    implements Message {}
