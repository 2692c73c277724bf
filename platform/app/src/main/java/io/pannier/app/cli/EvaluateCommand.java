package io.pannier.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.app.Logs;
import io.pannier.app.evaluate.EvaluationRoom;
import io.pannier.laboratory.evaluation.EvaluationJson;
import io.pannier.laboratory.evaluation.EvaluationResult;
import io.pannier.laboratory.evaluation.SeedSummary;
import io.pannier.laboratory.protocol.DataFormat;
import io.pannier.laboratory.protocol.DataSource;
import io.pannier.laboratory.protocol.DataSources;
import io.pannier.laboratory.protocol.EvaluationTask;
import io.pannier.laboratory.protocol.Protocol;
import io.pannier.laboratory.protocol.Protocols;
import io.pannier.laboratory.report.EvaluationPage;
import io.pannier.spi.StrategyConfig;
import io.pannier.text.KnownTexts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code evaluate}: strategies under a named protocol, side by side. */
@Command(
    name = "evaluate",
    description = {
      "Trains strategies on public data and measures how well they rank what was hidden from them.",
      "Protocols: within-basket (online-retail, groceries, basconv), bundle-construction and"
          + " bundle-intent (amazon-bundles)."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  private static final int PROGRESS_STEPS = 1_000;

  /** Most seeds have the products in common. */
  private final KnownTexts texts = KnownTexts.inMemory();

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private PannierCommand root = new PannierCommand();

  @Option(
      names = "--protocol",
      required = true,
      paramLabel = "P",
      description = "within-basket, bundle-construction or bundle-intent.")
  private String protocol = "";

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "The data set: a file, plain or gzip, or its folder.")
  private Path data = Path.of("");

  @Option(
      names = "--strategies",
      required = true,
      split = ",",
      paramLabel = "A,B",
      description = "The strategies, separated by commas.")
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "F",
      description =
          "What the data is: online-retail, groceries, basconv or amazon-bundles. Default: found"
              + " out by what is in it.")
  private @Nullable String format;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Of everything that is left to chance, default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N,M",
      description =
          "Evaluate once for each of these seeds and tell mean and standard error over them; what"
              + " is told of one seed is told of the first.")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "STRATEGY.KEY=VALUE",
      description = "A setting of one of the strategies; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Folder of strategy plugins. Default: those that come with the program.")
  private @Nullable Path plugins;

  @Mixin private JsonFile json = new JsonFile();

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page with tables and plots to FILE.html, too.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    Logs.forPeople(root.verbose());
    Protocol chosen =
        Protocols.find(protocol)
            .orElseThrow(
                () ->
                    misused(
                        "there is no protocol '" + protocol + "'; known are " + Protocols.names()));
    List<String> names = names();
    List<Long> all = seeds();
    Map<String, StrategyConfig> configs = configs(names);
    DataSource source = DataSources.find(data, format());
    Protocols.check(chosen, source);
    json.check();
    if (report != null) {
      WholeFile.check(report);
    }
    List<EvaluationResult> results = new ArrayList<>();
    for (long each : all) {
      results.add(evaluate(prepare(chosen, source, each), names, configs));
    }
    publish(new SeedSummary(results));
    return 0;
  }

  private EvaluationResult evaluate(
      EvaluationTask task, List<String> names, Map<String, StrategyConfig> configs)
      throws IOException {
    try (EvaluationRoom room = EvaluationRoom.open(task, plugins, texts);
        EvaluationProgress progress = new EvaluationProgress()) {
      return room.evaluate(names, configs, progress);
    }
  }

  private EvaluationTask prepare(Protocol chosen, DataSource source, long with) {
    try (ProgressLine line = ProgressLine.start("reading " + data, "‰")) {
      return chosen.prepare(
          source, with, done -> line.at(Math.round(done * PROGRESS_STEPS), PROGRESS_STEPS));
    }
  }

  private void publish(SeedSummary summary) throws IOException {
    EvaluationResult result = summary.first();
    PrintWriter out = spec.commandLine().getOut();
    out.print(EvaluationTable.render(result));
    ObjectNode node = EvaluationJson.of(result);
    if (!seeds.isEmpty()) {
      out.print(EvaluationTable.render(summary));
      node.set("seeds", summary.toJson());
    }
    out.flush();
    json.write(node);
    if (report != null) {
      WholeFile.write(report, EvaluationPage.of(result));
    }
  }

  private List<Long> seeds() {
    if (seeds.isEmpty()) {
      return List.of(seed);
    }
    if (spec.commandLine().getParseResult().hasMatchedOption("--seed")) {
      throw misused("--seed and --seeds exclude each other");
    }
    if (new HashSet<>(seeds).size() < seeds.size()) {
      throw misused("--seeds names a seed twice");
    }
    return seeds;
  }

  private Map<String, StrategyConfig> configs(List<String> names) {
    Map<String, Map<String, String>> values = new HashMap<>();
    settings.forEach(
        (key, value) -> {
          int dot = key.indexOf('.');
          String name = dot < 0 ? "" : key.substring(0, dot);
          if (!names.contains(name)) {
            throw misused(
                "--set "
                    + key
                    + " is of none of the strategies "
                    + names
                    + "; STRATEGY.KEY=VALUE is expected");
          }
          values.computeIfAbsent(name, _ -> new HashMap<>()).put(key.substring(dot + 1), value);
        });
    Map<String, StrategyConfig> configs = new HashMap<>();
    values.forEach((name, own) -> configs.put(name, new StrategyConfig(own)));
    return configs;
  }

  private List<String> names() {
    Set<String> seen = new HashSet<>();
    List<String> names = strategies.stream().map(String::strip).toList();
    for (String name : names) {
      if (name.isEmpty()) {
        throw misused("--strategies has an empty name");
      } else if (!seen.add(name)) {
        throw misused("--strategies names " + name + " twice");
      }
    }
    return names;
  }

  private @Nullable DataFormat format() {
    return format == null
        ? null
        : DataFormat.of(format)
            .orElseThrow(
                () ->
                    misused(
                        "there is no format '" + format + "'; known are " + DataFormat.words()));
  }

  private ParameterException misused(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
