package io.pannier.app.guard;

import io.pannier.laboratory.experiment.AdaptiveShares;
import io.pannier.messages.Allocation;
import io.pannier.messages.Arm;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.messages.Split;
import io.pannier.store.Mandate;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives more visitors to the arms that earn more, where a placement says that its shares follow the
 * figures. Each change begins a period of its own and is a revision like any other, with its
 * reason.
 */
public final class AllocationVerticle extends VerticleBase {
  /** Who the revisions are by. */
  public static final String AUTHOR = "allocation";

  private static final Logger LOG = LoggerFactory.getLogger(AllocationVerticle.class);

  /** Below this a period is not worth its own beginning. */
  private static final double NOTICED = 0.02;

  private final AllocationConfig config;
  private final Store store;

  public AllocationVerticle(AllocationConfig config, Store store) {
    this.config = config;
    this.store = store;
  }

  @Override
  public Future<?> start() {
    new DividedPlacements(store, this::look).every(config.interval(), vertx);
    return Future.succeededFuture();
  }

  private Future<?> look(Shop shop, Placement placement) {
    Split split = placement.split();
    return split.allocation() == Allocation.BANDIT
        ? store
            .experiments()
            .byPeriod(shop, placement.name(), split)
            .compose(sums -> follow(shop, placement, new ArmEvidence(split, sums)))
        : Future.succeededFuture();
  }

  private Future<?> follow(Shop shop, Placement placement, ArmEvidence evidence) {
    if (!evidence.comparable() || evidence.fewestVisitors() < config.leastVisitors()) {
      return Future.succeededFuture();
    }
    AdaptiveShares weighed = evidence.weighed();
    Split next = evidence.reallocated(weighed, config.leastShare());
    StringBuilder reason = new StringBuilder("shares follow the margin per session");
    double most = 0;
    for (int arm = 0; arm < next.arms().size(); arm++) {
      Arm before = placement.split().arms().get(arm);
      double share = next.arms().get(arm).share();
      most = Math.max(most, Math.abs(share - before.share()));
      int weighedAs = evidence.arms().indexOf(before);
      if (weighedAs > 0) {
        reason.append(
            String.format(
                Locale.ROOT,
                "; %s from %.0f %% to %.0f %%, the best with probability %.2f",
                before.name(),
                100 * before.share(),
                100 * share,
                weighed.best(weighedAs)));
      }
    }
    if (most < NOTICED) {
      return Future.succeededFuture();
    }
    LOG.info("{} of {}: {}", placement.name(), shop.name(), reason);
    return store
        .placements()
        .putUpon(
            shop,
            placement.withSplit(next),
            placement.revision(),
            AUTHOR,
            reason.toString(),
            Mandate.MACHINE);
  }
}
