package io.pannier.pluginhost;

import io.pannier.spi.Capability;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes strategies that do nothing; the calls of a test carry what happens. */
final class ScriptedFactory implements StrategyFactory {
  final AtomicInteger created = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  volatile Runnable onCreate = () -> {};
  volatile @Nullable StrategyContext context;

  @Override
  public StrategyDescriptor descriptor() {
    return new StrategyDescriptor(
        "scripted", "Does what a test says.", Set.of(Capability.SCORING), Map.of("size", "n"));
  }

  @Override
  public Strategy create(StrategyConfig config, StrategyContext context) {
    int size = config.integer("size", 1, 1, 10);
    this.context = context;
    onCreate.run();
    created.incrementAndGet();
    return new Scripted(size);
  }

  private final class Scripted implements ScoringStrategy {
    private final int size;

    private Scripted(int size) {
      this.size = size;
    }

    @Override
    public List<ScoredCandidates> score(List<ScoringContext> batch) {
      return java.util.Collections.nCopies(size, ScoredCandidates.empty());
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
