package io.pannier.scoring;

import io.pannier.messages.Coverage;
import io.pannier.messages.EventsJournaled;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Reads the journal to a learner. The reading runs on a worker, the teaching on the caller's
 * thread, which is the learner's own, so that it stays contained; a short queue lies between.
 */
final class JournalCourse {
  private static final int SLICE = 512;

  private final JournalReader journal;

  /** Reads the journal behind given offsets; the consumer runs on a worker and may block. */
  interface JournalReader {
    Future<Void> replay(Map<Integer, Long> after, Consumer<EventsJournaled> consumer);
  }

  JournalCourse(JournalReader journal) {
    this.journal = journal;
  }

  /**
   * Teaches everything of one shop that stands behind the offsets.
   *
   * @return what is covered now
   * @throws PannierException {@code DEADLINE_EXCEEDED} if the thread is interrupted
   */
  Coverage teach(OnlineLearner learner, int shop, Map<Integer, Long> after) {
    Coverage coverage = new Coverage(after);
    BlockingQueue<Optional<EventsJournaled>> batches = new ArrayBlockingQueue<>(4);
    Thread teacher = Thread.currentThread();
    Future<Void> reading =
        journal
            .replay(after, batch -> put(batches, Optional.of(batch), teacher))
            .onComplete(
                done -> Thread.startVirtualThread(() -> put(batches, Optional.empty(), teacher)));
    try {
      for (Optional<EventsJournaled> batch = batches.take();
          batch.isPresent();
          batch = batches.take()) {
        teach(learner, Observations.of(batch.get(), shop, coverage));
        coverage.extend(batch.get());
      }
      reading.toCompletionStage().toCompletableFuture().join();
      return coverage;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PannierException(
          StandardErrorCode.DEADLINE_EXCEEDED, "a learner was interrupted while it caught up", e);
    }
  }

  private static void teach(OnlineLearner learner, List<Observation> observations) {
    for (int from = 0; from < observations.size(); from += SLICE) {
      learner.learn(observations.subList(from, Math.min(from + SLICE, observations.size())));
    }
  }

  /** Waits for room as long as there is a teacher. */
  private static void put(
      BlockingQueue<Optional<EventsJournaled>> batches,
      Optional<EventsJournaled> batch,
      Thread teacher) {
    try {
      while (teacher.isAlive()
          && !teacher.isInterrupted()
          && !batches.offer(batch, 1, java.util.concurrent.TimeUnit.SECONDS)) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
