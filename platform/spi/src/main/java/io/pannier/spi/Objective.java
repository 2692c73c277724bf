package io.pannier.spi;

import java.util.Locale;

/** What a bundle can be good at. Each is to be maximised; arrays of objectives use this order. */
public enum Objective {
  /** Probability that the shopper takes the bundle, 0 to 1. */
  CONVERSION,
  /** Expected revenue: conversion × bundle price, minor units. */
  REVENUE,
  /** Expected margin: conversion × (bundle price − cost), minor units; may be negative. */
  MARGIN,
  /** Share of item pairs that are of different categories, 0 to 1; 0 for a single item. */
  DIVERSITY,
  /** Mean overstock of the units, 0 to 1. */
  STOCK_RELIEF;

  private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

  public static int count() {
    return 5;
  }

  public String wireName() {
    return wireName;
  }
}
