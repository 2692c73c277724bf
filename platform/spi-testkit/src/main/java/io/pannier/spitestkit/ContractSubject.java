package io.pannier.spitestkit;

import io.pannier.spi.Capability;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is checked: a factory, and how to make instances.
 *
 * @param config a valid configuration
 * @param model a model file for strategies that need one, or null
 * @param seed all chance of the checks comes from it
 * @param granting adds the services that the strategy may ask for
 */
public record ContractSubject(
    StrategyFactory factory,
    StrategyConfig config,
    @Nullable Path model,
    long seed,
    UnaryOperator<FakeStrategyContext> granting) {
  private static final int SHOP_SIZE = 60;
  private static final int ORDERS = 400;
  private static final int SLICE = 100;

  /** A strategy with its default configuration and without a model file. */
  public static ContractSubject of(StrategyFactory factory) {
    return new ContractSubject(
        factory, StrategyConfig.DEFAULTS, null, 20_261_121L, UnaryOperator.identity());
  }

  boolean can(Capability capability) {
    return factory.descriptor().capabilities().contains(capability);
  }

  Strategy create() {
    Strategy strategy =
        factory.create(
            config, granting.apply(new FakeStrategyContext(seed, ShopGenerator.END, model)));
    Check.that(strategy != null, "the factory returned null");
    return strategy;
  }

  /** An instance that learned the generated shop's events, if it learns at all. */
  <S extends Strategy> S createTaught(Class<S> type) {
    Strategy strategy = create();
    if (strategy instanceof OnlineLearner learner) {
      teach(learner, observations(), SLICE);
    }
    return type.cast(strategy);
  }

  static void teach(OnlineLearner learner, List<Observation> observations, int slice) {
    for (int from = 0; from < observations.size(); from += slice) {
      learner.learn(observations.subList(from, Math.min(from + slice, observations.size())));
    }
  }

  FakeCatalogue catalogue() {
    return new ShopGenerator(seed).catalogue(SHOP_SIZE);
  }

  List<Observation> observations() {
    return new ShopGenerator(seed + 1).observations(catalogue(), ORDERS);
  }

  ShopGenerator shop() {
    return new ShopGenerator(seed + 2);
  }

  ProblemGenerator problems() {
    return new ProblemGenerator(seed + 3);
  }
}
