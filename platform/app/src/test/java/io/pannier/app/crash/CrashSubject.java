package io.pannier.app.crash;

import io.pannier.app.Logs;
import io.pannier.app.Program;
import io.pannier.app.demo.Demo;
import io.pannier.app.demo.DemoOptions;
import io.pannier.laboratory.load.HttpImporter;
import io.pannier.laboratory.load.ImportOptions;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.laboratory.simulator.SimulatedHistory;
import io.pannier.laboratory.simulator.SimulatorConfig;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The main of the program that is killed: the demo, with snapshots so frequent that kills fall into
 * them. It says {@code ready}, answers {@code digest} with the digest of its feature state, and
 * stops when its input ends. Its arguments are the data folder and the port, 0 for any.
 */
final class CrashSubject {
  static final String READY = "ready";
  static final String DIGEST = "digest";
  private static final int PRODUCTS = 200;
  private static final int SHOPPERS = 200;
  private static final int DAYS = 30;
  private static final int SNAPSHOT_MILLIS = 300;

  private CrashSubject() {}

  public static void main(String[] args) throws Exception {
    Logs.forPeople(false);
    int port = Integer.parseInt(args[1]);
    DemoOptions options = new DemoOptions(Path.of(args[0]), port, null, "", PRODUCTS, 0);
    try (Demo demo = Demo.start(options, (what, source, access) -> bringPast(access));
        ScheduledExecutorService snapshots = Executors.newSingleThreadScheduledExecutor()) {
      snapshots.scheduleWithFixedDelay(
          () -> Program.await(demo.program().topology().snapshot()),
          SNAPSHOT_MILLIS,
          SNAPSHOT_MILLIS,
          TimeUnit.MILLISECONDS);
      System.out.println(READY);
      answer(demo);
      snapshots.shutdownNow();
    }
  }

  /** A short past: every start after a kill takes its time. */
  static SimulatedHistory past() {
    return new SimulatedHistory(
        SimulatorConfig.defaults(LocalDate.now(ZoneOffset.UTC).minusDays(1))
            .withSize(PRODUCTS, SHOPPERS, DAYS));
  }

  private static void bringPast(ShopAccess access) {
    new HttpImporter(access, ImportOptions.defaults())
        .send(past(), (share, products, events) -> {});
  }

  private static void answer(Demo demo) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals(DIGEST)) {
        System.out.println(DIGEST + " " + Program.await(demo.program().topology().featureDigest()));
      }
    }
  }
}
