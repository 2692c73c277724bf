package io.pannier.laboratory.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.laboratory.evaluation.Contestant;
import io.pannier.laboratory.evaluation.Evaluation;
import io.pannier.laboratory.evaluation.EvaluationListener;
import io.pannier.laboratory.evaluation.EvaluationResult;
import io.pannier.laboratory.protocol.DataSources;
import io.pannier.laboratory.protocol.EvaluationTask;
import io.pannier.laboratory.protocol.Protocols;
import io.pannier.laboratory.protocol.Samples;
import io.pannier.spi.Capability;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.Strategy;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page stands alone, shows every figure and lets no text of the data in as markup. */
class EvaluationPageTest {
  @TempDir private Path folder = Path.of("");

  private EvaluationResult result(String fileName, String... names) throws IOException {
    Path file = Samples.groceries(folder.resolve(fileName), 3);
    EvaluationTask task =
        Protocols.find("within-basket")
            .orElseThrow()
            .prepare(DataSources.find(file, null), 1, done -> {});
    List<Contestant> contestants = new ArrayList<>();
    for (String name : names) {
      contestants.add(new Silent(name));
    }
    return new Evaluation(task, folder, EvaluationListener.NONE).run(contestants);
  }

  @Test
  void theFileStandsAlone() throws IOException {
    String page = EvaluationPage.of(result("baskets.txt", "one", "two"));
    assertThat(page).startsWith("<!doctype html>").endsWith("</html>\n");
    Matcher addresses = Pattern.compile("(?i)(?:src|href)\\s*=\\s*\"([^\"]*)\"").matcher(page);
    assertThat(addresses.results().map(m -> m.group(1))).allMatch(a -> a.startsWith("#"));
    assertThat(page).doesNotContain("@import", "<script", "<link");
    assertThat(page.split("<svg", -1)).as("two plots").hasSize(3);
    assertThat(page).as("plots take the page's colours").contains("currentColor");
    assertThat(page).doesNotContain("rgb(1,2,3)", "rgb(4,5,6)");
    assertThat(page).contains("color-scheme: light dark");
  }

  @Test
  void everyFigureIsThere() throws IOException {
    EvaluationResult result = result("baskets.txt", "one", "two");
    String page = EvaluationPage.of(result);
    assertThat(page).contains("hr@5", "hr@10", "hr@20", "mrr@20", "one − two", "seed 1");
    assertThat(page).contains(result.checksums().values());
    assertThat(page).contains("%,d cases".formatted(result.task().cases().size()));
  }

  @Test
  void oneStrategyHasNoDifferences() throws IOException {
    String page = EvaluationPage.of(result("baskets.txt", "one"));
    assertThat(page).doesNotContain("Differences");
    assertThat(page.split("<svg", -1)).hasSize(2);
  }

  @Test
  void aFileNameIsTextWhateverItSays() throws IOException {
    String page = EvaluationPage.of(result("<img onerror=alert(1)>&\"", "one"));
    assertThat(page).doesNotContain("<img").contains("&lt;img onerror=alert(1)&gt;&amp;&quot;");
  }

  @Test
  void aPageIsWrittenWithoutAScreen() throws IOException {
    assertThat(GraphicsEnvironment.isHeadless()).isTrue();
    Path file = Files.writeString(folder.resolve("p.html"), EvaluationPage.of(result("b", "one")));
    assertThat(Files.size(file)).isBetween(5_000L, 2_000_000L);
  }

  private record Silent(String name) implements Contestant {
    @Override
    public String id() {
      return name + "@1";
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.SCORING);
    }

    @Override
    public Seat open(Optional<Path> model) {
      ScoringStrategy strategy =
          batch -> batch.stream().map(_ -> ScoredCandidates.empty()).toList();
      return new Seat() {
        @Override
        public <S extends Strategy, R> R call(
            Class<S> type, Function<? super S, ? extends R> body, Duration patience) {
          return body.apply(type.cast(strategy));
        }

        @Override
        public void close() {}
      };
    }
  }
}
