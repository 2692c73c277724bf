package io.pannier.laboratory.protocol;

import io.pannier.laboratory.metrics.RankMetric;
import io.pannier.laboratory.metrics.RankMetric.Kind;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * The protocol {@code within-basket}: one item of a basket is hidden, and the whole catalogue is
 * ranked given the rest, without the rest.
 *
 * <ul>
 *   <li>Online Retail: cancellations, quantities and prices ≤ 0 and codes that do not begin with a
 *       digit are dropped; invoices before 2011-09-30 are learned, later ones are asked about.
 *   <li>Groceries: a random fifth of the baskets is asked about; that split has a seed of its own,
 *       so that all draws of hidden items share it.
 *   <li>BasConv's files: both parts of a basket are given; all items of the second part are wanted.
 * </ul>
 *
 * The catalogue is what the training part sold; a product that appears in the test alone is dropped
 * from its basket, and a basket with fewer than two products left asks nothing. The cart keeps the
 * order of the basket's lines. HR@5, 10, 20 and MRR@20.
 */
final class WithinBasket implements Protocol {
  private static final List<RankMetric> METRICS =
      List.of(
          new RankMetric(Kind.HR, 5),
          new RankMetric(Kind.HR, 10),
          new RankMetric(Kind.HR, 20),
          new RankMetric(Kind.MRR, 20));

  @Override
  public String name() {
    return "within-basket";
  }

  @Override
  public List<DataFormat> formats() {
    return List.of(DataFormat.ONLINE_RETAIL, DataFormat.GROCERIES, DataFormat.BASCONV);
  }

  @Override
  public EvaluationTask prepare(DataSource data, long seed, DoubleConsumer progress) {
    Protocols.check(this, data);
    BasketSplit split =
        switch (data.format()) {
          case ONLINE_RETAIL -> RetailBaskets.split(data, seed, progress);
          case GROCERIES -> GroceryBaskets.split(data, seed);
          case BASCONV -> BasConvBaskets.split(data);
          case AMAZON_BUNDLES -> throw new IllegalStateException("checked above");
        };
    progress.accept(1);
    return TaskBuilder.build(name(), data, seed, split, METRICS);
  }
}
