package io.pannier.spitestkit;

import io.pannier.spi.OnlineLearner;
import io.pannier.spi.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/** That instances come, go and leave nothing behind. */
final class LifecycleChecks {
  private static final int INSTANCES = 10;

  private final ContractSubject subject;

  private LifecycleChecks(ContractSubject subject) {
    this.subject = subject;
  }

  static List<ContractCheck> of(ContractSubject subject) {
    var checks = new LifecycleChecks(subject);
    return List.of(
        new ContractCheck("lifecycle", "closing twice is as closing once", checks::closesTwice),
        new ContractCheck("lifecycle", "starts no thread", checks::startsNoThread),
        new ContractCheck("lifecycle", "instances do not share state", checks::sharesNothing));
  }

  private void closesTwice() {
    Strategy strategy = subject.createTaught(Strategy.class);
    strategy.close();
    strategy.close();
  }

  /**
   * A thread of a plugin would keep its class loader alive for ever. Threads belong to the group of
   * the thread that starts them, so what is left in a group of its own was started by the strategy.
   */
  private void startsNoThread() throws Exception {
    ThreadGroup group = new ThreadGroup("contract");
    FutureTask<Boolean> life = new FutureTask<>(this::liveAndClose, true);
    new Thread(group, life, "contract-lifecycle").start();
    life.get();
    Thread[] left = new Thread[16];
    int count = group.enumerate(left);
    for (int i = 0; i < count; i++) {
      Thread thread = left[i];
      Check.that(
          thread.getName().equals("contract-lifecycle"),
          "the thread '%s' was started and still runs after close",
          thread.getName());
    }
  }

  private void liveAndClose() {
    List<Strategy> strategies = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      strategies.add(subject.createTaught(Strategy.class));
    }
    strategies.forEach(Strategy::close);
  }

  private void sharesNothing() {
    try (Strategy untouched = subject.create();
        Strategy taught = subject.create()) {
      List<Float> before = Probe.answers(untouched, subject);
      if (taught instanceof OnlineLearner learner) {
        ContractSubject.teach(learner, subject.observations(), 100);
      }
      Check.that(
          Probe.answers(untouched, subject).equals(before),
          "teaching one instance changed the answers of another");
    }
  }
}
