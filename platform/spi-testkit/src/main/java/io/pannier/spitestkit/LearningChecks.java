package io.pannier.spitestkit;

import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What {@link OnlineLearner} promises. */
final class LearningChecks {
  private final ContractSubject subject;

  private LearningChecks(ContractSubject subject) {
    this.subject = subject;
  }

  static List<ContractCheck> of(ContractSubject subject) {
    var checks = new LearningChecks(subject);
    return List.of(
        new ContractCheck("learning", "in slices is as learning at once", checks::slices),
        new ContractCheck("learning", "equal lessons give equal answers", checks::repeats),
        new ContractCheck("learning", "a restored snapshot answers alike", checks::restores),
        new ContractCheck("learning", "goes on after a restore", checks::goesOn),
        new ContractCheck("learning", "a snapshot of nothing can be restored", checks::nothing),
        new ContractCheck(
            "learning", "a damaged snapshot is refused with IOException", checks::damaged),
        new ContractCheck("learning", "takes in any event", checks::anyEvent));
  }

  private void slices() {
    List<Observation> lessons = subject.observations();
    try (OnlineLearner one = learner();
        OnlineLearner other = learner()) {
      one.learn(lessons);
      ContractSubject.teach(other, lessons, 7);
      Probe.closeTo(
          Probe.answers(one, subject), Probe.answers(other, subject), "learned in slices of 7");
    }
  }

  private void repeats() {
    try (OnlineLearner one = subject.createTaught(OnlineLearner.class);
        OnlineLearner other = subject.createTaught(OnlineLearner.class)) {
      Check.that(
          Probe.answers(one, subject).equals(Probe.answers(other, subject)),
          "two instances with equal lessons answer differently");
    }
  }

  private void restores() throws IOException {
    try (OnlineLearner taught = subject.createTaught(OnlineLearner.class);
        OnlineLearner restored = learner();
        OnlineLearner overwritten = learner()) {
      byte[] snapshot = Probe.snapshot(taught);
      List<Float> expected = Probe.answers(taught, subject);
      restored.restore(new ByteArrayInputStream(snapshot));
      Check.that(Probe.answers(restored, subject).equals(expected), "the restored answers differ");
      overwritten.learn(new ShopGenerator(9).observations(subject.catalogue(), 30));
      overwritten.restore(new ByteArrayInputStream(snapshot));
      Check.that(
          Probe.answers(overwritten, subject).equals(expected),
          "something of the state before the restore is left");
    }
  }

  private void goesOn() throws IOException {
    List<Observation> lessons = subject.observations();
    int half = lessons.size() / 2;
    try (OnlineLearner whole = learner();
        OnlineLearner first = learner();
        OnlineLearner second = learner()) {
      ContractSubject.teach(whole, lessons.subList(0, half), 50);
      ContractSubject.teach(whole, lessons.subList(half, lessons.size()), 50);
      ContractSubject.teach(first, lessons.subList(0, half), 50);
      second.restore(new ByteArrayInputStream(Probe.snapshot(first)));
      ContractSubject.teach(second, lessons.subList(half, lessons.size()), 50);
      Probe.closeTo(
          Probe.answers(whole, subject),
          Probe.answers(second, subject),
          "restored half way and taught the rest");
    }
  }

  private void nothing() throws IOException {
    try (OnlineLearner empty = learner();
        OnlineLearner restored = learner()) {
      restored.restore(new ByteArrayInputStream(Probe.snapshot(empty)));
      Check.that(
          Probe.answers(restored, subject).equals(Probe.answers(empty, subject)),
          "the restored answers differ");
    }
  }

  private void damaged() {
    byte[] snapshot;
    try (OnlineLearner taught = subject.createTaught(OnlineLearner.class)) {
      snapshot = Probe.snapshot(taught);
    }
    byte[] noise = new byte[256];
    Arrays.fill(noise, (byte) 0x7f);
    refuses("an empty snapshot", new byte[0]);
    refuses("noise", noise);
    refuses("half a snapshot", Arrays.copyOf(snapshot, snapshot.length / 2));
    refuses("a snapshot without its last byte", Arrays.copyOf(snapshot, snapshot.length - 1));
  }

  private void refuses(String what, byte[] data) {
    try (OnlineLearner learner = learner()) {
      learner.restore(new ByteArrayInputStream(data));
    } catch (IOException expected) {
      return;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + " threw " + e + "; expected an IOException", e);
    }
    throw new AssertionError(what + " was accepted");
  }

  private void anyEvent() {
    long now = ShopGenerator.END.toEpochMilli();
    try (OnlineLearner learner = learner()) {
      learner.learn(List.of());
      for (EventType type : EventType.values()) {
        learner.learn(
            List.of(
                new Observation(type, now, 0, -1, 0, -1, null, Double.NaN, Double.NaN),
                new Observation(type, now - 86_400_000, 7, 3, 1, 0, null, 5, 1),
                new Observation(type, 0, -7, 0, 1_000_000, 1L << 40, "o", -1, 1e-9),
                new Observation(type, now, 7, 50_000, 1, 100, "o", Double.NaN, Double.NaN)));
      }
      for (float answer : Probe.answers(learner, subject)) {
        Check.that(Float.isFinite(answer), "an answer is %s after odd events", answer);
      }
    }
  }

  private OnlineLearner learner() {
    return (OnlineLearner) subject.create();
  }
}
