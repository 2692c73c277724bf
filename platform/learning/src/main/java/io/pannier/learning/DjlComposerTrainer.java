package io.pannier.learning;

import ai.djl.ndarray.NDManager;
import io.pannier.kernels.api.Checkpoint;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.ComposerTrainer;
import io.pannier.kernels.api.ItemDescriptions;
import io.pannier.kernels.api.NamedTensors;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.kernels.api.WideTables;
import io.pannier.kernels.model.ComposerTensors;
import io.pannier.kernels.model.ModelCard;
import io.pannier.kernels.model.SafetensorsFiles;
import io.pannier.kernels.model.SafetensorsWriter;
import io.pannier.spi.StrategyTrainer.Progress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains composers in PyTorch. The native library is loaded by the first training; where it is
 * unpacked to is told by {@code DJL_CACHE_DIR}.
 */
public final class DjlComposerTrainer implements ComposerTrainer {
  private static final String THREADS = "ai.djl.pytorch.num_threads";

  private final Clock clock;
  private final @Nullable Checkpoint checkpoint;

  /** For the service loader. */
  public DjlComposerTrainer() {
    this(Clock.systemUTC());
  }

  /**
   * @param clock for the date in the model file
   */
  public DjlComposerTrainer(Clock clock) {
    this(clock, null);
  }

  private DjlComposerTrainer(Clock clock, @Nullable Checkpoint checkpoint) {
    this.clock = clock;
    this.checkpoint = checkpoint;
    System.setProperty("ai.djl.offline", "true");
    if (System.getProperty(THREADS) == null) {
      // Steps are of many small operations: threads that wait for each other cost more than they
      // do.
      System.setProperty(THREADS, "1");
    }
  }

  @Override
  public ComposerTrainer keeping(Checkpoint kept) {
    return new DjlComposerTrainer(clock, kept);
  }

  @Override
  public Optional<Outcome> train(
      ComposerSpec spec, TrainingOrders orders, TrainingPlan plan, Path file, Progress progress) {
    // DJL looks for its engine with the thread's class loader, which may be a plugin's.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(DjlComposerTrainer.class.getClassLoader());
    try (NDManager manager = NDManager.newBaseManager(null, "PyTorch")) {
      CheckpointFile kept =
          checkpoint == null ? null : new CheckpointFile(checkpoint, spec, orders, plan);
      ComposerTraining training = new ComposerTraining(manager, spec, orders, plan, kept, progress);
      if (kept != null && kept.resumes()) {
        training.restore(kept.read());
      }
      Optional<Outcome> outcome = training.run();
      if (outcome.isPresent()) {
        write(spec, orders, plan, training.best(), file);
      }
      return outcome;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void write(
      ComposerSpec spec,
      TrainingOrders orders,
      TrainingPlan plan,
      Map<String, float[]> weights,
      Path file) {
    SafetensorsWriter writer = new SafetensorsWriter();
    new ModelCard(
            spec,
            ModelCard.checksumOf(orders.vocabulary()),
            DataChecksum.of(orders),
            plan.seed(),
            clock.instant().truncatedTo(ChronoUnit.SECONDS))
        .write(writer);
    ComposerTensors.of(spec)
        .forEach(
            (name, shape) -> writer.add(name, Objects.requireNonNull(weights.get(name)), shape));
    NamedTensors tables = new NamedTensors();
    tables.putTexts(ModelCard.VOCABULARY, orders.vocabulary());
    new WideTables(
            new CountedOrders(orders).first(orders.count()),
            orders.likeness(),
            Weights.scale(weights),
            orders.until())
        .write(tables);
    new ItemDescriptions(
            orders.words(),
            weights.getOrDefault(Weights.WORDS, new float[0]),
            orders.categories(),
            ItemFacts.of(orders).categories())
        .write(tables);
    float[] learned = weights.get(SharedTexts.NAME);
    if (learned != null) {
      new SharedTexts(orders.texts()).projection(learned).write(tables);
    }
    tables.metadata().forEach(writer::metadata);
    SafetensorsFiles.add(tables, writer);
    writer.write(file);
  }
}
