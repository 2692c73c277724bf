package io.pannier.app.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import io.pannier.app.Program;
import io.pannier.laboratory.load.BenchReport;
import io.pannier.laboratory.load.Figure;
import io.pannier.laboratory.load.MachineInfo;
import io.pannier.laboratory.load.SkuPopularity;
import io.pannier.laboratory.load.StorefrontLoad;
import io.pannier.laboratory.load.StorefrontLoadConfig;
import io.pannier.laboratory.load.StorefrontResult;
import io.pannier.laboratory.load.StorefrontTrial;
import io.pannier.laboratory.load.StorefrontTrial.Restart;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench storefront}: thousands of subscribers, none of whom may miss an offer. */
@Command(
    name = "storefront",
    description = {
      "Follows a placement with thousands of connections whose carts change, cuts connections,",
      "restarts the server, lets some stop reading, and counts every offer that is lost or stale.",
      "A latency runs from the moment at which a change was due; changes whose connection was lost",
      "before their answer are in the maximum only. There is no peer that could be run beside it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchStorefrontCommand implements Callable<Integer> {
  private static final int WARMERS = 200;
  private static final long WARM_SEED = 7;
  private static final long SEED = 42;

  /** Files, pipes and the token requests of one process, beside the subscribers' connections. */
  private static final int OTHER_DESCRIPTORS = 500;

  /** How the server ends. */
  enum End {
    /** In order, by SIGTERM. */
    term,
    /** By SIGKILL. */
    kill,
    /** First the one, then the other. */
    both
  }

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

  @Option(
      names = "--disconnects",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Connections that are ended by a TCP reset meanwhile, default: ${DEFAULT-VALUE}.")
  private int disconnects;

  @Option(
      names = "--restart",
      paramLabel = "HOW",
      arity = "0..1",
      fallbackValue = "both",
      description =
          "Also end the server meanwhile and start it again: ${COMPLETION-CANDIDATES}. Without HOW:"
              + " both.")
  private @Nullable End restart;

  @Option(
      names = "--slow-readers",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Subscribers that stop reading, after that; default: ${DEFAULT-VALUE}, 0 for none.")
  private int slowReaders;

  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws Exception {
    checkDescriptors();
    List<Figure> figures = new ArrayList<>();
    StorefrontResult result;
    String note;
    SkuPopularity popularity = catalogue.popularity();
    try (DemoProcess demo = DemoProcess.start(catalogue.demoOptions())) {
      try (OpenStore store = demo.openStore()) {
        note = "fsync " + Program.await(store.store().setting("fsync"));
      }
      warmUp(demo, popularity);
      long heapBefore = heap(demo);
      StorefrontLoadConfig config = StorefrontLoadConfig.of(subscribers, SEED);
      try (StorefrontLoad load = StorefrontLoad.open(demo.access(), config, popularity)) {
        long heapWith = heap(demo);
        Duration measured = Duration.ofSeconds(seconds);
        result = load.run(new StorefrontTrial(rate, measured, disconnects, restarts(demo)));
        figures.addAll(result.figures());
        if (LiveHeap.canTell()) {
          double bytes = (double) (heapWith - heapBefore) / subscribers;
          figures.add(Figure.of("bytes-per-subscriber", bytes, "B"));
        }
        if (slowReaders > 0) {
          figures.addAll(new SlowReaderTrial(demo, popularity).run(slowReaders));
        }
      }
    }
    BenchReport report = new BenchReport("storefront", MachineInfo.of(note), figures);
    print(report, result);
    json.write(report.toJson());
    return 0;
  }

  /** Two sockets that cannot be opened would look like two offers that are lost. */
  private void checkDescriptors() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long allowed = system.getMaxFileDescriptorCount();
      if (allowed < subscribers + OTHER_DESCRIPTORS) {
        throw new ParameterException(
            spec.commandLine(),
            "--subscribers %,d needs %,d file descriptors in this process and as many in the server's, the limit is %,d; raise it (ulimit -n)"
                .formatted(subscribers, subscribers + OTHER_DESCRIPTORS, allowed));
      }
    }
  }

  /** Others warm the server up, so that the heap without the subscribers is that of a warm one. */
  private void warmUp(DemoProcess demo, SkuPopularity popularity) {
    if (warmUp > 0) {
      StorefrontLoadConfig config = StorefrontLoadConfig.of(WARMERS, WARM_SEED);
      try (StorefrontLoad load = StorefrontLoad.open(demo.access(), config, popularity)) {
        load.run(StorefrontTrial.calm(rate, Duration.ofSeconds(warmUp)));
      }
    }
  }

  private List<Restart> restarts(DemoProcess demo) {
    Restart term = new Restart("term", 1.0 / 3, demo::stop, demo::startAgain);
    Restart kill = new Restart("kill", 1.0 / 3, demo::kill, demo::startAgain);
    return switch (restart) {
      case null -> List.of();
      case term -> List.of(term);
      case kill -> List.of(kill);
      case both -> List.of(term, new Restart("kill", 2.0 / 3, demo::kill, demo::startAgain));
    };
  }

  private static long heap(DemoProcess demo) throws Exception {
    return LiveHeap.canTell() ? LiveHeap.bytes(demo.pid()) : 0;
  }

  private void print(BenchReport report, StorefrontResult result) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.toTable());
    out.printf(
        "%,d changes, %,d of them on connections that stood until the answer; reconnections: %,d"
            + " resumed, %,d snapshots after a restart, %,d snapshots of what was forgotten%n",
        result.changes(),
        result.undisturbed(),
        result.resumed(),
        result.restarted(),
        result.forgotten());
    result.errors().forEach((what, count) -> out.printf("errors: %,d × %s%n", count, what));
    out.flush();
  }
}
