package io.pannier.store;

import static io.pannier.store.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GroupCommitTest {
  private final PannierException refused =
      new PannierException(StandardErrorCode.STORE_FAILED, "refused");
  private final PannierException unreachable =
      new PannierException(StandardErrorCode.STORE_UNAVAILABLE, "unreachable");

  private record Group(List<String> requests, Promise<List<String>> answer) {
    void succeed() {
      answer.complete(requests.stream().map(request -> request + "!").toList());
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Group> groups = new LinkedBlockingQueue<>();
  private final GroupCommit<String, String> commits =
      new GroupCommit<>(
          "test",
          vertx,
          vertx.getOrCreateContext(),
          10,
          20,
          String::length,
          requests -> {
            Group group = new Group(requests, Promise.promise());
            groups.add(group);
            return group.answer().future();
          });

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void mergesWhatArrivesWhileOneIsInFlight() throws Exception {
    Future<String> first = commits.write("a");
    Group alone = next();
    Future<String> second = commits.write("bbbb");
    Future<String> third = commits.write("cccc");
    Future<String> fourth = commits.write("dddd");
    assertThat(alone.requests()).containsExactly("a");
    assertThat(first.isComplete()).isFalse();
    alone.succeed();
    assertThat(await(first)).isEqualTo("a!");
    Group merged = next();
    assertThat(merged.requests()).containsExactly("bbbb", "cccc");
    merged.succeed();
    next().succeed();
    assertThat(await(second) + await(third) + await(fourth)).isEqualTo("bbbb!cccc!dddd!");
  }

  @Test
  void refusesMoreThanMayWaitAndRecovers() throws Exception {
    Future<String> large = commits.write("x".repeat(50));
    assertThatThrownBy(() -> await(commits.write("y")))
        .isInstanceOfSatisfying(
            PannierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(StandardErrorCode.OVERLOADED));
    next().succeed();
    await(large);
    Future<String> small = commits.write("y");
    next().succeed();
    assertThat(await(small)).isEqualTo("y!");
  }

  @Test
  void failsOnlyTheRequestThatIsRefused() throws Exception {
    Future<String> first = commits.write("a");
    Group alone = next();
    Future<String> bad = commits.write("bad");
    Future<String> good = commits.write("good");
    alone.succeed();
    await(first);
    next().answer().fail(refused);
    Group badAlone = next();
    assertThat(badAlone.requests()).containsExactly("bad");
    badAlone.answer().fail(refused);
    next().succeed();
    assertThatThrownBy(() -> await(bad)).isEqualTo(refused);
    assertThat(await(good)).isEqualTo("good!");
  }

  @Test
  void writesTheSameGroupAgainWhileTheDatabaseIsGone() throws Exception {
    Future<String> waiting = commits.write("a");
    next().answer().fail(unreachable);
    next().answer().fail(unreachable);
    Group again = next();
    assertThat(again.requests()).containsExactly("a");
    again.succeed();
    assertThat(await(waiting)).isEqualTo("a!");
  }

  @Test
  void closesWhenEverythingTakenIsWritten() throws Exception {
    Future<String> last = commits.write("a");
    Future<Void> closed = commits.close();
    assertThatThrownBy(() -> await(commits.write("b"))).isInstanceOf(PannierException.class);
    assertThat(closed.isComplete()).isFalse();
    next().succeed();
    await(closed);
    assertThat(await(last)).isEqualTo("a!");
  }

  private Group next() throws InterruptedException {
    Group group = groups.poll(20, TimeUnit.SECONDS);
    if (group == null) {
      throw new AssertionError("nothing is written");
    }
    return group;
  }
}
