package io.pannier.pluginhost;

import static io.pannier.pluginhost.Hosts.get;
import static io.pannier.pluginhost.Hosts.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.StrategyConfig;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fifty replacements while calls run: no call fails and no class loader stays. */
final class ReloadTest {
  private static final int RELOADS = 50;
  private static final int CALLERS = 2;

  @TempDir private Path folder;
  @TempDir private Path versions;

  @Test
  void fiftyReloadsUnderLoadFailNoCallAndLeaveNoClassLoader() throws Exception {
    Path[] zips = {
      new PluginBuilder("1.0.0").write(versions.resolve("0.zip")),
      new PluginBuilder("1.0.1").members("int other;").write(versions.resolve("1.zip"))
    };
    install(zips[0]);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    try (PluginHost host = Hosts.host(folder);
        StrategySlot slot = host.slot("probe", 1, StrategyConfig.DEFAULTS)) {
      host.start();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(Thread.ofPlatform().start(() -> callUntil(stop, slot, calls, failures)));
      }
      for (int reload = 1; reload <= RELOADS; reload++) {
        StrategyInstance before = slot.current().orElseThrow();
        loaders.add(new WeakReference<>(before.handle().classLoader()));
        install(zips[reload % 2]);
        String expected = reload % 2 == 0 ? "1.0.0" : "1.0.1";
        Hosts.await(
            "version " + expected,
            () ->
                slot.current()
                    .map(now -> now != before && now.handle().version().equals(expected))
                    .orElse(false));
        get(before.closed());
      }
      stop.set(true);
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(failures).isEmpty();
      assertThat(calls.get()).isGreaterThan(RELOADS);
      awaitCollected(loaders);
    }
    System.out.println(calls + " calls during " + RELOADS + " reloads, none failed");
  }

  private static void callUntil(
      AtomicBoolean stop, StrategySlot slot, AtomicInteger calls, List<Throwable> failures) {
    while (!stop.get()) {
      try {
        Answer<Integer> answer =
            get(
                slot.call(
                    ScoringStrategy.class,
                    s -> s.score(List.of()).size(),
                    in(Duration.ofSeconds(5))));
        assertThat(answer.value()).isEqualTo(0);
        calls.incrementAndGet();
      } catch (Throwable e) {
        failures.add(e);
        return;
      }
    }
  }

  private void install(Path zip) throws IOException {
    Path copy = Files.copy(zip, folder.resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(
        copy,
        folder.resolve("probe.zip"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void awaitCollected(List<WeakReference<ClassLoader>> loaders) {
    Hosts.await(
        "all class loaders of old versions are collected",
        () -> {
          System.gc();
          return loaders.stream().allMatch(loader -> loader.get() == null);
        });
  }
}
