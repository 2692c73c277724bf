package io.pannier.pluginhost;

import static io.pannier.pluginhost.Hosts.code;
import static io.pannier.pluginhost.Hosts.get;
import static io.pannier.pluginhost.Hosts.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.PannierException;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a call that misbehaves costs: its own caller an exception in time, and nobody else. */
final class ContainmentTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(25);

  @TempDir private Path folder;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ScriptedFactory factory = new ScriptedFactory();
  private PluginHost host = Hosts.host(Hosts.config(Path.of("unused")), registry);
  private StrategyHandle handle = host.install("1.0.0", factory);
  private StrategyInstance instance = handle.instance(1, StrategyConfig.DEFAULTS);

  @BeforeEach
  void waitUntilReady() {
    get(instance.ready());
  }

  @AfterEach
  void close() {
    instance.close();
    host.close();
  }

  @Test
  void answersComeFromTheInstancesOwnThread() {
    String one = get(call(s -> Thread.currentThread().getName(), LONG));
    assertThat(one).isEqualTo("strategy-scripted@1.0.0-shop-1-1");
    assertThat((Object) get(call(s -> Thread.currentThread().getName(), LONG))).isEqualTo(one);
    assertThat(registry.get("pannier.strategy.calls").timer().count()).isEqualTo(2);
  }

  @Test
  void whatIsThrownReachesTheCallerWithoutThePluginsClasses() {
    CompletableFuture<Object> answer =
        call(
            s -> {
              throw new IllegalStateException("boom");
            },
            LONG);
    assertThat(answer)
        .failsWithin(LONG)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(PannierException.class)
        .withMessage("scripted@1.0.0 threw java.lang.IllegalStateException: boom")
        .withNoCause();
    assertThat((Object) get(call(s -> 1, LONG))).isEqualTo(1);
    assertThat(failures(StandardErrorCode.STRATEGY_FAILED)).isEqualTo(1);
  }

  @Test
  void errorsAreContainedToo() {
    assertThat(code(call(ContainmentTest::endless, LONG)))
        .isEqualTo(StandardErrorCode.STRATEGY_FAILED);
    assertThat(
            code(
                call(
                    s -> {
                      throw new NoClassDefFoundError("io/vertx/core/Vertx");
                    },
                    LONG)))
        .isEqualTo(StandardErrorCode.STRATEGY_FAILED);
    assertThat((Object) get(call(s -> 1, LONG))).isEqualTo(1);
  }

  @Test
  void anArrayThatNoHeapCouldHoldIsNotFatal() {
    AtomicLong size = new AtomicLong(Integer.MAX_VALUE);
    assertThat(code(call(s -> new long[(int) size.get()].length, LONG)))
        .isEqualTo(StandardErrorCode.STRATEGY_FAILED);
  }

  @Test
  void anExhaustedHeapIsFatal() {
    AtomicReference<Throwable> fatal = new AtomicReference<>();
    try (PluginHost other =
        new PluginHost(
            Hosts.config(folder),
            registry,
            Clock.systemUTC(),
            ModelSource.NONE,
            type -> Optional.empty(),
            fatal::set)) {
      try (StrategyInstance dying =
          other.install("1.0.0", factory).instance(1, StrategyConfig.DEFAULTS)) {
        assertThat(
                code(
                    dying.call(
                        Strategy.class,
                        s -> {
                          throw new OutOfMemoryError("Java heap space");
                        },
                        in(LONG))))
            .isEqualTo(StandardErrorCode.STRATEGY_FAILED);
      }
    }
    assertThat(fatal.get()).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void refusalsPassWithTheirCodeAndBlameNobody() {
    for (int i = 0; i < 10; i++) {
      assertThat(
              code(
                  call(
                      s -> {
                        throw new PannierException(
                            StandardErrorCode.PROBLEM_INFEASIBLE, "nothing fits");
                      },
                      LONG)))
          .isEqualTo(StandardErrorCode.PROBLEM_INFEASIBLE);
    }
    assertThat(instance.quarantined()).isFalse();
  }

  @Test
  void whatIsNotDeclaredIsUnsupported() {
    assertThat(code(instance.call(BundlingStrategy.class, s -> 1, in(LONG))))
        .isEqualTo(StandardErrorCode.CAPABILITY_UNSUPPORTED);
    assertThat(instance.supports(ScoringStrategy.class)).isTrue();
    assertThat(instance.supports(BundlingStrategy.class)).isFalse();
  }

  @Test
  void aSleeperIsInterruptedAndItsCallerDoesNotWaitForIt() {
    AtomicBoolean interrupted = new AtomicBoolean();
    long start = System.nanoTime();
    assertThat(
            code(
                call(
                    s -> {
                      LockSupport.parkNanos(LONG.toNanos());
                      interrupted.set(Thread.currentThread().isInterrupted());
                      return 1;
                    },
                    SHORT)))
        .isEqualTo(StandardErrorCode.STRATEGY_TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    Hosts.await("interrupted", interrupted::get);
    assertThat((Object) get(call(s -> Thread.currentThread().isInterrupted(), LONG)))
        .isEqualTo(false);
    assertThat(instance.generation()).isEqualTo(1);
  }

  @Test
  void anInterruptThatAStrategySetsItselfDoesNotReachTheNextCall() {
    assertThat(
            (Object)
                get(
                    call(
                        s -> {
                          Thread.currentThread().interrupt();
                          return 1;
                        },
                        LONG)))
        .isEqualTo(1);
    assertThat((Object) get(call(s -> Thread.interrupted(), LONG))).isEqualTo(false);
  }

  @Test
  void whoWaitsBehindASlowCallTimesOutToo() {
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Boolean> slow = call(s -> await(release), LONG);
    CompletableFuture<Integer> waiting = call(s -> 1, SHORT);
    assertThat(code(waiting)).isEqualTo(StandardErrorCode.STRATEGY_TIMEOUT);
    release.countDown();
    assertThat((Object) get(slow)).isEqualTo(true);
    assertThat(instance.quarantined()).isFalse();
  }

  @Test
  void aFullQueueRefuses() {
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Boolean> slow = call(s -> await(release), LONG);
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < Hosts.containment().queueCapacity() + 2; i++) {
      waiting.add(call(s -> 1, LONG));
    }
    assertThat(code(waiting.getLast())).isEqualTo(StandardErrorCode.OVERLOADED);
    release.countDown();
    assertThat((Object) get(slow)).isEqualTo(true);
    assertThat((Object) get(waiting.getFirst())).isEqualTo(1);
  }

  @Test
  void failuresInARowLeadToQuarantineAndAFreshObject() {
    for (int i = 0; i < Hosts.containment().failuresToQuarantine(); i++) {
      assertThat(code(call(s -> fail(), LONG))).isEqualTo(StandardErrorCode.STRATEGY_FAILED);
    }
    assertThat(instance.quarantined()).isTrue();
    assertThat(code(call(s -> 1, LONG))).isEqualTo(StandardErrorCode.STRATEGY_QUARANTINED);
    assertThat(gauge("quarantined")).isEqualTo(1);
    Hosts.await("out of quarantine", () -> !instance.quarantined());
    assertThat((Object) get(call(s -> 1, LONG))).isEqualTo(1);
    assertThat(instance.generation()).isEqualTo(2);
    assertThat(factory.created).hasValue(2);
    assertThat(factory.closed).hasValue(1);
    assertThat(gauge("quarantined")).isEqualTo(0);
  }

  @Test
  void overrunsInARowKeepTheObjectAndItsState() {
    for (int i = 0; i < Hosts.containment().failuresToQuarantine(); i++) {
      assertThat(code(call(s -> sleep(), SHORT))).isEqualTo(StandardErrorCode.STRATEGY_TIMEOUT);
      Hosts.await("the thread is back", () -> instance.quarantined() || answers());
    }
    Hosts.await("out of quarantine", () -> !instance.quarantined());
    assertThat((Object) get(call(s -> 1, LONG))).isEqualTo(1);
    assertThat(factory.closed).hasValue(0);
  }

  @Test
  void aHangIsAbandonedOnceAndClosesTheGateForAllShops() {
    AtomicBoolean stop = new AtomicBoolean();
    try (StrategyInstance other = handle.instance(2, StrategyConfig.DEFAULTS)) {
      get(other.ready());
      assertThat(code(call(s -> spin(stop), SHORT))).isEqualTo(StandardErrorCode.STRATEGY_TIMEOUT);
      Hosts.await("abandoned", () -> gauge("abandoned") == 1);
      assertThat(code(call(s -> 1, LONG))).isEqualTo(StandardErrorCode.STRATEGY_QUARANTINED);
      assertThat(code(other.call(Strategy.class, s -> 1, in(LONG))))
          .isEqualTo(StandardErrorCode.STRATEGY_QUARANTINED);
      stop.set(true);
      Hosts.await("the thread ended", () -> gauge("abandoned") == 0);
      Hosts.await("in service again", () -> !instance.quarantined());
      assertThat((Object) get(call(s -> 1, LONG))).isEqualTo(1);
      assertThat((Object) get(other.call(Strategy.class, s -> 1, in(LONG)))).isEqualTo(1);
      assertThat(instance.generation()).isEqualTo(2);
      assertThat(other.generation()).isEqualTo(1);
    } finally {
      stop.set(true);
    }
  }

  @Test
  void aNewVersionRunsWhileAnAbandonedThreadOfTheOldOneSpins() {
    AtomicBoolean stop = new AtomicBoolean();
    try {
      assertThat(code(call(s -> spin(stop), SHORT))).isEqualTo(StandardErrorCode.STRATEGY_TIMEOUT);
      Hosts.await("abandoned", () -> gauge("abandoned") == 1);
      try (StrategyInstance corrected =
          host.install("1.0.1", factory).instance(1, StrategyConfig.DEFAULTS)) {
        assertThat((Object) get(corrected.call(Strategy.class, s -> 1, in(LONG)))).isEqualTo(1);
      }
    } finally {
      stop.set(true);
    }
  }

  @Test
  void greedIsNoticedDuringTheCall() {
    List<byte[]> kept = new ArrayList<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    assertThat(
            code(
                call(
                    s -> {
                      while (!Thread.currentThread().isInterrupted()) {
                        kept.add(new byte[1 << 16]);
                        if (kept.size() > 100) {
                          kept.clear();
                        }
                      }
                      interrupted.set(true);
                      return 1;
                    },
                    LONG)))
        .isEqualTo(StandardErrorCode.STRATEGY_ALLOCATION_EXCEEDED);
    Hosts.await("interrupted", interrupted::get);
    assertThat(failures(StandardErrorCode.STRATEGY_ALLOCATION_EXCEEDED)).isEqualTo(1);
  }

  @Test
  void greedIsNoticedAfterAShortCallToo() {
    assertThat(code(call(s -> new byte[17 << 20].length, LONG)))
        .isEqualTo(StandardErrorCode.STRATEGY_ALLOCATION_EXCEEDED);
    assertThat((Object) get(call(s -> new byte[1 << 20].length, LONG))).isEqualTo(1 << 20);
  }

  @Test
  void closingLetsTakenCallsRunAndRefusesLaterOnes() {
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Boolean> running = call(s -> await(release), LONG);
    CompletableFuture<Integer> waiting = call(s -> 1, LONG);
    instance.close();
    assertThat(code(call(s -> 1, LONG))).isEqualTo(StandardErrorCode.STRATEGY_UNKNOWN);
    assertThat(factory.closed).hasValue(0);
    release.countDown();
    assertThat((Object) get(running)).isEqualTo(true);
    assertThat((Object) get(waiting)).isEqualTo(1);
    get(instance.closed());
    assertThat(factory.closed).hasValue(1);
  }

  @Test
  void aWrongConfigurationIsToldAndNeverTriedAgain() {
    for (Map<String, String> wrong : List.of(Map.of("size", "77"), Map.of("sise", "1"))) {
      try (StrategyInstance hopeless = handle.instance(3, new StrategyConfig(wrong))) {
        assertThat(code(hopeless.ready())).isEqualTo(StandardErrorCode.STRATEGY_CONFIG_INVALID);
        assertThat(code(hopeless.call(Strategy.class, s -> 1, in(LONG))))
            .isEqualTo(StandardErrorCode.STRATEGY_CONFIG_INVALID);
      }
    }
  }

  @Test
  void aFailedCreationIsTriedAgain() {
    AtomicBoolean broken = new AtomicBoolean(true);
    factory.onCreate =
        () -> {
          if (broken.getAndSet(false)) {
            throw new IllegalStateException("not yet");
          }
        };
    try (StrategyInstance second = handle.instance(4, StrategyConfig.DEFAULTS)) {
      get(second.ready());
      assertThat((Object) get(second.call(Strategy.class, s -> 1, in(LONG)))).isEqualTo(1);
      assertThat(second.generation()).isEqualTo(2);
    }
  }

  @Test
  void everyFreshObjectIsPreparedBeforeItsFirstCall() {
    List<Long> prepared = new ArrayList<>();
    try (StrategyInstance learner =
        handle.instance(
            5,
            StrategyConfig.DEFAULTS,
            (strategy, generation, model) -> prepared.add(generation))) {
      for (int i = 0; i < Hosts.containment().failuresToQuarantine(); i++) {
        code(learner.call(Strategy.class, s -> fail(), in(LONG)));
      }
      Hosts.await("out of quarantine", () -> !learner.quarantined());
      get(learner.call(Strategy.class, s -> 1, in(LONG)));
    }
    assertThat(prepared).containsExactly(1L, 2L);
  }

  private <R> CompletableFuture<R> call(Function<? super Strategy, ? extends R> body, Duration d) {
    return instance.call(Strategy.class, body, in(d));
  }

  private boolean answers() {
    try {
      return get(call(s -> true, LONG));
    } catch (PannierException e) {
      return false;
    }
  }

  private double gauge(String name) {
    return registry.get("pannier.strategy." + name).gauge().value();
  }

  private double failures(StandardErrorCode code) {
    return registry.get("pannier.strategy.failures").tag("code", code.name()).counter().count();
  }

  private static Integer fail() {
    throw new IllegalStateException("boom");
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int endless(Object strategy) {
    return 1 + endless(strategy.toString());
  }

  private static boolean sleep() {
    LockSupport.parkNanos(LONG.toNanos());
    return true;
  }

  private static boolean spin(AtomicBoolean stop) {
    while (!stop.get()) {
      Thread.onSpinWait();
    }
    return true;
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
