package io.pannier.spitestkit;

import io.pannier.spi.Observation;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyTrainer;
import io.pannier.spi.TrainingOutcome;
import io.pannier.spi.TrainingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@link StrategyTrainer} promises. A trainer may need a service that is granted only where
 * models are trained; where it is refused, nothing may be left behind, and nothing more is asked.
 */
final class TrainingChecks {
  private final ContractSubject subject;

  private TrainingChecks(ContractSubject subject) {
    this.subject = subject;
  }

  static List<ContractCheck> of(ContractSubject subject) {
    var checks = new TrainingChecks(subject);
    return List.of(
        new ContractCheck("training", "writes a model and tells its progress", checks::trains),
        new ContractCheck("training", "leaves nothing when it is cancelled", checks::cancels));
  }

  private void trains() throws IOException {
    Path folder = Files.createTempDirectory("pannier-contract");
    try (StrategyTrainer trainer = (StrategyTrainer) subject.create()) {
      Path model = folder.resolve("model");
      Recorder progress = new Recorder(false);
      Optional<Optional<TrainingOutcome>> outcome = train(trainer, model, progress);
      boolean granted = outcome.isPresent();
      if (granted) {
        boolean told = outcome.get().filter(o -> Double.isFinite(o.value())).isPresent();
        Check.that(told, "it says not how good the model is: %s", outcome.get());
        Check.that(Files.size(model) > 0, "no model was written");
        Check.that(progress.last >= 0, "no progress was reported");
      }
      onlyHolds(folder, granted ? 1 : 0);
    } finally {
      delete(folder);
    }
  }

  private void cancels() throws IOException {
    Path folder = Files.createTempDirectory("pannier-contract");
    try (StrategyTrainer trainer = (StrategyTrainer) subject.create()) {
      Optional<TrainingOutcome> outcome =
          train(trainer, folder.resolve("model"), new Recorder(true)).orElse(Optional.empty());
      Check.that(outcome.isEmpty(), "it was cancelled and answers %s", outcome);
      onlyHolds(folder, 0);
    } finally {
      delete(folder);
    }
  }

  /** Empty where a service that the trainer needs is not granted. */
  private Optional<Optional<TrainingOutcome>> train(
      StrategyTrainer trainer, Path model, Recorder progress) throws IOException {
    try {
      return Optional.of(trainer.train(lessons(), model, progress));
    } catch (PannierException e) {
      if (e.code() == StandardErrorCode.CAPABILITY_UNSUPPORTED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private TrainingSet lessons() {
    List<Observation> all = subject.observations();
    return new FakeTrainingSet(
        subject.catalogue(),
        List.of(all.subList(0, all.size() / 2), all.subList(all.size() / 2, all.size())));
  }

  private static void onlyHolds(Path folder, int files) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      long count = found.count();
      Check.that(count == files, "%d files where the model is written, expected %d", count, files);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static final class Recorder implements StrategyTrainer.Progress {
    private final boolean cancelled;
    private double last = -1;

    private Recorder(boolean cancelled) {
      this.cancelled = cancelled;
    }

    @Override
    public void report(double done, String what) {
      Check.that(done >= last && done <= 1, "the progress went from %s to %s", last, done);
      last = done;
    }

    @Override
    public boolean cancelled() {
      return cancelled;
    }
  }
}
