package io.pannier.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.app.Logs;
import io.pannier.app.ShippedPlugins;
import io.pannier.laboratory.problem.ProblemDocument;
import io.pannier.laboratory.problem.ProblemReader;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.PluginHostConfig;
import io.pannier.pluginhost.StrategyHandle;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.Capability;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import io.pannier.spi.PannierException;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code optimize}: one bundling problem, its best bundles and its Pareto front. */
@Command(
    name = "optimize",
    description = "Composes the best bundles of a problem and its Pareto front.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class OptimizeCommand implements Callable<Integer> {
  private static final long GRACE_MILLIS = 5_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private PannierCommand root = new PannierCommand();

  @Option(
      names = "--problem",
      required = true,
      paramLabel = "FILE",
      description = "The problem in JSON: see config/examples/bundling-problem.json.")
  private Path file = Path.of("");

  @Option(
      names = "--strategy",
      defaultValue = "genetic",
      description = "What composes, default: ${DEFAULT-VALUE}.")
  private String strategy = "genetic";

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Folder of strategy plugins. Default: those that come with the program.")
  private @Nullable Path plugins;

  @Option(
      names = "--millis",
      defaultValue = "200",
      description = "Time for each of the two searches, default: ${DEFAULT-VALUE}.")
  private int millis;

  @Option(
      names = "--generations",
      defaultValue = "0",
      description = "Exactly that many generations instead of --millis, to repeat a result.")
  private long generations;

  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws IOException {
    Logs.forPeople(root.verbose());
    ProblemDocument stated = ProblemReader.read(file);
    Path folder = plugins;
    if (folder == null) {
      folder = Files.createTempDirectory("pannier-plugins-");
      ShippedPlugins.ofThisProgram().installInto(folder);
    }
    try (PluginHost host = new PluginHost(PluginHostConfig.of(folder), new SimpleMeterRegistry())) {
      host.start();
      solve(host, stated);
    }
    return 0;
  }

  private void solve(PluginHost host, ProblemDocument stated) throws IOException {
    StrategyHandle handle =
        host.find(strategy)
            .orElseThrow(
                () ->
                    new PannierException(
                        StandardErrorCode.STRATEGY_UNKNOWN,
                        "there is no strategy '"
                            + strategy
                            + "'; installed are "
                            + host.strategies()));
    try (StrategyInstance instance = handle.instance(1, StrategyConfig.DEFAULTS)) {
      instance.ready().join();
      BundlingResult best = call(instance, s -> s.compose(stated.problem(), budget()));
      boolean hasFront = handle.descriptor().capabilities().contains(Capability.PARETO_FRONT);
      BundlingResult front =
          hasFront ? call(instance, s -> s.front(stated.problem(), budget())) : null;
      report(handle.id(), stated, best, front);
    }
  }

  private BundlingResult call(
      StrategyInstance instance, Function<BundlingStrategy, BundlingResult> body) {
    long longest = generations > 0 ? TimeUnit.HOURS.toMillis(1) : millis + GRACE_MILLIS;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(longest);
    return instance.call(BundlingStrategy.class, body, deadline).join();
  }

  private SearchBudget budget() {
    return generations > 0
        ? SearchBudget.ofGenerations(generations)
        : SearchBudget.ofNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private void report(
      String id, ProblemDocument stated, BundlingResult best, @Nullable BundlingResult front)
      throws IOException {
    ProblemReport report = new ProblemReport(stated);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s, %,d generations, %,d evaluations%n%n", id, best.generations(), best.evaluations());
    out.print(table(report, stated, best));
    if (best.bundles().isEmpty()) {
      out.println("no bundle satisfies every constraint");
    }
    best.rejections()
        .forEach(no -> out.printf("not %s: %s%n", report.items(no.bundle()), no.reason()));
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("strategy", id).put("seed", stated.problem().seed());
    result.setAll(report.write(best));
    if (front != null) {
      out.printf("%nPareto front, %,d bundles%n%n", front.bundles().size());
      out.print(table(report, stated, front));
      result.set("front", report.write(front));
    }
    out.flush();
    json.write(result);
  }

  private static String table(ProblemReport report, ProblemDocument stated, BundlingResult result) {
    TextTable table =
        new TextTable(
            "bundle",
            "price",
            "discount",
            "conversion",
            "revenue",
            "margin",
            "diversity",
            "relief",
            "utility");
    for (ComposedBundle bundle : result.bundles()) {
      table.row(
          report.items(bundle),
          stated.amount(report.listPrice(bundle) - bundle.discount()).toPlainString(),
          stated.amount(bundle.discount()).toPlainString(),
          number(report.value(bundle, Objective.CONVERSION)),
          number(report.value(bundle, Objective.REVENUE)),
          number(report.value(bundle, Objective.MARGIN)),
          number(report.value(bundle, Objective.DIVERSITY)),
          number(report.value(bundle, Objective.STOCK_RELIEF)),
          number(bundle.utility()));
    }
    return table.render();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
