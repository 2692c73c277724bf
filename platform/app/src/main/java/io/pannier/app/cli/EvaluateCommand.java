package io.pannier.app.cli;

import io.pannier.app.Logs;
import io.pannier.app.evaluate.EvaluationRoom;
import io.pannier.laboratory.evaluation.EvaluationJson;
import io.pannier.laboratory.evaluation.EvaluationResult;
import io.pannier.laboratory.protocol.DataFormat;
import io.pannier.laboratory.protocol.DataSource;
import io.pannier.laboratory.protocol.DataSources;
import io.pannier.laboratory.protocol.EvaluationTask;
import io.pannier.laboratory.protocol.Protocol;
import io.pannier.laboratory.protocol.Protocols;
import io.pannier.laboratory.report.EvaluationPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    DataSource source = DataSources.find(data, format());
    Protocols.check(chosen, source);
    json.check();
    if (report != null) {
      WholeFile.check(report);
    }
    EvaluationTask task = prepare(chosen, source);
    publish(evaluate(task, names));
    return 0;
  }

  private EvaluationResult evaluate(EvaluationTask task, List<String> names) throws IOException {
    try (EvaluationRoom room = EvaluationRoom.open(task, plugins);
        EvaluationProgress progress = new EvaluationProgress()) {
      return room.evaluate(names, progress);
    }
  }

  private EvaluationTask prepare(Protocol chosen, DataSource source) {
    try (ProgressLine line = ProgressLine.start("reading " + data, "‰")) {
      return chosen.prepare(
          source, seed, done -> line.at(Math.round(done * PROGRESS_STEPS), PROGRESS_STEPS));
    }
  }

  private void publish(EvaluationResult result) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.print(EvaluationTable.render(result));
    out.flush();
    json.write(EvaluationJson.of(result));
    if (report != null) {
      WholeFile.write(report, EvaluationPage.of(result));
    }
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
