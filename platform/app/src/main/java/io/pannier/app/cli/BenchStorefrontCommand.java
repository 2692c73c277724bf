package io.pannier.app.cli;

import io.pannier.app.Program;
import io.pannier.laboratory.load.BenchReport;
import io.pannier.laboratory.load.Figure;
import io.pannier.laboratory.load.MachineInfo;
import io.pannier.laboratory.load.StorefrontLoad;
import io.pannier.laboratory.load.StorefrontLoadConfig;
import io.pannier.laboratory.load.StorefrontResult;
import io.pannier.laboratory.load.StorefrontTrial;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench storefront}: thousands of subscribers, none of whom may miss an offer. */
@Command(
    name = "storefront",
    description = {
      "Follows a placement with thousands of connections whose carts change, cuts connections,",
      "restarts the server, and counts every offer that is lost or stale: there must be none."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchStorefrontCommand implements Callable<Integer> {
  private static final int WARMERS = 200;
  private static final long WARM_SEED = 7;
  private static final long SEED = 42;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchCatalogue catalogue = new BenchCatalogue();

  @Option(
      names = "--subscribers",
      defaultValue = "5000",
      description = "Shoppers, each with token and connection, default: ${DEFAULT-VALUE}.")
  private int subscribers;

  @Option(
      names = "--rate",
      defaultValue = "500",
      description = "Cart changes a second, default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "How long carts change, default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description =
          "Load at the same rate by a few shoppers before that, default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws Exception {
    List<Figure> figures = new ArrayList<>();
    StorefrontResult result;
    String note;
    try (DemoProcess demo = DemoProcess.start(catalogue.demoOptions());
        OpenStore store = demo.openStore()) {
      note = "fsync " + Program.await(store.store().setting("fsync"));
      warmUp(demo);
      long heapBefore = heap(demo);
      try (StorefrontLoad load =
          StorefrontLoad.open(
              demo.access(), StorefrontLoadConfig.of(subscribers, SEED), catalogue.popularity())) {
        long heapWith = heap(demo);
        result = load.run(new StorefrontTrial(rate, Duration.ofSeconds(seconds), 0, List.of()));
        figures.addAll(result.figures());
        if (LiveHeap.canTell()) {
          figures.add(
              Figure.of(
                  "bytes-per-subscriber", (double) (heapWith - heapBefore) / subscribers, "B"));
        }
      }
    }
    BenchReport report = new BenchReport("storefront", MachineInfo.of(note), figures);
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.toTable());
    result.errors().forEach((what, count) -> out.printf("errors: %,d × %s%n", count, what));
    out.flush();
    json.write(report.toJson());
    return 0;
  }

  /** Others warm the server up, so that the heap without the subscribers is that of a warm one. */
  private void warmUp(DemoProcess demo) {
    if (warmUp > 0) {
      try (StorefrontLoad load =
          StorefrontLoad.open(
              demo.access(), StorefrontLoadConfig.of(WARMERS, WARM_SEED), catalogue.popularity())) {
        load.run(StorefrontTrial.calm(rate, Duration.ofSeconds(warmUp)));
      }
    }
  }

  private static long heap(DemoProcess demo) throws Exception {
    return LiveHeap.canTell() ? LiveHeap.bytes(demo.pid()) : 0;
  }
}
