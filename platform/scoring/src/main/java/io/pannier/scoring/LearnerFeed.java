package io.pannier.scoring;

import io.pannier.messages.Coverage;
import io.pannier.messages.EventsJournaled;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Teaches one learner, in slices, so that requests are scored in between. It follows what is
 * published; when the learner cannot keep up it lets go and reads the journal from where it stands,
 * so that neither memory nor anything in the journal is lost. Confined to its verticle.
 */
final class LearnerFeed {
  private static final long CALL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final int shop;
  private final StrategyInstance learner;
  private final ScoringConfig config;
  private final Context verticle;
  private final JournalReader journal;
  private final ArrayDeque<Lesson> lessons = new ArrayDeque<>();
  private final Map<Integer, Long> newestPublished = new HashMap<>();
  private Coverage coverage = new Coverage(Map.of());
  private int queued;
  private boolean teaching;
  private boolean following;
  private @Nullable Promise<Void> room;
  private @Nullable Throwable failure;

  /** Reads the journal behind given offsets; the consumer runs on a worker thread and may block. */
  interface JournalReader {
    Future<Void> replay(Map<Integer, Long> after, Consumer<EventsJournaled> consumer);
  }

  private record Lesson(EventsJournaled batch, List<Observation> observations, int from) {}

  LearnerFeed(
      int shop,
      StrategyInstance learner,
      ScoringConfig config,
      Context verticle,
      JournalReader journal) {
    this.shop = shop;
    this.learner = learner;
    this.config = config;
    this.verticle = verticle;
    this.journal = journal;
  }

  Map<Integer, Long> covered() {
    return coverage.asMap();
  }

  int queued() {
    return queued;
  }

  /** Why the learner can no longer be taught, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Says what the learner's state covers. Call before anything else. */
  void startFrom(Map<Integer, Long> offsets) {
    coverage = new Coverage(offsets);
    lessons.clear();
    queued = 0;
    following = false;
    failure = null;
  }

  /** Reads the journal until nothing that was published is missing, then follows. */
  Future<Void> catchUp() {
    following = false;
    return journal
        .replay(covered(), this::teach)
        .compose(read -> drained())
        .compose(
            taught -> {
              boolean missing =
                  newestPublished.entrySet().stream()
                      .anyMatch(lane -> !coverage.covers(lane.getKey(), lane.getValue()));
              if (missing) {
                return catchUp();
              }
              following = true;
              return Future.succeededFuture();
            });
  }

  /** Takes what was published just now. */
  void published(EventsJournaled batch) {
    newestPublished.merge(batch.lane(), batch.toOffset(), Math::max);
    if (!following || failure != null) {
      return;
    }
    if (queued > config.learningQueue()) {
      lessons.clear();
      queued = 0;
      following = false;
      drained().compose(taught -> catchUp());
      return;
    }
    enqueue(batch);
  }

  /** Runs a call on the learner between two slices. */
  <R> Future<R> between(Function<OnlineLearner, R> call) {
    Promise<R> done = Promise.promise();
    learner
        .call(OnlineLearner.class, call::apply, System.nanoTime() + CALL_NANOS)
        .whenComplete(
            (result, thrown) ->
                verticle.runOnContext(
                    back -> {
                      if (thrown == null) {
                        done.complete(result);
                      } else {
                        done.fail(thrown);
                      }
                    }));
    return done.future();
  }

  /** Blocks the reader of the journal while the learner has enough to do. */
  private void teach(EventsJournaled batch) {
    Promise<Void> taken = Promise.promise();
    verticle.runOnContext(
        here -> {
          enqueue(batch);
          hasRoom().onComplete(taken);
        });
    taken.future().toCompletionStage().toCompletableFuture().join();
  }

  private void enqueue(EventsJournaled batch) {
    List<Observation> observations = Observations.of(batch, shop, coverage);
    lessons.add(new Lesson(batch, observations, 0));
    queued += observations.size();
    pump();
  }

  private Future<Void> hasRoom() {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    if (queued <= config.learningSlice() * 8) {
      return Future.succeededFuture();
    }
    Promise<Void> waiting = room == null ? Promise.promise() : room;
    room = waiting;
    return waiting.future();
  }

  private Future<Void> drained() {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    if (lessons.isEmpty() && !teaching) {
      return Future.succeededFuture();
    }
    Promise<Void> next = Promise.promise();
    verticle.runOnContext(
        later -> hasRoom().compose(ok -> taughtOnce()).compose(ok -> drained()).onComplete(next));
    return next.future();
  }

  /** Completes after the call under way, if there is one. */
  private Future<Void> taughtOnce() {
    return between(learnerIsFree -> true).mapEmpty();
  }

  private void pump() {
    if (teaching || failure != null) {
      return;
    }
    Lesson lesson = lessons.poll();
    while (lesson != null && lesson.from() >= lesson.observations().size()) {
      coverage.extend(lesson.batch());
      lesson = lessons.poll();
    }
    if (lesson == null) {
      return;
    }
    int end = Math.min(lesson.from() + config.learningSlice(), lesson.observations().size());
    List<Observation> slice = lesson.observations().subList(lesson.from(), end);
    Lesson rest = new Lesson(lesson.batch(), lesson.observations(), end);
    teaching = true;
    between(
            l -> {
              l.learn(slice);
              return true;
            })
        .onComplete(
            taught -> {
              teaching = false;
              if (taught.failed()) {
                fail(taught.cause());
                return;
              }
              queued -= slice.size();
              lessons.addFirst(rest);
              Promise<Void> waiting = room;
              if (waiting != null && queued <= config.learningSlice() * 4) {
                room = null;
                waiting.complete();
              }
              pump();
            });
  }

  private void fail(Throwable cause) {
    failure = cause;
    lessons.clear();
    queued = 0;
    Promise<Void> waiting = room;
    room = null;
    if (waiting != null) {
      waiting.fail(cause);
    }
  }
}
