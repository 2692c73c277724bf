package io.pannier.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.spi.Capability;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.PannierException;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A strategy that people switched off answers nobody, from the next call on, and goes on learning.
 */
class StrategySwitchTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private static Path folder;

  private final Set<String> off = ConcurrentHashMap.newKeySet();
  private final AtomicInteger learned = new AtomicInteger();
  private final PluginHost host = new PluginHost(Hosts.config(folder), new SimpleMeterRegistry());
  private final StrategyDirectory directory =
      new StrategyDirectory(
          host,
          Map.of(),
          (shop, strategy) -> Preparation.NONE,
          (shop, strategy) -> off.contains(shop + strategy));

  private final class Factory implements StrategyFactory {
    @Override
    public StrategyDescriptor descriptor() {
      return new StrategyDescriptor(
          "switched", "Learns.", Set.of(Capability.SCORING, Capability.ONLINE_LEARNING), Map.of());
    }

    @Override
    public Strategy create(StrategyConfig config, StrategyContext context) {
      return new Learning();
    }
  }

  private final class Learning implements ScoringStrategy, OnlineLearner {
    @Override
    public List<ScoredCandidates> score(List<ScoringContext> batch) {
      return List.of();
    }

    @Override
    public void learn(List<Observation> observations) {
      learned.incrementAndGet();
    }

    @Override
    public void snapshot(OutputStream out) {}

    @Override
    public void restore(InputStream in) {}
  }

  @BeforeEach
  void install() {
    host.install("1.0.0", new Factory());
  }

  @AfterEach
  void close() {
    directory.close();
    host.close();
  }

  private CompletableFuture<Answer<Integer>> ask(int shop) {
    return directory
        .slot(shop, "switched")
        .call(ScoringStrategy.class, s -> s.score(List.of()).size(), Hosts.in(LONG));
  }

  @Test
  void theVeryNextCallIsRefusedAndTheOneAfterTheSwitchIsNot() {
    assertThat(Hosts.get(ask(1)).value()).isZero();
    off.add("1switched");
    assertThat(ask(1))
        .isCompletedExceptionally()
        .failsWithin(0, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            PannierException.class,
            refusal ->
                assertThat(refusal.code()).isEqualTo(StandardErrorCode.STRATEGY_SWITCHED_OFF));
    assertThat(Hosts.get(ask(2)).value()).isZero();
    off.clear();
    assertThat(Hosts.get(ask(1)).value()).isZero();
  }

  @Test
  void whatIsSwitchedOffGoesOnLearning() {
    off.add("1switched");
    Hosts.get(
        directory
            .slot(1, "switched")
            .call(
                OnlineLearner.class,
                learner -> {
                  learner.learn(List.of());
                  return 1;
                },
                Hosts.in(LONG)));
    assertThat(learned).hasValue(1);
  }
}
