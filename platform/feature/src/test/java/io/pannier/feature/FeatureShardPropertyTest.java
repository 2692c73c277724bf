package io.pannier.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.ShopEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FeatureShardPropertyTest {
  private static final FeatureConfig CONFIG = FeatureConfig.defaults();

  @Property(tries = 60)
  void stateDoesNotDependOnTheOrderOfArrival(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 1500) int count) {
    List<ShopEvent> events = SampleEvents.random(new Random(seed), count);
    List<ShopEvent> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed + 1));
    assertThat(digest(shuffled)).isEqualTo(digest(events));
  }

  @Property(tries = 40)
  void anEventIsCountedOnceHoweverOftenItsBatchComes(@ForAll long seed) {
    List<ShopEvent> events = SampleEvents.random(new Random(seed), 300);
    FeatureShard once = new FeatureShard(0, CONFIG);
    once.follow(SampleEvents.batch(0, 1, events));
    FeatureShard twice = new FeatureShard(0, CONFIG);
    twice.follow(SampleEvents.batch(0, 1, events.subList(0, 200)));
    twice.follow(SampleEvents.batch(0, 1, events));
    twice.follow(SampleEvents.batch(0, 101, events.subList(100, 300)));
    assertThat(twice.digest()).isEqualTo(once.digest());
  }

  @Property(tries = 40)
  void aSnapshotTakenWhileEventsComePlusTheRestOfTheJournalIsTheState(@ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    List<ShopEvent> events = SampleEvents.random(random, 800);
    FeatureShard shard = new FeatureShard(0, CONFIG);
    shard.follow(SampleEvents.batch(0, 1, events.subList(0, 400)));

    RunningSnapshot snapshot = shard.beginSnapshot();
    int next = 400;
    while (snapshot.advance(shard, 1 + random.nextInt(4))) {
      int end = Math.min(next + random.nextInt(60), events.size());
      if (end > next) {
        shard.follow(SampleEvents.batch(0, next + 1, events.subList(next, end)));
        next = end;
      }
    }
    shard.endSnapshot();
    shard.follow(SampleEvents.batch(0, next + 1, events.subList(next, events.size())));

    FeatureShard restored = new FeatureShard(0, CONFIG);
    restored.restore(snapshot.finish(), snapshot.covered());
    assertThat(restored.covered()).isEqualTo(Map.of(0, 400L));
    restored.follow(SampleEvents.batch(0, 1, events));
    assertThat(restored.digest()).isEqualTo(shard.digest());
    assertThat(restored.shopperBytes()).isEqualTo(shard.shopperBytes());
  }

  private static long digest(List<ShopEvent> events) {
    long digest = 0;
    for (int i = 0; i < CONFIG.shards(); i++) {
      FeatureShard shard = new FeatureShard(i, CONFIG);
      shard.follow(SampleEvents.batch(0, 1, events));
      digest = digest * 31 + shard.digest();
    }
    return digest;
  }
}
