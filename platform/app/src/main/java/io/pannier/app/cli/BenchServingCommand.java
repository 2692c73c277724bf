package io.pannier.app.cli;

import io.pannier.app.Program;
import io.pannier.app.bench.BundleQuality;
import io.pannier.app.bench.ReferenceSearch;
import io.pannier.laboratory.load.BenchReport;
import io.pannier.laboratory.load.Figure;
import io.pannier.laboratory.load.MachineInfo;
import io.pannier.laboratory.load.RateSearch;
import io.pannier.laboratory.load.ServingLoad;
import io.pannier.laboratory.load.ServingLoadConfig;
import io.pannier.laboratory.load.ServingResult;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.messages.Shop;
import io.pannier.store.Decision;
import io.pannier.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench serving}: cart changes over WebSocket, each to be answered by an offer. */
@Command(
    name = "serving",
    description = {
      "Changes carts over WebSocket at a fixed rate and waits for the offers.",
      "A latency runs from the moment at which a change was due, so a late server cannot hide."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchServingCommand implements Callable<Integer> {
  private static final double P90_GOAL = 7;
  private static final double P99_GOAL = 15;
  private static final double CEILING = 50_000;
  private static final double TOLERANCE = 0.05;
  private static final double QUALITY_GOAL = 0.80;
  private static final double MILLION = 1e6;
  private static final double MEBIBYTE = 1 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchCatalogue catalogue = new BenchCatalogue();

  @Option(
      names = "--rate",
      defaultValue = "1000",
      description = "Cart changes a second, default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "Length of what is measured, default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "Load at the same rate before that, default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--connections",
      defaultValue = "200",
      description = "Shoppers, each with a connection, default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--find-limit",
      description = "Also find the highest rate whose p99 stays below 15 ms.")
  private boolean findLimit;

  @Option(
      names = "--decisions",
      paramLabel = "N",
      defaultValue = "300",
      description =
          "Answers of the run that are drawn from the ledger and compared with a long search,"
              + " default: ${DEFAULT-VALUE}; 0 for none.")
  private int decisions;

  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws Exception {
    ServingLoadConfig config = ServingLoadConfig.defaults().withConnections(connections);
    List<Figure> figures = new ArrayList<>();
    ServingResult result;
    String note;
    try (DemoProcess demo = DemoProcess.start(catalogue.demoOptions());
        OpenStore store = demo.openStore();
        ServingLoad load = ServingLoad.open(demo.access(), config, catalogue.popularity())) {
      note = "fsync " + Program.await(store.store().setting("fsync"));
      long from = System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(warmUp);
      result = load.run(rate, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
      figures.addAll(figures(result));
      figures.addAll(memory(demo.access()));
      if (decisions > 0) {
        figures.add(quality(store.store(), demo.access(), from));
      }
      if (findLimit) {
        figures.add(limit(load));
      }
    }
    BenchReport report = new BenchReport("serving", MachineInfo.of(note), figures);
    print(report, result);
    json.write(report.toJson());
    return 0;
  }

  private List<Figure> figures(ServingResult result) {
    return List.of(
        Figure.of("rate-per-second", result.achievedRate(), "1/s").atLeast(rate * 0.99),
        Figure.of("p50-millis", result.p50Millis(), "ms"),
        Figure.of("p90-millis", result.p90Millis(), "ms").lessThan(P90_GOAL),
        Figure.of("p99-millis", result.p99Millis(), "ms").lessThan(P99_GOAL),
        Figure.of("max-millis", result.maxMillis(), "ms"),
        Figure.of("degraded-share", result.degradedShare(), ""),
        Figure.of("empty-share", result.emptyShare(), ""),
        Figure.of("unanswered", (double) result.unanswered(), "").atMost(0));
  }

  private static List<Figure> memory(ShopAccess access) throws Exception {
    MetricsPage metrics = MetricsPage.of(access);
    double shoppers = metrics.sum("pannier_feature_shoppers");
    double bytes = metrics.sum("pannier_feature_shopper_bytes");
    return shoppers > 0
        ? List.of(
            Figure.of("bytes-per-shopper", bytes / shoppers, "B"),
            Figure.of(
                "mebibytes-per-million-shoppers", bytes / shoppers * MILLION / MEBIBYTE, "MiB"))
        : List.of();
  }

  private Figure quality(Store store, ShopAccess access, long from) throws IOException {
    Shop shop = store.shops().find(access.shop()).orElseThrow();
    long to = from + TimeUnit.SECONDS.toMillis(seconds);
    List<Decision> drawn =
        Program.await(store.ledger().sample(shop.number(), "", from, to, decisions));
    try (ReferenceSearch reference = ReferenceSearch.open()) {
      BundleQuality quality = BundleQuality.of(drawn, shop, store.items(), reference);
      spec.commandLine()
          .getErr()
          .printf("bundle quality over %,d decisions of the run%n", quality.decisions());
      return Figure.of("bundle-quality", quality.median(), "").atLeast(QUALITY_GOAL);
    }
  }

  private Figure limit(ServingLoad load) {
    double highest =
        new RateSearch(CEILING, TOLERANCE)
            .highest(
                rate,
                trial -> {
                  ServingResult tried =
                      load.run(trial, Duration.ofSeconds(5), Duration.ofSeconds(10));
                  spec.commandLine()
                      .getErr()
                      .printf("  %,.0f/s: p99 %.1f ms%n", trial, tried.p99Millis());
                  return tried.holds(P99_GOAL);
                });
    return Figure.of("max-rate-per-second", highest, "1/s").atLeast(rate);
  }

  private void print(BenchReport report, ServingResult result) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.toTable());
    result.errors().forEach((what, count) -> out.printf("errors: %,d × %s%n", count, what));
    out.flush();
  }
}
