package io.pannier.pluginhost;

import io.pannier.spi.Capability;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One strategy of one shop, contained: a call that fails, overruns its deadline or allocates too
 * much costs its caller an exception in time and nothing else. The instance stays the same object
 * while the strategy object behind it may be made anew after a quarantine.
 *
 * <p>All methods may be called from any thread and return at once.
 */
public final class StrategyInstance implements AutoCloseable {
  private enum State {
    STARTING,
    SERVING,
    QUARANTINED,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(StrategyInstance.class);
  private static final long LONGEST_CALL_NANOS = TimeUnit.DAYS.toNanos(1);

  private final StrategyHandle handle;
  private final int shop;
  private final StrategyConfig config;
  private final Preparation preparation;
  private final HostServices services;
  private final StrategyMeters meters;
  private final StrategyGate gate;
  private final BackOff backOff;
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private final CompletableFuture<StrategyInstance> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final List<Runnable> retireListeners = new CopyOnWriteArrayList<>();

  private volatile State state = State.STARTING;
  private volatile @Nullable StrategyThread current;
  private volatile @Nullable PannierException hopeless;
  private volatile boolean retired;
  private volatile String model = "";

  private long generation;
  private boolean needsFreshObject;
  private boolean recovering;
  private volatile @Nullable Throwable failureToMake;

  StrategyInstance(
      StrategyHandle handle,
      int shop,
      StrategyConfig config,
      Preparation preparation,
      HostServices services,
      StrategyMeters meters,
      StrategyGate gate) {
    this.handle = handle;
    this.shop = shop;
    this.config = config;
    this.preparation = preparation;
    this.services = services;
    this.meters = meters;
    this.gate = gate;
    this.backOff =
        new BackOff(
            services.containment().backOffMin().toNanos(),
            services.containment().backOffMax().toNanos());
  }

  /** {@code name@version}, as the ledger and the offers write it. */
  public String id() {
    return handle.id();
  }

  public StrategyHandle handle() {
    return handle;
  }

  /** Id of the model file that the strategy object was made with; empty for none. */
  public String model() {
    return model;
  }

  public StrategyDescriptor descriptor() {
    return handle.descriptor();
  }

  public int shop() {
    return shop;
  }

  /** Why the newest strategy object that could not be made could not; null where all could. */
  public @Nullable Throwable failureToMake() {
    return failureToMake;
  }

  /** How many strategy objects were made so far; a learner's state is that of the newest. */
  public synchronized long generation() {
    return generation;
  }

  public boolean supports(Class<? extends Strategy> type) {
    if (type == Strategy.class) {
      return true;
    }
    for (Capability capability : descriptor().capabilities()) {
      if (capability.type() == type) {
        return true;
      }
    }
    return false;
  }

  /**
   * Completes when the first strategy object is ready; fails with {@code STRATEGY_CONFIG_INVALID}
   * or {@code PLUGIN_CAPABILITY_MISMATCH} when none will ever be, or when the instance was closed
   * before. Calls may be made before; they wait, each until its deadline.
   */
  public CompletableFuture<StrategyInstance> ready() {
    return ready.copy();
  }

  /** True while calls are refused. */
  public boolean quarantined() {
    return state == State.QUARANTINED || gate.closed();
  }

  /** True once a newer version took this one's place or its plugin was removed. */
  public boolean retired() {
    return retired;
  }

  /**
   * Tells when this instance's version is no longer the one to use. Its owner then takes an
   * instance of the new version, hands the state over and closes this one; until then, at most for
   * the retire timeout, it goes on answering.
   */
  public Registration onRetire(Runnable listener) {
    retireListeners.add(listener);
    if (retired) {
      fire(listener);
    }
    return () -> retireListeners.remove(listener);
  }

  /**
   * Runs {@code body} with the strategy on the instance's thread. What the body returns must not be
   * an object of the plugin's own classes: copy lists, or their methods run uncontained later.
   *
   * <p>Dependents of the future run on the instance's thread or on the watchdog's; they must hand
   * over to their own context and not block.
   *
   * @param deadlineNanos on {@link System#nanoTime()}; at most a day ahead, which only a training
   *     needs
   * @return fails with {@code STRATEGY_TIMEOUT}, {@code STRATEGY_FAILED}, {@code
   *     STRATEGY_ALLOCATION_EXCEEDED}, {@code STRATEGY_QUARANTINED}, {@code OVERLOADED}, {@code
   *     CAPABILITY_UNSUPPORTED}, with {@code STRATEGY_UNKNOWN} once the instance is closed, or with
   *     the code by which the strategy refused the question
   */
  public <S extends Strategy, R> CompletableFuture<R> call(
      Class<S> type, Function<? super S, ? extends R> body, long deadlineNanos) {
    CompletableFuture<R> answer = tryCall(type, body, deadlineNanos);
    return answer != null
        ? answer
        : refuse(StandardErrorCode.STRATEGY_UNKNOWN, "this instance is closed; take a new one");
  }

  /**
   * @return null when the instance is closed and the call did not and will not run
   */
  <S extends Strategy, R> @Nullable CompletableFuture<R> tryCall(
      Class<S> type, Function<? super S, ? extends R> body, long deadlineNanos) {
    State seen = state;
    if (seen == State.CLOSED) {
      return null;
    }
    if (!supports(type)) {
      return refuse(
          StandardErrorCode.CAPABILITY_UNSUPPORTED, "it declares no " + type.getSimpleName());
    }
    PannierException never = hopeless;
    if (never != null) {
      meters.failed(never.code());
      return CompletableFuture.failedFuture(never);
    }
    StrategyThread thread = current;
    if (seen == State.QUARANTINED || thread == null || gate.closed()) {
      // Closed since the first look: its thread is gone, and the caller has another one to ask.
      if (state == State.CLOSED) {
        return null;
      }
      return refuse(StandardErrorCode.STRATEGY_QUARANTINED, "it is in quarantine after failures");
    }
    long now = System.nanoTime();
    long left = Math.min(deadlineNanos - now, LONGEST_CALL_NANOS);
    StrategyCall<S, R> call = new StrategyCall<>(type, body, now + left, now, true);
    return switch (thread.offer(call)) {
      case TAKEN -> {
        services.watchdog().expect(call.deadlineNanos());
        yield call;
      }
      case FULL ->
          refuse(StandardErrorCode.OVERLOADED, "too many calls wait for this instance already");
      case REFUSED ->
          state == State.CLOSED
              ? null
              : refuse(StandardErrorCode.STRATEGY_QUARANTINED, "it went into quarantine");
    };
  }

  /** Refuses further calls, lets those that wait run, then closes the strategy. */
  @Override
  public void close() {
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      if (state == State.QUARANTINED) {
        meters.quarantined(-1);
      }
      state = State.CLOSED;
      StrategyThread thread = current;
      if (thread != null) {
        thread.close();
        return;
      }
    }
    finishClosing();
  }

  /** Completes when the strategy is closed and its thread has ended or was given up. */
  public CompletableFuture<Void> closed() {
    return closed.copy();
  }

  void start() {
    services.watchdog().add(this);
    synchronized (this) {
      startThread();
    }
  }

  void retire() {
    retired = true;
    retireListeners.forEach(StrategyInstance::fire);
  }

  private static void fire(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.error("a listener for retired strategies failed", e);
    }
  }

  // What follows is told by the strategy's thread and by the watchdog.

  void succeeded(StrategyCall<?, ?> call, long nanos) {
    ran(call, nanos);
    if (call.asked() && failuresInARow.getPlain() != 0) {
      failuresInARow.set(0);
    }
  }

  private void ran(StrategyCall<?, ?> call, long nanos) {
    if (call.asked()) {
      meters.called(nanos);
    }
  }

  void failed(StrategyCall<?, ?> call, PannierException failure, long nanos) {
    ran(call, nanos);
    meters.failed(failure.code());
    if (call.asked() && !Failures.isRefusal(failure)) {
      blame(failure, true);
    }
    call.completeExceptionally(failure);
  }

  void overran(StrategyCall<?, ?> call, long now) {
    ran(call, now - call.startedNanos());
    if (call.asked() && call.hadItsTime(now)) {
      blame(failure(StandardErrorCode.STRATEGY_TIMEOUT, "it overran its deadline"), false);
    }
    missed(call, "no answer before the deadline");
  }

  void missed(StrategyCall<?, ?> call, String why) {
    meters.failed(StandardErrorCode.STRATEGY_TIMEOUT);
    call.completeExceptionally(failure(StandardErrorCode.STRATEGY_TIMEOUT, why));
  }

  void overspent(StrategyCall<?, ?> call, long now) {
    ran(call, now - call.startedNanos());
    PannierException failure =
        failure(
            StandardErrorCode.STRATEGY_ALLOCATION_EXCEEDED,
            "one call allocated more than "
                + (services.containment().maxCallAllocation() >> 20)
                + " MiB");
    meters.failed(failure.code());
    blame(failure, true);
    call.completeExceptionally(failure);
  }

  void abandon(StrategyThread thread) {
    synchronized (this) {
      if (current != thread || thread.isAbandoned()) {
        return;
      }
      thread.abandon();
      current = null;
      gate.abandoned();
      meters.abandoned(1);
    }
    LOG.error(
        "{} of shop {} does not return from a call; its thread is abandoned and keeps a core busy"
            + " if it computes. Replace the plugin; restart the process to get rid of the thread.",
        id(),
        shop);
    thread.refuseWaiting(StandardErrorCode.STRATEGY_QUARANTINED, "a call before it hangs");
    if (state == State.CLOSED) {
      finishClosing();
    } else {
      quarantine(true);
    }
  }

  void ended(StrategyThread thread) {
    synchronized (this) {
      if (thread.isAbandoned()) {
        gate.returned();
        meters.abandoned(-1);
        services.watchdog().wake();
        return;
      }
      if (current == thread) {
        current = null;
      }
      if (state != State.CLOSED) {
        return;
      }
    }
    finishClosing();
  }

  void fatal(Throwable thrown) {
    services.onFatal().accept(thrown);
  }

  PannierException failure(ErrorCode code, String why) {
    return new PannierException(code, id() + ": " + why);
  }

  /**
   * The watchdog's look.
   *
   * @return true while there is something to watch closely
   */
  boolean watch(long now) {
    StrategyThread thread = current;
    if (thread != null) {
      thread.watch(now);
    }
    if (state == State.QUARANTINED && backOff.isOver(now) && !gate.closed()) {
      recover();
    }
    return thread != null && thread.busy();
  }

  /**
   * @return on {@link System#nanoTime()}, or null when the watchdog need not come back by itself
   */
  @Nullable Long nextLook() {
    return state == State.QUARANTINED && !gate.closed() ? backOff.untilNanos() : null;
  }

  private void blame(PannierException failure, boolean needsFresh) {
    int failures = failuresInARow.incrementAndGet();
    if (failures >= services.containment().failuresToQuarantine()) {
      LOG.error(
          "{} of shop {} failed {} times in a row and goes into quarantine",
          id(),
          shop,
          failures,
          failure);
      quarantine(needsFresh);
    }
  }

  private void quarantine(boolean needsFresh) {
    StrategyThread thread;
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      failuresInARow.set(0);
      recovering = false;
      needsFreshObject |= needsFresh;
      backOff.begin(System.nanoTime());
      if (state != State.QUARANTINED) {
        state = State.QUARANTINED;
        meters.quarantined(1);
      }
      thread = current;
      if (thread != null && needsFreshObject) {
        thread.close();
      }
    }
    if (thread != null) {
      thread.refuseWaiting(StandardErrorCode.STRATEGY_QUARANTINED, "it went into quarantine");
    }
    services.watchdog().wake();
  }

  private synchronized void recover() {
    if (state != State.QUARANTINED || recovering) {
      return;
    }
    if (!needsFreshObject && current != null) {
      serve();
    } else if (current == null) {
      recovering = true;
      startThread();
    }
  }

  private void startThread() {
    long made = ++generation;
    StrategyThread thread =
        new StrategyThread(
            this,
            "strategy-" + id() + "-shop-" + shop + "-" + made,
            handle.classLoader(),
            services.containment(),
            starting -> make(made));
    current = thread;
    needsFreshObject = false;
    thread
        .creation()
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                made(thread);
              } else {
                notMade(failure);
              }
            });
    thread.start();
    services.watchdog().expect(thread.creation().deadlineNanos());
  }

  /** Runs on the strategy's thread. */
  private Strategy make(long made) {
    Optional<ModelSource.Model> granted = services.models().model(shop, descriptor().name());
    Strategy strategy =
        handle.create(
            config,
            new GrantedContext(
                handle, shop, made, granted.map(ModelSource.Model::file), services, meters));
    try {
      String id = granted.map(ModelSource.Model::id).orElse("");
      preparation.prepare(strategy, made, id);
      model = id;
      return strategy;
    } catch (Exception e) {
      strategy.close();
      throw e instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException("preparation failed: " + e, e);
    }
  }

  private void made(StrategyThread thread) {
    synchronized (this) {
      if (current != thread || state == State.CLOSED) {
        return;
      }
      serve();
    }
    ready.complete(this);
  }

  private void serve() {
    if (state == State.QUARANTINED) {
      meters.quarantined(-1);
    }
    recovering = false;
    state = State.SERVING;
  }

  private void notMade(Throwable failure) {
    failureToMake = failure;
    if (failure instanceof PannierException known
        && (known.code() == StandardErrorCode.STRATEGY_CONFIG_INVALID
            || known.code() == StandardErrorCode.PLUGIN_CAPABILITY_MISMATCH)) {
      LOG.error("{} of shop {} cannot be made", id(), shop, known);
      hopeless = known;
      ready.completeExceptionally(known);
      StrategyThread thread = current;
      if (thread != null) {
        thread.refuseWaiting(known.code(), String.valueOf(known.getMessage()));
      }
      return;
    }
    LOG.error("{} of shop {} could not be made; it is tried again", id(), shop, failure);
    quarantine(true);
  }

  private void finishClosing() {
    services.watchdog().remove(this);
    handle.released(this);
    ready.completeExceptionally(failure(StandardErrorCode.STRATEGY_UNKNOWN, "closed"));
    closed.complete(null);
  }

  private <R> CompletableFuture<R> refuse(ErrorCode code, String why) {
    meters.failed(code);
    return CompletableFuture.failedFuture(failure(code, why));
  }
}
