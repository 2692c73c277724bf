package io.pannier.app.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.app.Logs;
import io.pannier.app.ShippedPlugins;
import io.pannier.laboratory.metrics.PairedBootstrap;
import io.pannier.laboratory.orders.OnlineRetail;
import io.pannier.laboratory.simulator.FittedShop;
import io.pannier.laboratory.simulator.ShopEnvironment;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.PluginHostConfig;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.pluginhost.VerificationConfig;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.StrategyConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Margin per session of {@code ppo} against {@code genetic}, both with the candidates, scores and
 * lifts of {@code item-knn} and out of their zips, in the shop that is fitted to Online Retail. The
 * shop is the same for all seeds; who comes, what is decided and what is learned are not. Costs are
 * derived by rule, and shoppers' answers are invented: the figures compare strategies and say
 * nothing about the shop.
 */
final class PpoBenchmark {
  private static final int SESSIONS = 50;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** Played sessions by the name of who played. */
  private final Map<String, double[]> margins = new LinkedHashMap<>();

  private final PluginHost host;
  private final FittedShop shop;
  private final int lessons;
  private final int examinations;

  private PpoBenchmark(PluginHost host, FittedShop shop, int lessons, int examinations) {
    this.host = host;
    this.shop = shop;
    this.lessons = lessons;
    this.examinations = examinations;
  }

  /**
   * @param args the file, episodes to learn from, episodes to compare on, number of seeds
   */
  public static void main(String[] args) throws IOException {
    Logs.forPeople(false);
    Path folder = Files.createTempDirectory("pannier-plugins-");
    ShippedPlugins.ofThisProgram().installInto(folder);
    PluginHostConfig config =
        PluginHostConfig.of(folder)
            .withVerification(VerificationConfig.defaults().withContractChecks(false));
    FittedShop shop = FittedShop.fit(OnlineRetail.purchases(Path.of(args[0]), _ -> {}), 1);
    System.out.print(shop.report());
    try (PluginHost host = new PluginHost(config, new SimpleMeterRegistry())) {
      host.start();
      PpoBenchmark benchmark =
          new PpoBenchmark(host, shop, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      for (long seed = 1; seed <= Integer.parseInt(args[3]); seed++) {
        benchmark.run(seed);
      }
      benchmark.conclude();
    }
  }

  private StrategyInstance open(String name, Map<String, String> settings) {
    StrategyInstance instance =
        host.find(name).orElseThrow().instance(1, new StrategyConfig(settings));
    instance.ready().join();
    return instance;
  }

  private void run(long seed) {
    ShopEnvironment environment =
        new ShopEnvironment(
            shop, new ShopEnvironment.Config(SESSIONS, 3, 12, 0.05, Integer.MAX_VALUE));
    StrategyInstance scorer = open("item-knn", Map.of());
    OfferProblems problems = new OfferProblems(shop, scorer);
    compare(seed, "genetic", problems, environment, open("genetic", Map.of()));
    compare(seed, "ppo, start", problems, environment, open("ppo", Map.of("learning-rate", "0")));
    StrategyInstance learner = open("ppo", Map.of());
    BundlingPlayer student = new BundlingPlayer(problems, learner, true, seed + 1_000);
    double recent = 0;
    for (int lesson = 0; lesson < lessons; lesson++) {
      double[] earned = student.play(environment, seed * 1_000_003L + lesson, SESSIONS);
      recent += Arrays.stream(earned).sum();
      if ((lesson + 1) % Math.max(1, lessons / 10) == 0) {
        System.out.printf(
            Locale.ROOT,
            "seed %d after %d sessions: %.1f a session%n",
            seed,
            (lesson + 1) * SESSIONS,
            recent / SESSIONS / Math.max(1, lessons / 10));
        recent = 0;
      }
    }
    byte[] learned = snapshot(learner);
    for (String exploration : List.of("1", "0")) {
      StrategyInstance player =
          open("ppo", Map.of("learning-rate", "0", "exploration", exploration));
      restore(player, learned);
      String name = exploration.equals("1") ? "ppo, learned" : "ppo, learned, mode";
      compare(seed, name, problems, environment, player);
    }
    learner.close();
    scorer.close();
  }

  private void compare(
      long seed,
      String name,
      OfferProblems problems,
      ShopEnvironment environment,
      StrategyInstance strategy) {
    BundlingPlayer player = new BundlingPlayer(problems, strategy, false, seed + 2_000);
    double[] earned = new double[0];
    for (int e = 0; e < examinations; e++) {
      double[] episode = player.play(environment, -(seed * 1_000_003L + e), SESSIONS);
      earned = concat(earned, episode);
    }
    System.out.printf(
        Locale.ROOT,
        "seed %d, %-20s %8.2f a session%n",
        seed,
        name,
        Arrays.stream(earned).average().orElse(0));
    margins.merge(name, earned, PpoBenchmark::concat);
    strategy.close();
  }

  private void conclude() {
    double[] incumbent = margins.getOrDefault("genetic", new double[0]);
    margins.forEach(
        (name, earned) -> {
          PairedBootstrap.Interval apart =
              new PairedBootstrap(2_000, 0.95, 1).interval(earned, incumbent);
          System.out.printf(
              Locale.ROOT,
              "%-20s %d sessions, %8.2f a session; less genetic %+.2f [%+.2f, %+.2f]%n",
              name,
              earned.length,
              Arrays.stream(earned).average().orElse(0),
              apart.difference(),
              apart.low(),
              apart.high());
        });
  }

  private static byte[] snapshot(StrategyInstance learner) {
    return learner
        .call(
            OnlineLearner.class,
            object -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              try {
                object.snapshot(out);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return out.toByteArray();
            },
            System.nanoTime() + PATIENCE_NANOS)
        .join();
  }

  private static void restore(StrategyInstance learner, byte[] snapshot) {
    learner
        .call(
            OnlineLearner.class,
            object -> {
              try {
                object.restore(new ByteArrayInputStream(snapshot));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return true;
            },
            System.nanoTime() + PATIENCE_NANOS)
        .join();
  }

  private static double[] concat(double[] one, double[] other) {
    double[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
