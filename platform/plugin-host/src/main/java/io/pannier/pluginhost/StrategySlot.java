package io.pannier.pluginhost;

import io.pannier.spi.OnlineLearner;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyTrainer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A strategy by name for one shop, whatever version is installed. When a version takes another's
 * place, the slot makes and prepares an instance of the new one while the old one goes on
 * answering, then swaps, then closes the old one; no call falls between.
 */
public final class StrategySlot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StrategySlot.class);

  private final StrategyTable table;
  private final String name;
  private final int shop;
  private final StrategyConfig config;
  private final Preparation preparation;
  private final BooleanSupplier off;
  private volatile @Nullable StrategyInstance serving;
  private volatile @Nullable StrategyInstance coming;
  private boolean closed;

  StrategySlot(
      StrategyTable table,
      String name,
      int shop,
      StrategyConfig config,
      Preparation preparation,
      BooleanSupplier off) {
    this.table = table;
    this.name = name;
    this.shop = shop;
    this.config = config;
    this.preparation = preparation;
    this.off = off;
  }

  public String strategy() {
    return name;
  }

  /** The instance that answers now; empty while no version of the strategy is installed. */
  public Optional<StrategyInstance> current() {
    StrategyInstance instance = serving;
    return Optional.ofNullable(instance != null ? instance : coming);
  }

  /**
   * As {@link StrategyInstance#call}, and tells which version answered. Fails with
   * STRATEGY_SWITCHED_OFF while people do not want its answers.
   */
  public <S extends Strategy, R> CompletableFuture<Answer<R>> call(
      Class<S> type, Function<? super S, ? extends R> body, long deadlineNanos) {
    if (answers(type) && off.getAsBoolean()) {
      return CompletableFuture.failedFuture(
          new PannierException(
              StandardErrorCode.STRATEGY_SWITCHED_OFF, "'" + name + "' is switched off"));
    }
    StrategyInstance refused = null;
    while (true) {
      StrategyInstance instance = current().orElse(null);
      if (instance == null || instance == refused) {
        return CompletableFuture.failedFuture(
            new PannierException(
                StandardErrorCode.STRATEGY_UNKNOWN,
                "no version of '" + name + "' is installed; add its zip to the plugins folder"));
      }
      StrategyHandle handle = instance.handle();
      CompletableFuture<Answer<R>> answer =
          instance.tryCall(
              type,
              strategy -> new Answer<R>(handle, instance.model(), body.apply(strategy)),
              deadlineNanos);
      if (answer != null) {
        return answer;
      }
      refused = instance;
      dropIfClosed(instance);
    }
  }

  /** Learning goes on behind a switch: what is skipped could not be caught up with. */
  private static boolean answers(Class<? extends Strategy> type) {
    return type != OnlineLearner.class && type != StrategyTrainer.class;
  }

  @Override
  public void close() {
    StrategyInstance one;
    StrategyInstance other;
    synchronized (this) {
      closed = true;
      one = serving;
      other = coming;
    }
    table.remove(this);
    if (one != null) {
      one.close();
    }
    if (other != null) {
      other.close();
    }
  }

  /** Makes the slot follow what the host offers now. */
  void follow() {
    StrategyHandle wanted = table.find(name);
    try {
      follow(wanted);
    } catch (PannierException e) {
      // Unloaded in between. Whoever changed the table makes this slot follow once more.
      if (wanted == table.find(name)) {
        throw e;
      }
    }
  }

  private void follow(@Nullable StrategyHandle wanted) {
    StrategyInstance stale;
    synchronized (this) {
      if (closed) {
        return;
      }
      StrategyInstance newest = coming != null ? coming : serving;
      if (wanted == null) {
        stale = serving;
        serving = null;
        if (coming != null) {
          coming.close();
        }
        coming = null;
      } else if (newest == null || newest.handle() != wanted) {
        stale = replace(wanted);
      } else {
        return;
      }
    }
    if (stale != null) {
      stale.close();
    }
  }

  /**
   * Makes an instance of the same version anew, which is granted the model that is promoted now.
   * The one before goes on answering until the new one is ready, also if it never is.
   */
  void renew() {
    StrategyInstance stale;
    synchronized (this) {
      StrategyInstance newest = coming != null ? coming : serving;
      StrategyHandle wanted = table.find(name);
      if (closed || newest == null || wanted == null) {
        return;
      }
      stale = replace(wanted);
    }
    if (stale != null) {
      stale.close();
    }
  }

  /**
   * @return the instance that was about to come
   */
  private @Nullable StrategyInstance replace(StrategyHandle wanted) {
    StrategyInstance stale = coming;
    StrategyInstance next = wanted.instance(shop, config, preparation);
    coming = next;
    next.ready().whenComplete((ready, failure) -> arrived(next, failure));
    return stale;
  }

  private void arrived(StrategyInstance next, @Nullable Throwable failure) {
    StrategyInstance old;
    synchronized (this) {
      if (coming != next) {
        return;
      }
      if (failure != null && serving != null) {
        LOG.error("{} stays in service: {} cannot be made", serving.id(), next.id(), failure);
        return;
      }
      old = serving;
      serving = next;
      coming = null;
    }
    if (old != null) {
      old.close();
    }
  }

  /** An old instance that had to close before the new one was ready makes way at once. */
  private synchronized void dropIfClosed(StrategyInstance instance) {
    if (serving == instance) {
      serving = coming;
      coming = null;
    } else if (coming == instance) {
      coming = null;
    }
  }
}
