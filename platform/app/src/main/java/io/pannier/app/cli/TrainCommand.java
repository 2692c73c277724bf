package io.pannier.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.app.Logs;
import io.pannier.app.train.FileTrainingSet;
import io.pannier.app.train.JournalTrainingSet;
import io.pannier.app.train.Promotion;
import io.pannier.app.train.StrategyRoom;
import io.pannier.app.train.TensorBoardEvents;
import io.pannier.kernels.api.Checkpoint;
import io.pannier.laboratory.orders.OrderFormats;
import io.pannier.laboratory.orders.OrderOptions;
import io.pannier.laboratory.orders.OrderSource;
import io.pannier.messages.Shop;
import io.pannier.spi.Capability;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.TrainingOutcome;
import io.pannier.spi.TrainingSet;
import io.pannier.store.ModelRevision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code train}: a model file for a strategy, and into service where it is better. */
@Command(
    name = "train",
    description = {
      "Trains a strategy's model on past orders: a file, or what a shop's journal holds.",
      "A training that was interrupted goes on with --resume.",
      "With --promote it goes into service at once if it is better than the one that serves."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private PannierCommand root = new PannierCommand();

  @Option(names = "--strategy", required = true, paramLabel = "NAME", description = "What learns.")
  private String strategy = "";

  @Option(
      names = "--data",
      paramLabel = "PATH",
      defaultValue = "data",
      description =
          "A file of past orders, plain or gzip, or the folder of a running demo. Default:"
              + " ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "online-retail",
      completionCandidates = ImportCommand.Formats.class,
      description = "Format of the file: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private String format = "online-retail";

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      defaultValue = "GBP",
      description = "Currency of the file's prices, ISO 4217. Default: ${DEFAULT-VALUE}.")
  private String currency = "GBP";

  @Mixin private ShopStore place = new ShopStore();

  @Option(names = "--model", paramLabel = "FILE", description = "Where the model file goes.")
  private @Nullable Path model;

  @Mixin private CheckpointOptions checkpoints = new CheckpointOptions();

  @Option(
      names = "--promote",
      description = "Put the model in service in the shop that it was trained on, if it is better.")
  private boolean promote;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "trained by command",
      description = "Written down with the promotion. Default: ${DEFAULT-VALUE}.")
  private String reason = "";

  @Option(
      names = "--events",
      paramLabel = "DIR",
      description = "Write the curves of the training to DIR as an event file for TensorBoard.")
  private @Nullable Path events;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the strategy; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Folder of strategy plugins. Default: those that come with the program.")
  private @Nullable Path plugins;

  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws IOException {
    Logs.forOneStrategy(root.verbose());
    if (model == null && !promote) {
      throw new ParameterException(
          spec.commandLine(), "the model has no place: give --model FILE or --promote");
    }
    if (model != null) {
      WholeFile.check(model);
    }
    json.check();
    Checkpoint checkpoint = checkpoints.of(model, spec);
    boolean journal = place.hasConfig() || Files.isDirectory(data);
    if (!journal && promote) {
      throw new ParameterException(
          spec.commandLine(), "--promote needs a shop: its demo's folder as --data, or --config");
    }
    if (!journal && !Files.exists(data)) {
      throw new NoSuchFileException(data.toString());
    }
    try (StrategyRoom room =
        StrategyRoom.open(plugins, strategy, new StrategyConfig(settings), Capability.TRAINING)) {
      if (journal) {
        trainOnJournal(room, checkpoint);
      } else {
        trainOnFile(room, checkpoint);
      }
    }
    return 0;
  }

  private void trainOnFile(StrategyRoom room, @Nullable Checkpoint checkpoint) throws IOException {
    OrderSource source = OrderFormats.open(format, data, OrderOptions.defaults());
    FileTrainingSet set;
    try (ProgressLine line = ProgressLine.start("reading " + data, "events")) {
      set = FileTrainingSet.read(source, currency);
      line.at(set.events(), set.events());
    }
    if (set.rejected() > 0) {
      spec.commandLine()
          .getErr()
          .printf(
              "%,d events were left out; the first: %s%n", set.rejected(), set.firstRejection());
    }
    long began = System.nanoTime();
    Path file = model == null ? room.temporary(".model") : model;
    TrainingOutcome outcome = train(room, set, Optional.empty(), checkpoint, file);
    report(room.id(), outcome, began, null, "");
    advise(checkpoint);
  }

  private void trainOnJournal(StrategyRoom room, @Nullable Checkpoint checkpoint)
      throws IOException {
    try (OpenStore open = place.open(data)) {
      Shop shop = place.shop(open, data);
      Promotion promotion = new Promotion(open.store().models(), shop, strategy);
      Optional<Path> incumbent = promotion.incumbent(room.temporary(".incumbent"));
      long began = System.nanoTime();
      Path file = model == null ? room.temporary(".model") : model;
      TrainingOutcome outcome;
      try (JournalTrainingSet set = new JournalTrainingSet(open.store(), shop, place.language())) {
        outcome = train(room, set, incumbent, checkpoint, file);
      }
      ModelRevision revision =
          promote
              ? promotion.decide(outcome, file, room.id(), System.getProperty("user.name"), reason)
              : null;
      report(room.id(), outcome, began, revision, promotion.why(outcome));
      advise(checkpoint);
      if (revision != null && !revision.promoted() && !revision.held()) {
        throw new PannierException(
            StandardErrorCode.MODEL_NOT_BETTER,
            "the model was not promoted: " + promotion.why(outcome));
      }
    }
  }

  /** A checkpoint that is still there is of a training that had no more time. */
  private void advise(@Nullable Checkpoint checkpoint) {
    String advice = CheckpointOptions.advice(checkpoint);
    if (!advice.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("the time was over before all passes were done" + advice);
      err.flush();
    }
  }

  private TrainingOutcome train(
      StrategyRoom room,
      TrainingSet set,
      Optional<Path> incumbent,
      @Nullable Checkpoint checkpoint,
      Path file) {
    TensorBoardEvents curves =
        events == null ? null : TensorBoardEvents.in(events, InstantSource.system());
    try (TrainingProgress progress = new TrainingProgress("training " + strategy, curves)) {
      return room.train(set, incumbent, checkpoint, file, progress)
          .orElseThrow(
              () ->
                  new PannierException(
                      StandardErrorCode.DEADLINE_EXCEEDED,
                      "the training was cancelled; no model was written"
                          + CheckpointOptions.advice(checkpoint)));
    }
  }

  private void report(
      String id, TrainingOutcome outcome, long began, @Nullable ModelRevision revision, String why)
      throws IOException {
    double seconds = (System.nanoTime() - began) / 1e9;
    PrintWriter out = spec.commandLine().getOut();
    TextTable table = new TextTable("held out", "new model", "incumbent");
    table.row(outcome.measure(), number(outcome.value()), number(outcome.incumbent()));
    new TreeMap<>(outcome.figures()).forEach((name, value) -> table.row(name, number(value), ""));
    out.printf("%s, trained in %.0f s%n%n", id, seconds);
    out.print(table.render());
    if (model != null) {
      out.println("written to " + model);
    }
    if (revision != null && revision.promoted()) {
      out.println("in service as " + revision.id() + ": " + why);
    } else if (revision != null && revision.held()) {
      out.println("waits for a second person as " + revision.id() + ": " + why);
    }
    out.flush();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("strategy", id)
        .put("measure", outcome.measure())
        .put("value", outcome.value())
        .put("incumbent", Double.isNaN(outcome.incumbent()) ? null : outcome.incumbent())
        .put("seconds", seconds)
        .put("revision", revision == null ? null : revision.id())
        .put("promoted", revision != null && revision.promoted())
        .put("why", why);
    ObjectNode figures = node.putObject("figures");
    new TreeMap<>(outcome.figures()).forEach(figures::put);
    json.write(node);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.4f", value);
  }
}
