package io.pannier.gateway;

import io.pannier.messages.Shop;

/** A request that may pass: whose it is and for which shop. */
record Admission(Shop shop, Caller caller) {}
