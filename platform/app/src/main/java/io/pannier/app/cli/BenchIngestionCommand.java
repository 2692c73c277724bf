package io.pannier.app.cli;

import io.pannier.laboratory.load.AckResult;
import io.pannier.laboratory.load.BenchReport;
import io.pannier.laboratory.load.Figure;
import io.pannier.laboratory.load.IngestionLoad;
import io.pannier.laboratory.load.IngestionResult;
import io.pannier.laboratory.load.MachineInfo;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench ingestion}: durable events over HTTP. */
@Command(
    name = "ingestion",
    description = "Posts events in batches over HTTP; an event counts once it is on disk.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchIngestionCommand implements Callable<Integer> {
  private static final double GOAL = 100_000;
  private static final double PROBE_RATE = 50;
  private static final long SEED = 42;

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
    try (DemoProcess demo = DemoProcess.start(catalogue.demoOptions());
        IngestionLoad load =
            new IngestionLoad(demo.access(), connections, batch, catalogue.popularity(), SEED)) {
      bulk = load.run(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
      single = load.probe(PROBE_RATE, Duration.ofSeconds(Math.min(seconds, 10)));
    }
    BenchReport report =
        new BenchReport(
            "ingestion",
            MachineInfo.of("fsync on"),
            List.of(
                Figure.of("events-per-second", bulk.eventsPerSecond(), "1/s").atLeast(GOAL),
                Figure.of("batch-p50-millis", bulk.batchP50Millis(), "ms"),
                Figure.of("batch-p99-millis", bulk.batchP99Millis(), "ms"),
                Figure.of("single-ack-p50-millis", single.p50Millis(), "ms"),
                Figure.of("single-ack-p99-millis", single.p99Millis(), "ms")));
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.toTable());
    bulk.errors().forEach((what, count) -> out.printf("errors: %,d × %s%n", count, what));
    single.errors().forEach((what, count) -> out.printf("errors: %,d × %s%n", count, what));
    out.flush();
    json.write(report.toJson());
    return 0;
  }
}
