package io.pannier.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkCrewTest {
  @Test
  void everyPartRunsOnceOnAnyNumberOfWorkers() {
    for (int workers = 1; workers <= 5; workers++) {
      try (WorkCrew crew = new WorkCrew(workers)) {
        for (int parts = 0; parts < 40; parts++) {
          AtomicIntegerArray runs = new AtomicIntegerArray(40);
          int[] lastOfWorker = new int[workers];
          crew.run(
              (part, worker) -> {
                runs.incrementAndGet(part);
                assertThat(part).isGreaterThanOrEqualTo(lastOfWorker[worker]);
                lastOfWorker[worker] = part;
              },
              parts);
          for (int part = 0; part < 40; part++) {
            assertThat(runs.get(part)).isEqualTo(part < parts ? 1 : 0);
          }
        }
      }
    }
  }

  @Test
  void helpersDoJoin() throws InterruptedException {
    try (WorkCrew crew = new WorkCrew(2)) {
      // Each part waits for the other, so one thread alone could not finish.
      CountDownLatch both = new CountDownLatch(2);
      crew.run(
          (part, worker) -> {
            both.countDown();
            try {
              assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          },
          2);
      assertThat(both.getCount()).isZero();
    }
  }

  @Test
  void whatAPartThrowsReachesTheCallerAndTheCrewWorksOn() {
    try (WorkCrew crew = new WorkCrew(3)) {
      for (int round = 0; round < 200; round++) {
        int bad = round % 20;
        assertThatThrownBy(
                () ->
                    crew.run(
                        (part, worker) -> {
                          if (part == bad) {
                            throw new IllegalArgumentException("part " + part);
                          }
                        },
                        20))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("part " + bad);
        AtomicIntegerArray runs = new AtomicIntegerArray(20);
        crew.run((part, worker) -> runs.incrementAndGet(part), 20);
        for (int part = 0; part < 20; part++) {
          assertThat(runs.get(part)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void anErrorOfAHelperReachesTheCaller() {
    try (WorkCrew crew = new WorkCrew(2)) {
      CountDownLatch helperRan = new CountDownLatch(1);
      assertThatThrownBy(
              () ->
                  crew.run(
                      (part, worker) -> {
                        if (worker == 1) {
                          helperRan.countDown();
                          throw new StackOverflowError("of a helper");
                        }
                        await(helperRan);
                      },
                      2))
          .isInstanceOf(StackOverflowError.class)
          .hasMessage("of a helper");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anInterruptedCallerStillGetsItsWorkDone() {
    try (WorkCrew crew = new WorkCrew(2)) {
      Thread.currentThread().interrupt();
      AtomicIntegerArray runs = new AtomicIntegerArray(1000);
      crew.run((part, worker) -> runs.incrementAndGet(part), 1000);
      assertThat(Thread.interrupted()).isTrue();
      for (int part = 0; part < 1000; part++) {
        assertThat(runs.get(part)).isEqualTo(1);
      }
    }
  }

  @Test
  void closingEndsTheThreads() throws InterruptedException {
    WorkCrew crew = new WorkCrew(4);
    crew.run((part, worker) -> {}, 100);
    assertThat(crew.helpers()).hasSize(3).allMatch(Thread::isAlive).allMatch(Thread::isDaemon);
    crew.close();
    for (Thread helper : crew.helpers()) {
      assertThat(helper.join(java.time.Duration.ofSeconds(30))).isTrue();
    }
    assertThatThrownBy(() -> crew.run((part, worker) -> {}, 2))
        .isInstanceOf(IllegalStateException.class);
  }
}
