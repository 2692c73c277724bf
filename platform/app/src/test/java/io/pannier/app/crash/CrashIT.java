package io.pannier.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.laboratory.load.ShopAccess;
import io.pannier.store.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the program at random moments, again and again on the same data, and then holds it to its
 * word: what it acknowledged is in the journal exactly once, and its feature state is what the
 * journal says.
 *
 * <p>{@code -Dpannier.crash.kills=N} sets how often, {@code -Dpannier.crash.seed=S} the moments.
 */
class CrashIT {
  private static final int KILLS = Integer.getInteger("pannier.crash.kills", 3);
  private static final long SEED = Long.getLong("pannier.crash.seed", System.nanoTime());

  /** A share of kills falls into the making of the database, at least one. */
  private static final int WHILE_MADE = Math.max(1, KILLS / 6);

  /** Of the later kills, every so many falls into a start. */
  private static final int WHILE_STARTING = 4;

  private static final int MAKING_MILLIS = 1_500;
  private static final int STARTING_MILLIS = 4_000;
  private static final int LOAD_MILLIS = 2_500;

  @TempDir private Path folder = Path.of("");

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final SentEvents events = new SentEvents(SEED);
  private int offers;

  @Test
  void whatWasAcknowledgedOutlivesEveryKill() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    System.out.println("crash: " + KILLS + " kills, seed " + SEED);
    try {
      for (int kill = 1; kill <= KILLS; kill++) {
        if (kill <= WHILE_MADE) {
          killWhileMade(data, kill);
        } else if ((kill - WHILE_MADE) % WHILE_STARTING == 0) {
          killWhileStarting(data, kill);
        } else {
          killUnderLoad(data, kill);
        }
      }
      holdToItsWord(data);
    } finally {
      // Ends the last orphan.
      EmbeddedPostgres.start(data).close();
    }
  }

  private void killWhileMade(Path data, int kill) throws Exception {
    try (SubjectProcess subject = SubjectProcess.start(data)) {
      while (subject.alive() && noFolderInTheMaking(data) && !Files.exists(data.resolve("pg"))) {
        LockSupport.parkNanos(1_000_000);
      }
      // A start that finds the cluster made already needs time before it gets to the migrations.
      int within = Files.exists(data.resolve("pg")) ? STARTING_MILLIS : MAKING_MILLIS;
      pause(random.nextInt(within));
      report(kill, subject, "the making of database and shop");
      System.out.println("crash:   left behind: " + leftBehind(data));
    }
  }

  private static String leftBehind(Path data) {
    if (Files.exists(data.resolve("credentials.json"))) {
      return "a shop whose past is not complete";
    }
    return Files.exists(data.resolve("pg")) ? "a cluster without a shop" : "half a cluster";
  }

  private void killWhileStarting(Path data, int kill) throws Exception {
    try (SubjectProcess subject = SubjectProcess.start(data)) {
      pause(random.nextInt(STARTING_MILLIS));
      report(kill, subject, "start");
    }
  }

  private void killUnderLoad(Path data, int kill) throws Exception {
    try (SubjectProcess subject = SubjectProcess.start(data)) {
      ShopLoad load = new ShopLoad(restarted(subject, data), events);
      load.start(random.nextLong());
      pause(random.nextInt(LOAD_MILLIS));
      report(kill, subject, "load");
      load.stop();
      offers += load.offers();
      assertThat(load.wrong()).isEmpty();
      System.out.printf(
          "crash:   %d events sent so far, %d acknowledged, %d unanswered; %d offers%n",
          events.sent(), events.acknowledged().cardinality(), events.unansweredEvents(), offers);
    }
  }

  private static void report(int kill, SubjectProcess subject, String when)
      throws InterruptedException {
    assertThat(subject.alive()).as("the program ran until it was killed").isTrue();
    long age = subject.ageMillis();
    subject.kill();
    System.out.printf("crash: kill %d/%d at %,d ms, during %s%n", kill, KILLS, age, when);
  }

  /** Waits until the program is back and looks whether all that it promised is there. */
  private ShopAccess restarted(SubjectProcess subject, Path data) throws Exception {
    ShopAccess access = subject.awaitReady();
    long age = subject.ageMillis();
    try (JournalAudit audit = JournalAudit.of(data)) {
      BitSet there = audit.check(events.acknowledged());
      System.out.printf(
          "crash:   ready after %,d ms with %d of %d sent events, %d acknowledged; %d complaints%n",
          age,
          there.cardinality(),
          events.sent(),
          events.acknowledged().cardinality(),
          subject.complaints().size());
      subject.complaints().forEach(System.out::println);
    }
    return access;
  }

  private void holdToItsWord(Path data) throws Exception {
    long fromSnapshot;
    try (SubjectProcess subject = SubjectProcess.start(data)) {
      ShopLoad load = new ShopLoad(restarted(subject, data), events);
      load.sendUnanswered();
      load.stop();
      assertThat(load.wrong()).isEmpty();
      fromSnapshot = subject.digest();
      subject.kill();
    }
    BitSet all = new BitSet();
    all.set(0, events.sent());
    int snapshots;
    long inJournal;
    try (EmbeddedPostgres server = EmbeddedPostgres.start(data);
        JournalAudit audit = JournalAudit.of(data)) {
      assertThat(events.acknowledged()).isEqualTo(all);
      assertThat(audit.check(all)).isEqualTo(all);
      inJournal = audit.events();
      snapshots = audit.deleteSnapshots();
      assertThat(server.port()).isPositive();
    }
    assertThat(snapshots).isPositive();
    long fromZero = digestOfFullReplay(data);
    System.out.printf(
        "crash: %d kills, %d events sent and acknowledged, each in the journal once; %d had been"
            + " stored without their answer; %d offers; %d rows in the journal;%n"
            + "crash: digest %016x from %d snapshots and replay, %016x from the journal alone%n",
        KILLS,
        events.sent(),
        events.resentKnown(),
        offers,
        inJournal,
        fromSnapshot,
        snapshots,
        fromZero);
    assertThat(fromZero).isEqualTo(fromSnapshot);
  }

  private static long digestOfFullReplay(Path data) throws IOException, InterruptedException {
    try (SubjectProcess subject = SubjectProcess.start(data)) {
      subject.awaitReady();
      long digest = subject.digest();
      subject.stop();
      return digest;
    }
  }

  /** Lets a random time pass: the moment of the kill is the point of the test. */
  private static void pause(int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  /** True until initdb has begun in a folder of its own. */
  private static boolean noFolderInTheMaking(Path data) throws IOException {
    if (!Files.isDirectory(data)) {
      return true;
    }
    try (DirectoryStream<Path> making = Files.newDirectoryStream(data, "pg.new-*")) {
      return !making.iterator().hasNext();
    }
  }
}
