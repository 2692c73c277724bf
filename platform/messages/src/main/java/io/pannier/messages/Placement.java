package io.pannier.messages;

import io.pannier.messages.rules.Rules;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.EventType;
import io.pannier.spi.Objective;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A place in the shop where offers appear, and how they are made: the unit of configuration. One
 * revision of it travels with each request, so that all stages follow the same one.
 *
 * @param name {@code [a-z0-9-]{1,64}}
 * @param revision grows with every change
 * @param scoring name of the scoring strategy
 * @param fallback name of the scoring strategy that answers when that one cannot
 * @param complementarity name of the strategy that knows which products go together; empty for none
 * @param bundling name of the bundling strategy
 * @param shadow names of strategies that are asked about a sample, for comparison only
 * @param deadline from the door to the push
 * @param candidates how many candidates a bundle is composed from, 1 to 256
 * @param limit how many bundles an offer holds at the most
 * @param objectiveWeights by {@link Objective}
 * @param eventWeights by {@link EventType}: what an event says for a product, or against it
 * @param split which visitors are answered otherwise
 * @param rules what is offered first, more, less or never
 */
public record Placement(
    String name,
    long revision,
    String scoring,
    String fallback,
    String complementarity,
    String bundling,
    List<String> shadow,
    Duration deadline,
    int candidates,
    int limit,
    Map<Objective, Double> objectiveWeights,
    Map<EventType, Double> eventWeights,
    BundleConstraints constraints,
    ConversionModel model,
    Split split,
    Rules rules) {
  public Placement {
    shadow = List.copyOf(shadow);
    objectiveWeights = Map.copyOf(objectiveWeights);
    eventWeights = Map.copyOf(eventWeights);
  }

  /** A placement without rules that answers all visitors alike. */
  public Placement(
      String name,
      long revision,
      String scoring,
      String fallback,
      String complementarity,
      String bundling,
      List<String> shadow,
      Duration deadline,
      int candidates,
      int limit,
      Map<Objective, Double> objectiveWeights,
      Map<EventType, Double> eventWeights,
      BundleConstraints constraints,
      ConversionModel model) {
    this(
        name,
        revision,
        scoring,
        fallback,
        complementarity,
        bundling,
        shadow,
        deadline,
        candidates,
        limit,
        objectiveWeights,
        eventWeights,
        constraints,
        model,
        Split.NONE,
        Rules.NONE);
  }

  /** What a shop starts with: nearest neighbours of the cart, composed by the genetic search. */
  public static Placement standard(String name) {
    return new Placement(
        name,
        1,
        "item-knn",
        "popularity",
        "item-knn",
        "genetic",
        List.of(),
        Duration.ofMillis(50),
        60,
        3,
        Map.of(
            Objective.CONVERSION, 1.0,
            Objective.REVENUE, 0.5,
            Objective.MARGIN, 1.0,
            Objective.DIVERSITY, 0.1,
            Objective.STOCK_RELIEF, 0.1),
        Map.ofEntries(
            Map.entry(EventType.PRODUCT_VIEWED, 0.1),
            Map.entry(EventType.PRODUCT_CLICKED, 0.2),
            Map.entry(EventType.CART_ADDED, 0.5),
            Map.entry(EventType.CART_REMOVED, -0.4),
            Map.entry(EventType.PURCHASED, 1.0),
            Map.entry(EventType.RATED, 0.2),
            Map.entry(EventType.REVIEWED, 0.2),
            Map.entry(EventType.SHARED, 0.3),
            Map.entry(EventType.OFFER_CLICKED, 0.2),
            Map.entry(EventType.OFFER_ACCEPTED, 0.6),
            Map.entry(EventType.OFFER_DISMISSED, -0.5)),
        new BundleConstraints(1, 4, 2, Long.MAX_VALUE, 0.12, 0.20, 2),
        ConversionModel.DEFAULT);
  }

  /** The same with other strategies in shadow. */
  public Placement withShadow(List<String> names) {
    return with(scoring, bundling, names, deadline, objectiveWeights, split, rules);
  }

  /** The same with more or less time. */
  public Placement withDeadline(Duration time) {
    return with(scoring, bundling, shadow, time, objectiveWeights, split, rules);
  }

  /** The same, divided otherwise. */
  public Placement withSplit(Split other) {
    return with(scoring, bundling, shadow, deadline, objectiveWeights, other, rules);
  }

  /** The same under other rules. */
  public Placement withRules(Rules others) {
    return with(scoring, bundling, shadow, deadline, objectiveWeights, split, others);
  }

  /** What the visitors of an arm are answered by. */
  public Placement on(Arm arm) {
    return with(
        arm.scoring().isEmpty() ? scoring : arm.scoring(),
        arm.bundling().isEmpty() ? bundling : arm.bundling(),
        shadow,
        deadline,
        arm.objectiveWeights().isEmpty() ? objectiveWeights : arm.objectiveWeights(),
        split,
        rules);
  }

  private Placement with(
      String scores,
      String composes,
      List<String> names,
      Duration time,
      Map<Objective, Double> weights,
      Split division,
      Rules ruled) {
    return new Placement(
        name,
        revision,
        scores,
        fallback,
        complementarity,
        composes,
        names,
        time,
        candidates,
        limit,
        weights,
        eventWeights,
        constraints,
        model,
        division,
        ruled);
  }
}
