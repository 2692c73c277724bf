package io.pannier.app.evaluate;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.app.ShippedPlugins;
import io.pannier.app.train.TrainingGrants;
import io.pannier.laboratory.evaluation.Contestant;
import io.pannier.laboratory.evaluation.Evaluation;
import io.pannier.laboratory.evaluation.EvaluationListener;
import io.pannier.laboratory.evaluation.EvaluationResult;
import io.pannier.laboratory.protocol.EvaluationTask;
import io.pannier.pluginhost.ModelSource;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.PluginHostConfig;
import io.pannier.pluginhost.VerificationConfig;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyConfig;
import io.pannier.text.KnownTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin host whose clock stands at the end of a task's training part, whose chance comes from
 * the task's seed, and which grants what an installation grants.
 */
public final class EvaluationRoom implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluationRoom.class);

  private final EvaluationTask task;
  private final Path folder;
  private final Map<String, Path> models = new ConcurrentHashMap<>();
  private final PluginHost host;
  private final Thread cleaner;
  private final LazyTexts texts;

  private EvaluationRoom(
      EvaluationTask task,
      Path folder,
      PluginHostConfig config,
      Function<Class<?>, Optional<?>> grants,
      KnownTexts known) {
    this.task = task;
    this.texts = new LazyTexts(task.catalogue(), known);
    this.folder = folder;
    this.host =
        new PluginHost(
            config,
            new SimpleMeterRegistry(),
            Clock.fixed(Instant.ofEpochMilli(task.now()), ZoneOffset.UTC),
            (shop, name) ->
                Optional.ofNullable(models.get(name))
                    .map(file -> new ModelSource.Model(name, file)),
            grants,
            thrown -> Runtime.getRuntime().halt(1));
    // Models may be large, and a person may lose patience.
    this.cleaner = new Thread(() -> delete(folder), "evaluation-cleaner");
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  /**
   * Loads the plugins.
   *
   * @param plugins folder of plugins; null for those that come with the program
   * @param known texts that were encoded before
   */
  public static EvaluationRoom open(EvaluationTask task, @Nullable Path plugins, KnownTexts known)
      throws IOException {
    Path folder = Files.createTempDirectory("pannier-evaluation-");
    Path from = plugins;
    VerificationConfig verification = VerificationConfig.defaults();
    if (from == null) {
      from = folder.resolve("plugins");
      ShippedPlugins.ofThisProgram().installInto(from);
      // Contract tests in a child process are for zips of unknown origin.
      verification = verification.withContractChecks(false);
    }
    PluginHostConfig config = PluginHostConfig.of(from).withVerification(verification);
    PluginHostConfig seeded =
        new PluginHostConfig(
            config.folder(),
            config.settle(),
            config.retireTimeout(),
            task.seed(),
            config.verification(),
            config.containment());
    EvaluationRoom room = new EvaluationRoom(task, folder, seeded, new TrainingGrants(), known);
    try {
      room.host.start();
      return room;
    } catch (RuntimeException e) {
      room.close();
      throw e;
    }
  }

  /**
   * Makes sure that all strategies are there, then evaluates them one after the other.
   *
   * @param settings of each strategy; those that are not there have their defaults
   * @throws PannierException STRATEGY_UNKNOWN naming the installed ones; else as {@link Evaluation}
   */
  public EvaluationResult evaluate(
      List<String> strategies, Map<String, StrategyConfig> settings, EvaluationListener listener) {
    List<Contestant> contestants =
        strategies.stream()
            .map(name -> contestant(name, settings.getOrDefault(name, StrategyConfig.DEFAULTS)))
            .toList();
    return new Evaluation(task, folder, listener, texts).run(contestants);
  }

  private Contestant contestant(String name, StrategyConfig config) {
    return host.find(name)
        .map(handle -> new HostedContestant(handle, config, models))
        .orElseThrow(
            () ->
                new PannierException(
                    StandardErrorCode.STRATEGY_UNKNOWN,
                    "there is no strategy '" + name + "'; installed are " + host.strategies()));
  }

  @Override
  public void close() {
    host.close();
    texts.close();
    delete(folder);
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException ending) {
      LOG.debug("the program is ending, and the hook finds nothing left", ending);
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
