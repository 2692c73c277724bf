package io.pannier.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.app.Logs;
import io.pannier.app.Program;
import io.pannier.app.train.DecisionLog;
import io.pannier.app.train.StrategyRoom;
import io.pannier.laboratory.offpolicy.GateConfig;
import io.pannier.laboratory.offpolicy.LoggedDecision;
import io.pannier.laboratory.offpolicy.PromotionGate;
import io.pannier.laboratory.offpolicy.Verdict;
import io.pannier.messages.Shop;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.Capability;
import io.pannier.spi.PannierException;
import io.pannier.spi.PinnedComposition;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyConfig;
import io.pannier.store.ModelRevision;
import io.pannier.store.Models;
import io.pannier.store.Snapshots;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code gate}: whether a policy may be shown, judged by what another's decisions earned. */
@Command(
    name = "gate",
    description = {
      "Estimates from logged decisions and their outcomes what a policy would have earned,",
      "and lets it pass only if the lower bound beats the one that decided. The verdict is kept."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class GateCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private PannierCommand root = new PannierCommand();

  @Option(
      names = "--strategy",
      defaultValue = "ppo",
      paramLabel = "NAME",
      description = "The policy, which also made the logged decisions. Default: ${DEFAULT-VALUE}.")
  private String strategy = "ppo";

  @Option(
      names = "--placement",
      defaultValue = "cart",
      paramLabel = "P",
      description = "Whose decisions are the evidence, default: ${DEFAULT-VALUE}.")
  private String placement = "cart";

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The policy's model. Default: what it has learned in this installation so far.")
  private @Nullable Path model;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the strategy; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--days",
      defaultValue = "7",
      description = "How far back decisions are taken, default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--most",
      defaultValue = "20000",
      description = "Most decisions that are drawn, default: ${DEFAULT-VALUE}.")
  private int most;

  @Option(
      names = "--promote",
      description = "Put the model in service if it passes; a refusal is kept, too.")
  private boolean promote;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Folder of a running demo, without --config. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  @Mixin private ShopStore place = new ShopStore();
  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws IOException {
    Logs.forOneStrategy(root.verbose());
    json.check();
    try (OpenStore open = place.open(data);
        StrategyRoom room =
            StrategyRoom.open(null, strategy, new StrategyConfig(settings), Capability.BUNDLING)) {
      Shop shop = place.shop(open, data);
      Path file = candidate(open, shop, room);
      // A model that cannot be read is found out before the decisions are.
      room.ask(Optional.of(file), BundlingStrategy.class, policy -> true);
      long from = System.currentTimeMillis() - Duration.ofDays(days).toMillis();
      DecisionLog log = DecisionLog.read(open.store(), shop, placement, strategy, from, most);
      PrintWriter out = spec.commandLine().getOut();
      out.println(log.words());
      if (log.entries().isEmpty()) {
        out.flush();
        throw new PannierException(
            StandardErrorCode.DATA_INVALID,
            "no decision can be learned from: "
                + strategy
                + " must have been live in "
                + placement
                + " and explored");
      }
      Verdict verdict = judge(log.entries(), room, file);
      ObjectNode node = (ObjectNode) JSON.readTree(verdict.toJson());
      out.println((verdict.promoted() ? "passes: " : "refused: ") + verdict.words());
      if (promote) {
        ModelRevision revision = keep(open.store().models(), shop, file, verdict, node);
        out.println(words(revision) + revision.id());
        node.put("revision", revision.id());
      }
      out.flush();
      json.write(node);
      return verdict.promoted() ? 0 : 1;
    }
  }

  private static String words(ModelRevision revision) {
    if (revision.promoted()) {
      return "in service as ";
    }
    return revision.held() ? "waits for a second person as " : "kept as ";
  }

  private Path candidate(OpenStore open, Shop shop, StrategyRoom room) throws IOException {
    if (model != null) {
      return model;
    }
    String begun =
        open.store()
            .models()
            .current(shop.number(), strategy)
            .filter(revision -> revision.file() != null)
            .map(ModelRevision::id)
            .orElse("");
    String name = Snapshots.ofLearner(strategy, shop.number(), begun);
    Optional<Snapshots.Snapshot> learned = Program.await(open.store().snapshots().get(name));
    if (learned.isEmpty()) {
      throw new PannierException(
          StandardErrorCode.NOT_FOUND,
          strategy + " has not written down what it learned yet; give --model FILE");
    }
    return Files.write(room.temporary(".model"), learned.get().data().getBytes());
  }

  private Verdict judge(List<DecisionLog.Entry> entries, StrategyRoom room, Path file) {
    double[] targets =
        room.ask(
            Optional.of(file),
            BundlingStrategy.class,
            policy ->
                entries.stream()
                    .mapToDouble(
                        entry ->
                            PinnedComposition.propensity(
                                policy, entry.problem(), entry.candidates()))
                    .toArray());
    List<LoggedDecision> candidate = new ArrayList<>();
    List<LoggedDecision> incumbent = new ArrayList<>();
    for (int i = 0; i < targets.length; i++) {
      DecisionLog.Entry entry = entries.get(i);
      double reward = entry.accepted() ? 1 : 0;
      candidate.add(new LoggedDecision(reward, entry.propensity(), targets[i]));
      incumbent.add(new LoggedDecision(reward, entry.propensity(), entry.propensity()));
    }
    return new PromotionGate(GateConfig.DEFAULT).judge(candidate, incumbent);
  }

  private ModelRevision keep(
      Models models, Shop shop, Path file, Verdict verdict, ObjectNode node) {
    ObjectNode kept = node.deepCopy().put("why", verdict.words());
    String author = System.getProperty("user.name");
    String reason = "judged by the gate on the decisions of " + placement;
    return Program.await(
        verdict.promoted()
            ? models.promote(shop, strategy, file, kept.toString(), author, reason)
            : models.refuse(shop, strategy, kept.toString(), author, reason));
  }
}
