package io.pannier.laboratory.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pannier.laboratory.protocol.DataSources;
import io.pannier.laboratory.protocol.EvaluationTask;
import io.pannier.laboratory.protocol.Protocol;
import io.pannier.laboratory.protocol.Protocols;
import io.pannier.spi.Observation;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.TopItems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole path from the real file to the metrics, with textbook methods written here: it has to
 * give the figures that were published for this protocol. Those rest on another draw of the hidden
 * items, hence three standard errors of the difference of two draws.
 */
class PublishedFiguresTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void popularityAndCosineOnOnlineRetail() {
    Path file = shared("online-retail/online-retail.csv.gz");
    if (file == null) {
      System.err.println("SKIPPED PublishedFiguresTest: no shared/data/online-retail folder");
      assumeTrue(false, "shared/data/online-retail is missing");
      return;
    }
    EvaluationTask task = prepare("within-basket", file);
    assertThat(task.catalogue().size()).isEqualTo(3_714);
    assertThat(task.cases()).hasSize(5_153);

    int[][] common = commonOrders(task);
    EvaluationResult result =
        new Evaluation(task, folder, EvaluationListener.NONE)
            .run(
                List.of(
                    Classmates.scorer(context -> popularity(context, common)),
                    Classmates.scorer(context -> cosine(context, common))));
    double[] popularity = means(result, 0);
    double[] cosine = means(result, 1);
    System.out.printf(
        "within-basket, Online Retail, seed 0, HR@5 @10 @20 MRR@20:%n"
            + "  counted baskets %.4f %.4f %.4f %.4f%n  cosine sum      %.4f %.4f %.4f %.4f%n",
        popularity[0],
        popularity[1],
        popularity[2],
        popularity[3],
        cosine[0],
        cosine[1],
        cosine[2],
        cosine[3]);
    near(popularity, 0.0221, 0.0349, 0.0578, 0.0144, result.strategies().get(0));
    near(cosine, 0.1430, 0.1892, 0.2426, 0.1029, result.strategies().get(1));
  }

  @Test
  void theRealBundlesAreReadAndNoneOfATestSessionIsLearned() {
    for (String domain : List.of("food", "electronic", "clothing")) {
      Path data = shared("amazon-bundles/" + domain);
      if (data == null) {
        System.err.println("SKIPPED PublishedFiguresTest: no shared/data/amazon-bundles folder");
        assumeTrue(false, "shared/data/amazon-bundles is missing");
        return;
      }
      EvaluationTask task = prepare("bundle-construction", data);
      int bundles =
          switch (domain) {
            case "food" -> 1_784;
            case "electronic" -> 1_750;
            default -> 1_910;
          };
      assertThat(task.training().size() + task.cases().size()).as(domain).isEqualTo(bundles);
      assertThat(task.cases().size() / (double) bundles).as(domain).isCloseTo(0.2, within(0.03));
    }
  }

  private static EvaluationTask prepare(String protocol, Path data) {
    Protocol found = Protocols.find(protocol).orElseThrow();
    return found.prepare(DataSources.find(data, null), 0, done -> {});
  }

  private static double[] means(EvaluationResult result, int strategy) {
    return result.strategies().get(strategy).estimates().stream()
        .mapToDouble(estimate -> estimate.mean())
        .toArray();
  }

  private static void near(
      double[] means, double hr5, double hr10, double hr20, double mrr20, StrategyResult result) {
    double[] published = {hr5, hr10, hr20, mrr20};
    for (int m = 0; m < published.length; m++) {
      double error = result.estimates().get(m).standardError() * Math.sqrt(2);
      assertThat(means[m]).as("metric %s", m).isCloseTo(published[m], within(3 * error));
    }
  }

  /** How many orders hold both items; on the diagonal, how many hold the item. */
  private static int[][] commonOrders(EvaluationTask task) {
    int[][] common = new int[task.catalogue().size()][task.catalogue().size()];
    for (List<Observation> order : task.training()) {
      int[] items = order.stream().mapToInt(Observation::item).distinct().toArray();
      for (int a : items) {
        for (int b : items) {
          common[a][b]++;
        }
      }
    }
    return common;
  }

  private static ScoredCandidates popularity(ScoringContext context, int[][] common) {
    float[] scores = new float[common.length];
    for (int item = 0; item < common.length; item++) {
      scores[item] = common[item][item];
    }
    return best(context, scores);
  }

  /** Sarwar et al. 2001: the sum over the cart of common orders over √(orders · orders). */
  private static ScoredCandidates cosine(ScoringContext context, int[][] common) {
    float[] scores = new float[common.length];
    for (int seed : context.cart()) {
      for (int item = 0; item < common.length; item++) {
        scores[item] +=
            (float)
                (common[seed][item] / Math.sqrt((double) common[seed][seed] * common[item][item]));
      }
    }
    return best(context, scores);
  }

  private static ScoredCandidates best(ScoringContext context, float[] scores) {
    TopItems top = new TopItems();
    top.reset(context.limit());
    for (int item = 0; item < scores.length; item++) {
      if (scores[item] > 0 && !context.inCart(item)) {
        top.add(item, scores[item]);
      }
    }
    top.sort();
    int[] items = new int[top.size()];
    float[] found = new float[items.length];
    for (int rank = 0; rank < items.length; rank++) {
      items[rank] = top.item(rank);
      found[rank] = top.score(rank);
    }
    return new ScoredCandidates(items, found, new int[items.length]);
  }

  private static @Nullable Path shared(String name) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve("shared/data").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    return null;
  }
}
