package io.pannier.app.train;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.app.Readiness;
import io.pannier.app.ShippedPlugins;
import io.pannier.kernels.api.Checkpoint;
import io.pannier.pluginhost.ModelSource;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.PluginHostConfig;
import io.pannier.pluginhost.StrategyHandle;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.pluginhost.VerificationConfig;
import io.pannier.pluginhost.WorkFolder;
import io.pannier.spi.Capability;
import io.pannier.spi.Catalogue;
import io.pannier.spi.EventType;
import io.pannier.spi.PannierException;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.ShopperHistory;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyTrainer;
import io.pannier.spi.StrategyTrainer.Progress;
import io.pannier.spi.TrainingOutcome;
import io.pannier.spi.TrainingSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A plugin host with one strategy, which is trained and asked as it would serve: out of its plugin,
 * on a thread of its own, with all that training needs.
 */
public final class StrategyRoom implements AutoCloseable {
  private static final int SHOP = 1;
  private static final Duration TRAINING = Duration.ofHours(24);
  private static final Duration TRIAL = Duration.ofMinutes(1);
  private static final int TRIAL_CARTS = 16;
  private static final int TRIAL_LIMIT = 20;

  private final WorkFolder work;
  private final PluginHost host;
  private final StrategyHandle strategy;
  private final StrategyConfig config;
  private final TrainingGrants grants = new TrainingGrants();
  private volatile Optional<Path> model = Optional.empty();

  private StrategyRoom(
      WorkFolder work, Path plugins, String name, StrategyConfig config, Capability needed) {
    this.work = work;
    this.config = config;
    this.host =
        new PluginHost(
            PluginHostConfig.of(plugins)
                .withVerification(VerificationConfig.defaults().withContractChecks(false)),
            new SimpleMeterRegistry(),
            (shop, strategy) -> model.map(file -> new ModelSource.Model("trial", file)),
            grants);
    try {
      host.start();
      this.strategy = find(name, needed);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Loads the plugins.
   *
   * @param plugins folder of plugins; null for those that come with the program
   * @param config of the strategy
   * @param needed what the strategy must be able to do
   * @throws PannierException STRATEGY_UNKNOWN naming the installed ones; CAPABILITY_UNSUPPORTED if
   *     the strategy does not declare what is needed
   */
  public static StrategyRoom open(
      @Nullable Path plugins, String strategy, StrategyConfig config, Capability needed)
      throws IOException {
    WorkFolder work = WorkFolder.open();
    Path folder = plugins;
    if (folder == null) {
      folder = work.next(".plugins");
      ShippedPlugins.ofThisProgram().installInto(folder);
    }
    return new StrategyRoom(work, folder, strategy, config, needed);
  }

  private StrategyHandle find(String name, Capability needed) {
    StrategyHandle found =
        host.find(name)
            .orElseThrow(
                () ->
                    new PannierException(
                        StandardErrorCode.STRATEGY_UNKNOWN,
                        "there is no strategy '" + name + "'; installed are " + host.strategies()));
    if (!found.descriptor().capabilities().contains(needed)) {
      throw new PannierException(
          StandardErrorCode.CAPABILITY_UNSUPPORTED,
          found.id()
              + " does not declare "
              + needed
              + "; it declares "
              + found.descriptor().capabilities().stream().sorted().toList());
    }
    return found;
  }

  /** {@code name@version} of what is trained. */
  public String id() {
    return strategy.id();
  }

  /** A path for a file that is gone with the room. */
  public Path temporary(String suffix) {
    return work.next(suffix);
  }

  /**
   * Trains a model and asks it some questions before anyone believes in it.
   *
   * @param incumbent the model to beat, if there is one
   * @param checkpoint where the training is written down as it goes; deleted when its model stands,
   *     unless only its time was over; null for nowhere
   * @param file where the new model goes, whole or not at all
   * @return empty when it was cancelled
   * @throws PannierException DATA_INVALID, TRAINING_DIVERGED, or the code by which the strategy
   *     failed; the file is not written then
   */
  public Optional<TrainingOutcome> train(
      TrainingSet data,
      Optional<Path> incumbent,
      @Nullable Checkpoint checkpoint,
      Path file,
      Progress progress) {
    grants.keep(checkpoint);
    Path fresh = temporary(".model");
    Optional<TrainingOutcome> outcome =
        with(
            incumbent,
            instance ->
                instance.call(
                    StrategyTrainer.class,
                    trainer -> trained(trainer, data, fresh, progress),
                    System.nanoTime() + TRAINING.toNanos()));
    if (outcome.isPresent()) {
      if (!Files.isRegularFile(fresh)) {
        throw new PannierException(
            StandardErrorCode.STRATEGY_FAILED, id() + " was trained and wrote no model");
      }
      tryOut(fresh, data.catalogue());
      move(fresh, file);
      if (checkpoint != null && grants.complete()) {
        delete(checkpoint.file());
      }
    }
    return outcome;
  }

  private static Optional<TrainingOutcome> trained(
      StrategyTrainer trainer, TrainingSet data, Path file, Progress progress) {
    try {
      return trainer.train(data, file, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes the strategy with a model, as serving would, and lets it answer.
   *
   * @throws PannierException the code by which it failed
   */
  public void tryOut(Path file, Catalogue catalogue) {
    with(
        Optional.of(file),
        instance ->
            instance.supports(ScoringStrategy.class)
                ? instance.call(
                    ScoringStrategy.class,
                    scoring -> score(scoring, catalogue),
                    System.nanoTime() + TRIAL.toNanos())
                : instance.call(Strategy.class, made -> true, System.nanoTime() + TRIAL.toNanos()));
  }

  private static boolean score(ScoringStrategy strategy, Catalogue catalogue) {
    float[] weights = new float[EventType.count()];
    weights[EventType.PURCHASED.ordinal()] = 1;
    for (int i = 0; i < TRIAL_CARTS; i++) {
      int item = (int) ((long) i * catalogue.size() / TRIAL_CARTS);
      int[] cart = catalogue.product(item) == null ? new int[0] : new int[] {item};
      ScoringContext context =
          new ScoringContext(
              catalogue,
              "cart",
              cart,
              cart.length == 0 ? cart : new int[] {1},
              ShopperHistory.EMPTY,
              0,
              null,
              TRIAL_LIMIT,
              weights,
              Map.of());
      ScoredCandidates answer = strategy.score(List.of(context)).getFirst();
      for (int rank = 0; rank < answer.size(); rank++) {
        if (!(answer.score(rank) >= 0 && answer.score(rank) <= Float.MAX_VALUE)) {
          throw new PannierException(
              StandardErrorCode.STRATEGY_INVALID_ANSWER, "it scores " + answer.score(rank));
        }
      }
    }
    return true;
  }

  /**
   * Makes the strategy and asks it.
   *
   * @param granted the model that it has
   * @throws PannierException the code by which it failed
   */
  public <S extends Strategy, R> R ask(
      Optional<Path> granted, Class<S> type, Function<? super S, ? extends R> body) {
    return with(
        granted, instance -> instance.call(type, body, System.nanoTime() + TRAINING.toNanos()));
  }

  private <R> R with(
      Optional<Path> granted, Function<StrategyInstance, CompletableFuture<R>> call) {
    model = granted;
    try (StrategyInstance instance = strategy.instance(SHOP, config)) {
      Readiness.await(instance);
      return Readiness.outcome(call.apply(instance));
    }
  }

  private static void delete(Path checkpoint) {
    try {
      Files.deleteIfExists(checkpoint);
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED,
          "the model is written, but its checkpoint " + checkpoint + " cannot be deleted: " + e,
          e);
    }
  }

  /** Across file systems a move is a copy, so it is made beside its place first. */
  private static void move(Path from, Path to) {
    Path whole = to.toAbsolutePath();
    Path part = whole.resolveSibling("." + whole.getFileName() + ".part");
    try {
      Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      part.toFile().delete();
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, "model file " + to + " cannot be written: " + e, e);
    }
  }

  @Override
  public void close() {
    host.close();
    work.close();
  }
}
