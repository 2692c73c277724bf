package io.pannier.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.pluginhost.ModelSource.Model;
import io.pannier.spi.Capability;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new model takes an old one's place between two calls, and a bad one takes nobody's. */
class ModelRenewalTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private static Path folder;

  private volatile Optional<Model> promoted = Optional.empty();
  private final PluginHost host =
      new PluginHost(
          Hosts.config(folder),
          new SimpleMeterRegistry(),
          Clock.systemUTC(),
          (shop, strategy) -> shop == 1 ? promoted : Optional.empty(),
          type -> Optional.empty(),
          thrown -> {
            throw new AssertionError(thrown);
          });
  private final StrategyDirectory directory =
      new StrategyDirectory(host, Map.of(), (shop, strategy) -> Preparation.NONE);

  /** Scores by what its model file says, and refuses a file that says nothing. */
  private static final class Factory implements StrategyFactory {
    @Override
    public StrategyDescriptor descriptor() {
      return new StrategyDescriptor(
          "modelled", "Says its model.", Set.of(Capability.SCORING), Map.of());
    }

    @Override
    public Strategy create(StrategyConfig config, StrategyContext context) {
      String said = context.model().map(ModelRenewalTest::read).orElse("0");
      return new Modelled(Float.parseFloat(said));
    }
  }

  private record Modelled(float value) implements ScoringStrategy {
    @Override
    public List<ScoredCandidates> score(List<ScoringContext> batch) {
      return List.of(new ScoredCandidates(new int[] {1}, new float[] {value}, new int[] {-1}));
    }
  }

  private static String read(Path file) {
    try {
      String said = Files.readString(file);
      if (said.isEmpty()) {
        throw new PannierException(StandardErrorCode.MODEL_FILE_INVALID, "it is empty");
      }
      return said;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    directory.close();
    host.close();
  }

  private void promote(String id, String content) throws IOException {
    Path file = Files.writeString(folder.resolve(id), content);
    promoted = Optional.of(new Model(id, file));
    directory.renew(1, "modelled");
  }

  private Answer<Float> ask(int shop) {
    return Hosts.get(
        directory
            .slot(shop, "modelled")
            .call(
                ScoringStrategy.class,
                s -> s.score(List.of()).getFirst().score(0),
                Hosts.in(LONG)));
  }

  private void awaitModel(String id) throws InterruptedException {
    for (long end = Hosts.in(LONG); System.nanoTime() < end; TimeUnit.MILLISECONDS.sleep(5)) {
      if (ask(1).model().equals(id)) {
        return;
      }
    }
    throw new AssertionError(id + " never came");
  }

  @Test
  void aPromotedModelServesWithoutARestartAndOnlyItsShop() throws Exception {
    host.install("1.0.0", new Factory());
    assertThat(ask(1)).extracting(Answer::model, Answer::value).containsExactly("", 0f);
    promote("m1", "7");
    awaitModel("m1");
    assertThat(ask(1).value()).isEqualTo(7);
    promote("m2", "9");
    awaitModel("m2");
    assertThat(ask(1).value()).isEqualTo(9);
    assertThat(ask(2)).extracting(Answer::model, Answer::value).containsExactly("", 0f);
  }

  @Test
  void aModelThatCannotBeLoadedLeavesTheOldOneInService() throws Exception {
    host.install("1.0.0", new Factory());
    ask(1);
    promote("good", "7");
    awaitModel("good");
    promote("bad", "");
    for (int i = 0; i < 50; i++) {
      assertThat(ask(1)).extracting(Answer::model, Answer::value).containsExactly("good", 7f);
      TimeUnit.MILLISECONDS.sleep(5);
    }
    promote("better", "8");
    awaitModel("better");
  }

  @Test
  void noCallFallsBetweenTwoModels() throws Exception {
    host.install("1.0.0", new Factory());
    ask(1);
    for (int model = 1; model <= 20; model++) {
      promote("n" + model, Integer.toString(model));
      for (int i = 0; i < 20; i++) {
        Answer<Float> answer = ask(1);
        String id = answer.value() == 0 ? "" : "n" + answer.value().intValue();
        assertThat(answer.model()).as("what answered is what is named").isEqualTo(id);
      }
    }
    awaitModel("n20");
  }
}
