package io.pannier.scoring;

import io.micrometer.core.instrument.Counter;
import io.pannier.messages.Coverage;
import io.pannier.messages.EventsJournaled;
import io.pannier.pluginhost.StrategySlot;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Teaches one learner of one shop what is published, in slices, so that requests are scored in
 * between. A learner that cannot keep up is let go and reads the journal from where it stands: no
 * memory without bound, nothing lost. Thread-safe: the publisher, the learner's thread and the
 * timer meet here.
 */
final class LearnerFeed {
  private static final Logger LOG = LoggerFactory.getLogger(LearnerFeed.class);
  private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SNAPSHOT_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long CATCH_UP_NANOS = TimeUnit.MINUTES.toNanos(30);

  /** The call did not run: the same slice is tried again later. */
  private static final Set<String> NOT_RUN =
      Set.of(
          StandardErrorCode.STRATEGY_QUARANTINED.name(),
          StandardErrorCode.OVERLOADED.name(),
          StandardErrorCode.STRATEGY_UNKNOWN.name());

  private final int shop;
  private final ScoringConfig config;
  private final JournalCourse course;
  private final Supplier<StrategySlot> slot;
  private final Counter taught;
  private final Counter skipped;
  private final ArrayDeque<EventsJournaled> inbox = new ArrayDeque<>();
  private @Nullable Lesson current;
  private Coverage coverage = new Coverage(Map.of());
  private long generation;
  private int queued;
  private boolean live;
  private boolean missed;
  private boolean teaching;
  private @Nullable Snapshot wanted;

  private record Snapshot(Function<OnlineLearner, byte[]> take, CompletableFuture<Taken> taken) {}

  /**
   * @param offsets what the data covers
   * @param model that the learner began from; empty for none
   */
  record Taken(Map<Integer, Long> offsets, byte[] data, String model) {}

  private record Lesson(EventsJournaled batch, List<Observation> observations, int from) {
    boolean done() {
      return from >= observations.size();
    }
  }

  /**
   * @param course teaches a learner the journal behind given offsets
   * @param slot of the learner; asked once the learner is prepared
   */
  LearnerFeed(
      int shop,
      ScoringConfig config,
      JournalCourse course,
      Supplier<StrategySlot> slot,
      Counter taught,
      Counter skipped) {
    this.shop = shop;
    this.config = config;
    this.course = course;
    this.slot = slot;
    this.taught = taught;
    this.skipped = skipped;
  }

  synchronized Map<Integer, Long> covered() {
    return coverage.asMap();
  }

  synchronized int queued() {
    return queued;
  }

  synchronized boolean caughtUp() {
    return live && !missed && !teaching && inbox.isEmpty() && (current == null || current.done());
  }

  /**
   * Brings a fresh learner up to date, then lets it follow. Runs on the learner's thread.
   *
   * @param offsets what its state covers already
   */
  void prepare(OnlineLearner learner, long newGeneration, Map<Integer, Long> offsets)
      throws Exception {
    synchronized (this) {
      generation = newGeneration;
      drop();
      live = false;
      missed = false;
      coverage = new Coverage(offsets);
    }
    catchUp(learner, newGeneration);
  }

  private boolean catchUp(OnlineLearner learner, long ofGeneration) {
    while (true) {
      Coverage reached = course.teach(learner, shop, covered());
      synchronized (this) {
        if (generation != ofGeneration) {
          return false;
        }
        coverage = reached;
        if (!missed) {
          live = true;
          break;
        }
        // Something was published and dropped meanwhile; it stands in the journal by now.
        missed = false;
      }
    }
    return true;
  }

  /** Takes what was published just now. */
  void published(EventsJournaled batch) {
    synchronized (this) {
      if (missed) {
        return;
      }
      queued += batch.events().size();
      inbox.add(batch);
      if (queued > config.learningQueue()) {
        LOG.warn(
            "a learner of shop {} is {} events behind and reads the journal instead", shop, queued);
        drop();
        missed = true;
      }
    }
    pump();
  }

  /** Takes a snapshot where one batch is wholly taught and the next not begun. */
  CompletableFuture<Taken> snapshot(Function<OnlineLearner, byte[]> take) {
    Snapshot snapshot = new Snapshot(take, new CompletableFuture<>());
    synchronized (this) {
      if (wanted != null) {
        return wanted.taken();
      }
      wanted = snapshot;
    }
    pump();
    return snapshot.taken();
  }

  /** Teaches the next slice unless one is being taught; called again by a timer after refusals. */
  void pump() {
    Lesson lesson;
    boolean behind;
    long now;
    synchronized (this) {
      if (teaching || !live) {
        return;
      }
      if (wanted != null && !missed && (current == null || current.done())) {
        teaching = true;
        take(wanted, covered());
        return;
      }
      behind = missed;
      lesson = behind ? null : next();
      if (lesson == null && !behind) {
        return;
      }
      missed = false;
      live = !behind;
      teaching = true;
      now = generation;
    }
    if (lesson == null) {
      slot.get()
          .call(
              OnlineLearner.class,
              learner -> catchUp(learner, now),
              System.nanoTime() + CATCH_UP_NANOS)
          .whenComplete((done, failure) -> caughtUp(failure));
      return;
    }
    int end = Math.min(lesson.from() + config.learningSlice(), lesson.observations().size());
    List<Observation> slice = lesson.observations().subList(lesson.from(), end);
    Lesson rest = new Lesson(lesson.batch(), lesson.observations(), end);
    slot.get()
        .call(
            OnlineLearner.class, learner -> learn(learner, slice), System.nanoTime() + SLICE_NANOS)
        .whenComplete((done, failure) -> taught(rest, slice.size(), now, failure));
  }

  private void take(Snapshot snapshot, Map<Integer, Long> offsets) {
    slot.get()
        .call(OnlineLearner.class, snapshot.take(), System.nanoTime() + SNAPSHOT_NANOS)
        .whenComplete(
            (answer, failure) -> {
              synchronized (this) {
                teaching = false;
                wanted = null;
              }
              if (answer != null) {
                snapshot.taken().complete(new Taken(offsets, answer.value(), answer.model()));
              } else {
                snapshot.taken().completeExceptionally(failure);
              }
              pump();
            });
  }

  private static boolean learn(OnlineLearner learner, List<Observation> slice) {
    learner.learn(slice);
    return true;
  }

  /**
   * The lesson under way or the next that has something to teach; others extend what is covered.
   */
  private @Nullable Lesson next() {
    while (current == null || current.done()) {
      if (current != null) {
        coverage.extend(current.batch());
        queued -= current.batch().events().size();
      }
      EventsJournaled batch = inbox.poll();
      current = batch == null ? null : new Lesson(batch, Observations.of(batch, shop, coverage), 0);
      if (batch == null) {
        return null;
      }
    }
    return current;
  }

  private void drop() {
    inbox.clear();
    current = null;
    queued = 0;
  }

  private void taught(Lesson rest, int size, long ofGeneration, @Nullable Throwable failure) {
    synchronized (this) {
      teaching = false;
      if (generation != ofGeneration || missed) {
        return;
      }
      if (failure != null && NOT_RUN.contains(PannierException.codeOf(failure).name())) {
        return;
      }
      current = rest;
      if (rest.done()) {
        // Told at once, so that a snapshot taken now knows what it holds.
        next();
      }
    }
    if (failure == null) {
      taught.increment(size);
    } else {
      skipped.increment(size);
      LOG.warn("a learner of shop {} failed on {} events; they are skipped", shop, size, failure);
    }
    pump();
  }

  private void caughtUp(@Nullable Throwable failure) {
    synchronized (this) {
      teaching = false;
      if (failure != null) {
        missed = true;
        live = true;
        LOG.warn("a learner of shop {} could not read the journal; tried again", shop, failure);
        return;
      }
    }
    pump();
  }
}
