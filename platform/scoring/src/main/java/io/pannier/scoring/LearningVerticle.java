package io.pannier.scoring;

import io.micrometer.core.instrument.Tags;
import io.pannier.messages.Addresses;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.Telemetry;
import io.pannier.pluginhost.Preparation;
import io.pannier.pluginhost.StrategyDirectory;
import io.pannier.spi.OnlineLearner;
import io.pannier.store.Journal;
import io.pannier.store.Snapshots;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the learners among the strategies up to date: restores each from its snapshot, teaches it
 * what the journal holds behind that, lets it follow what is published, and writes snapshots.
 */
public final class LearningVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(LearningVerticle.class);
  private static final long RETRY_MILLIS = 500;
  private static final long LOOK_MILLIS = 20;

  private final ScoringConfig config;
  private final JournalCourse course;
  private final Snapshots snapshots;
  private final Telemetry telemetry;
  private final Map<Key, LearnerFeed> feeds = new ConcurrentHashMap<>();
  private @Nullable StrategyDirectory directory;

  private record Key(int shop, String strategy) {
    /** What was learned from one model says nothing of what begins from another. */
    String snapshotName(String model) {
      return Snapshots.ofLearner(strategy, shop, model);
    }
  }

  public LearningVerticle(
      ScoringConfig config, Journal journal, Snapshots snapshots, Telemetry telemetry) {
    this.config = config;
    this.course = new JournalCourse(journal::replay);
    this.snapshots = snapshots;
    this.telemetry = telemetry;
  }

  /** Tells where the learners' slots are. Call before the verticle is deployed. */
  public LearningVerticle of(StrategyDirectory strategies) {
    directory = strategies;
    return this;
  }

  @Override
  public Future<?> start() {
    vertx
        .eventBus()
        .<EventsJournaled>localConsumer(
            Addresses.EVENTS_JOURNALED,
            message -> feeds.values().forEach(feed -> feed.published(message.body())));
    vertx.setPeriodic(RETRY_MILLIS, timer -> feeds.values().forEach(LearnerFeed::pump));
    vertx.setPeriodic(config.snapshotInterval().toMillis(), timer -> snapshot());
    return Future.succeededFuture();
  }

  /** How the objects of a slot are prepared: learners are brought up to date, others left alone. */
  public Preparation preparation(int shop, String strategy) {
    Key key = new Key(shop, strategy);
    return (object, generation, model) -> {
      if (object instanceof OnlineLearner learner) {
        Map<Integer, Long> offsets = restore(learner, key, model);
        feeds.computeIfAbsent(key, this::feed).prepare(learner, generation, offsets);
      }
    };
  }

  /** Completes when every learner has been taught all that was published so far. */
  public Future<Void> caughtUp() {
    if (feeds.values().stream().allMatch(LearnerFeed::caughtUp)) {
      return Future.succeededFuture();
    }
    return vertx.timer(LOOK_MILLIS, TimeUnit.MILLISECONDS).compose(later -> caughtUp());
  }

  /** Writes a snapshot of every learner now; completes when all are durable. */
  public Future<Void> snapshot() {
    List<Future<?>> written = new ArrayList<>();
    feeds.forEach((key, feed) -> written.add(snapshot(key, feed)));
    return Future.join(written).mapEmpty();
  }

  private Future<Void> snapshot(Key key, LearnerFeed feed) {
    return Future.fromCompletionStage(feed.snapshot(LearningVerticle::bytes))
        .compose(
            taken ->
                snapshots.put(
                    key.snapshotName(taken.model()), taken.offsets(), Buffer.buffer(taken.data())))
        .onFailure(e -> LOG.warn("what {} learned was not written", key, e));
  }

  private Map<Integer, Long> restore(OnlineLearner learner, Key key, String model) {
    Optional<Snapshots.Snapshot> found =
        snapshots.get(key.snapshotName(model)).toCompletionStage().toCompletableFuture().join();
    if (found.isEmpty()) {
      return Map.of();
    }
    try {
      learner.restore(new ByteArrayInputStream(found.get().data().getBytes()));
      return found.get().offsets();
    } catch (IOException e) {
      LOG.warn("the snapshot of {} cannot be used, the journal is taught instead", key, e);
      return Map.of();
    }
  }

  private LearnerFeed feed(Key key) {
    Tags tags = Tags.of("strategy", key.strategy(), "shop", Integer.toString(key.shop()));
    LearnerFeed feed =
        new LearnerFeed(
            key.shop(),
            config,
            course,
            () -> strategies().slot(key.shop(), key.strategy()),
            telemetry.registry().counter("pannier.learner.taught", tags),
            telemetry.registry().counter("pannier.learner.skipped", tags));
    telemetry.registry().gauge("pannier.learner.queued", tags, feed, LearnerFeed::queued);
    return feed;
  }

  private StrategyDirectory strategies() {
    StrategyDirectory known = directory;
    if (known == null) {
      throw new IllegalStateException("deployed before its strategies are known");
    }
    return known;
  }

  private static byte[] bytes(OnlineLearner learner) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    try {
      learner.snapshot(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
