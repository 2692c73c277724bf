package io.pannier.app.cli;

import io.pannier.app.Program;
import io.pannier.laboratory.load.AckResult;
import io.pannier.laboratory.load.BenchReport;
import io.pannier.laboratory.load.Figure;
import io.pannier.laboratory.load.IngestionLoad;
import io.pannier.laboratory.load.IngestionResult;
import io.pannier.laboratory.load.MachineInfo;
import io.pannier.laboratory.load.ServingLoad;
import io.pannier.laboratory.load.ServingLoadConfig;
import io.pannier.laboratory.load.ServingResult;
import io.pannier.laboratory.load.SkuPopularity;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench ingestion}: durable events over HTTP. */
@Command(
    name = "ingestion",
    description = {
      "Posts events in batches over HTTP; an event counts once it is on disk.",
      "Then single events, then carts that change while batches come in."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchIngestionCommand implements Callable<Integer> {
  private static final double GOAL = 100_000;
  private static final double PROBE_RATE = 50;
  private static final long SEED = 42;
  private static final double CART_RATE = 100;

  /** Few enough that the carts themselves are no load. */
  private static final ServingLoadConfig SHOPPERS =
      ServingLoadConfig.defaults().withConnections(50);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchCatalogue catalogue = new BenchCatalogue();

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "Length of what is measured, default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Load before that, default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--connections",
      defaultValue = "4",
      description = "Requests under way at once, default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--batch",
      defaultValue = "1000",
      description = "Events in a request, default: ${DEFAULT-VALUE}.")
  private int batch;

  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws Exception {
    AckResult single;
    IngestionResult bulk;
    ServingResult offers;
    String note;
    try (DemoProcess demo = DemoProcess.start(catalogue.demoOptions());
        OpenStore store = demo.openStore()) {
      note = "fsync " + Program.await(store.store().setting("fsync"));
      SkuPopularity popularity = catalogue.popularity();
      try (IngestionLoad load =
              new IngestionLoad(demo.access(), connections, batch, popularity, SEED);
          ServingLoad shoppers = ServingLoad.open(demo.access(), SHOPPERS, popularity)) {
        bulk = load.run(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
        single = load.probe(PROBE_RATE, Duration.ofSeconds(Math.min(seconds, 10)));
        offers = whileImporting(load, shoppers);
      }
    }
    BenchReport report =
        new BenchReport(
            "ingestion",
            MachineInfo.of(note),
            List.of(
                Figure.of("events-per-second", bulk.eventsPerSecond(), "1/s").atLeast(GOAL),
                Figure.of("batch-p50-millis", bulk.batchP50Millis(), "ms"),
                Figure.of("batch-p99-millis", bulk.batchP99Millis(), "ms"),
                Figure.of("single-ack-p50-millis", single.p50Millis(), "ms"),
                Figure.of("single-ack-p99-millis", single.p99Millis(), "ms"),
                Figure.of("offer-p50-during-import-millis", offers.p50Millis(), "ms"),
                Figure.of("offer-p99-during-import-millis", offers.p99Millis(), "ms"),
                Figure.of("offers-unanswered-during-import", (double) offers.unanswered(), "")
                    .atMost(0)));
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.toTable());
    bulk.errors().forEach((what, count) -> out.printf("errors: %,d × %s%n", count, what));
    single.errors().forEach((what, count) -> out.printf("errors: %,d × %s%n", count, what));
    offers.errors().forEach((what, count) -> out.printf("errors: %,d × %s%n", count, what));
    out.flush();
    json.write(report.toJson());
    return 0;
  }

  /** Carts that change while batches come in as fast as they are taken. */
  private ServingResult whileImporting(IngestionLoad load, ServingLoad shoppers) throws Exception {
    Duration lead = Duration.ofSeconds(2);
    Duration measured = Duration.ofSeconds(seconds);
    FutureTask<IngestionResult> importing =
        new FutureTask<>(() -> load.run(Duration.ZERO, lead.plus(measured).plus(lead)));
    Thread.ofPlatform().name("import").start(importing);
    ServingResult offers = shoppers.run(CART_RATE, lead, measured);
    importing.get();
    return offers;
  }
}
