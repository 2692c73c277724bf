package io.pannier.pluginhost;

import static io.pannier.pluginhost.Hosts.code;
import static io.pannier.pluginhost.Hosts.get;
import static io.pannier.pluginhost.Hosts.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How zips come in, are replaced, refused and removed. */
final class PluginHostTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private PluginHost host = Hosts.host(Path.of("unused"));

  @BeforeEach
  void open() {
    host.close();
    host = Hosts.host(folder);
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void aZipThatIsThereIsLoadedAndItsStrategyAnswers() throws IOException {
    new PluginBuilder("1.0.0").write(folder.resolve("probe.zip"));
    host.start();
    assertThat(host.rejections()).isEmpty();
    StrategyHandle handle = host.find("probe").orElseThrow();
    assertThat(handle.id()).isEqualTo("probe@1.0.0");
    assertThat(handle.descriptor().description()).isEqualTo("Probes the host.");
    try (StrategyInstance instance = handle.instance(1, StrategyConfig.DEFAULTS)) {
      assertThat(get(score(instance))).isEqualTo(0);
    }
  }

  @Test
  void zipsThatAppearChangeAndGoAreFollowedBySlots() throws IOException {
    host.start();
    AtomicInteger changes = new AtomicInteger();
    Registration listener = host.onChange(changes::incrementAndGet);
    try (StrategySlot slot = host.slot("probe", 1, StrategyConfig.DEFAULTS)) {
      assertThat(code(answer(slot))).isEqualTo(StandardErrorCode.STRATEGY_UNKNOWN);
      Path zip = new PluginBuilder("1.0.0").write(folder.resolve("probe.zip"));
      Hosts.await("loaded", () -> slot.current().isPresent());
      assertThat(get(answer(slot)).strategy().id()).isEqualTo("probe@1.0.0");
      StrategyInstance old = slot.current().orElseThrow();
      new PluginBuilder("1.1.0").write(zip);
      Hosts.await("replaced", () -> get(answer(slot)).strategy().id().equals("probe@1.1.0"));
      get(old.closed());
      assertThat(old.retired()).isTrue();
      Files.delete(zip);
      Hosts.await("removed", () -> slot.current().isEmpty());
      assertThat(code(answer(slot))).isEqualTo(StandardErrorCode.STRATEGY_UNKNOWN);
      assertThat(host.strategies()).isEmpty();
      // The listeners hear of it just after the slot.
      Hosts.await("told of each change", () -> changes.get() == 3);
      listener.close();
    }
  }

  @Test
  void theHighestOfSeveralVersionsIsUsed() throws IOException {
    new PluginBuilder("1.10.0").write(folder.resolve("b.zip"));
    new PluginBuilder("1.9.0").write(folder.resolve("c.zip"));
    host.start();
    assertThat(host.strategies()).extracting(StrategyHandle::id).containsExactly("probe@1.10.0");
    Files.delete(folder.resolve("b.zip"));
    Hosts.await(
        "the other takes over",
        () -> host.find("probe").map(StrategyHandle::version).orElse("").equals("1.9.0"));
  }

  @Test
  void aRefusedReplacementLeavesTheOldVersionInService() throws IOException {
    Path zip = new PluginBuilder("1.0.0").write(folder.resolve("probe.zip"));
    host.start();
    try (StrategySlot slot = host.slot("probe", 1, StrategyConfig.DEFAULTS)) {
      new PluginBuilder("1.1.0").property("plugin.requires", ">=2.0.0").write(zip);
      Hosts.await("refused", () -> !host.rejections().isEmpty());
      assertThat(get(answer(slot)).strategy().id()).isEqualTo("probe@1.0.0");
      new PluginBuilder("1.2.0").write(zip);
      Hosts.await("replaced", () -> get(answer(slot)).strategy().id().equals("probe@1.2.0"));
      assertThat(host.rejections()).isEmpty();
    }
  }

  @Test
  void aReplacementThatCannotBeConfiguredLeavesTheOldInstanceInService() throws IOException {
    Path zip = new PluginBuilder("1.0.0").write(folder.resolve("probe.zip"));
    host.start();
    try (StrategySlot slot = host.slot("probe", 1, StrategyConfig.DEFAULTS)) {
      get(answer(slot));
      new PluginBuilder("1.1.0").create("config.integer(\"size\", 0, 1, 100);").write(zip);
      Hosts.await("loaded", () -> host.find("probe").orElseThrow().version().equals("1.1.0"));
      for (int i = 0; i < 20; i++) {
        assertThat(get(answer(slot)).strategy().id()).isEqualTo("probe@1.0.0");
      }
    }
  }

  @Test
  void aWrongChecksumIsRefusedUntilItIsRight() throws IOException {
    Path zip = new PluginBuilder("1.0.0").write(folder.resolve("probe.zip"));
    Files.writeString(Checksum.sidecar(zip), "0".repeat(64) + "  probe.zip\n");
    host.start();
    assertThat(refused()).isEqualTo(StandardErrorCode.PLUGIN_CHECKSUM_MISMATCH);
    Path copy = folder.resolve("copy");
    String sum = Checksum.copy(zip, copy, 1 << 20);
    Files.writeString(Checksum.sidecar(zip), sum + "  probe.zip\n");
    Hosts.await("loaded", () -> host.find("probe").isPresent());
    assertThat(host.rejections()).isEmpty();
  }

  @Test
  void aMissingChecksumIsRefusedWhereItIsRequired() throws IOException {
    new PluginBuilder("1.0.0").write(folder.resolve("probe.zip"));
    PluginHostConfig config = Hosts.config(folder);
    try (PluginHost strict =
        Hosts.host(
            config.withVerification(config.verification().withRequireChecksum(true)),
            new SimpleMeterRegistry())) {
      strict.start();
      assertThat(strict.rejections().getFirst().code())
          .isEqualTo(StandardErrorCode.PLUGIN_CHECKSUM_MISMATCH);
    }
  }

  @Test
  void aPluginForAnotherContractIsRefused() throws IOException {
    new PluginBuilder("1.0.0")
        .property("plugin.requires", ">=2.0.0")
        .write(folder.resolve("probe.zip"));
    host.start();
    assertThat(refused()).isEqualTo(StandardErrorCode.PLUGIN_SPI_INCOMPATIBLE);
  }

  @Test
  void whatIsNotAPluginIsRefused() throws IOException {
    Files.writeString(folder.resolve("noise.zip"), "this is no zip");
    host.start();
    assertThat(refused()).isEqualTo(StandardErrorCode.PLUGIN_INVALID);
  }

  @Test
  void manifestsThatSayTooLittleOrNonsenseAreRefused() throws IOException {
    new PluginBuilder("not a version").write(folder.resolve("a.zip"));
    new PluginBuilder("1.0.0").property("plugin.id", "").write(folder.resolve("b.zip"));
    new PluginBuilder("1.0.0").property("plugin.requires", "soon").write(folder.resolve("c.zip"));
    host.start();
    assertThat(host.rejections())
        .extracting(Rejection::code)
        .containsOnly(StandardErrorCode.PLUGIN_INVALID)
        .hasSize(3);
  }

  @Test
  void forbiddenContentsAreRefused() throws IOException {
    List<String> forbidden =
        List.of(
            "../outside.txt",
            "classes/../../outside.txt",
            "/etc/outside",
            "surprise.txt",
            "lib/deep/a.jar",
            "classes/io/pannier/spi/Strategy.class",
            "classes/io/pannier/store/Store.class",
            "classes/java/lang/Object.class",
            "classes/org/pf4j/Plugin.class",
            "classes/META-INF/versions/11/java/lang/Object.class",
            "classes/libfast.so",
            "classes/libfast.so.1.2");
    for (int i = 0; i < forbidden.size(); i++) {
      new PluginBuilder("1.0.0")
          .entry(forbidden.get(i), "x".getBytes(StandardCharsets.UTF_8))
          .write(folder.resolve("z" + i + ".zip"));
    }
    host.start();
    assertThat(host.rejections())
        .extracting(Rejection::code)
        .containsOnly(StandardErrorCode.PLUGIN_INVALID)
        .hasSize(forbidden.size());
    assertThat(folder.resolve("outside.txt")).doesNotExist();
  }

  @Test
  void bombsAreRefused() throws IOException {
    new PluginBuilder("1.0.0")
        .entry("classes/zeros", new byte[40 << 20])
        .write(folder.resolve("bomb.zip"));
    VerificationConfig small =
        new VerificationConfig(
            false, false, Duration.ofSeconds(5), 64L << 20, 1L << 20, 8L << 20, 1000);
    try (PluginHost careful =
        Hosts.host(Hosts.config(folder).withVerification(small), new SimpleMeterRegistry())) {
      careful.start();
      assertThat(careful.rejections().getFirst().reason()).contains("exceeds");
    }
  }

  @Test
  void aStrategyThatSeesForbiddenClassesFailsAlone() throws IOException {
    new PluginBuilder("1.0.0")
        .score(
            """
            List<ScoredCandidates> answers = new ArrayList<>();
            for (String name : List.of("java.sql.Date", "org.jspecify.annotations.Nullable")) {
              load(name);
            }
            for (String name : List.of("org.pf4j.Plugin", "io.micrometer.core.instrument.Timer",
                "io.pannier.pluginhost.PluginHost", "org.slf4j.Logger", "javax.sql.DataSource")) {
              try {
                load(name);
                throw new IllegalStateException("sees " + name);
              } catch (RuntimeException e) {
                if (!(e.getCause() instanceof ClassNotFoundException)) {
                  throw e;
                }
              }
            }
            ClassLoader own = getClass().getClassLoader();
            if (own.getResource("logback-test.xml") != null
                || own.getResource("META-INF/MANIFEST.MF") != null
                || own.getResource("io/pannier/plugins/probe/ProbeFactory.class") == null) {
              throw new IllegalStateException("sees resources of the platform");
            }
            answers.add(ScoredCandidates.empty());
            return answers;
            """)
        .members(
            """
            static Class<?> load(String name) {
              try {
                return Class.forName(name, true, Probe.class.getClassLoader());
              } catch (ClassNotFoundException e) {
                throw new RuntimeException(e);
              }
            }
            """)
        .write(folder.resolve("probe.zip"));
    host.start();
    try (StrategyInstance instance =
        host.find("probe").orElseThrow().instance(1, StrategyConfig.DEFAULTS)) {
      assertThat(get(score(instance))).isEqualTo(1);
    }
  }

  @Test
  void undeclaredCapabilitiesAreNoticedWhenAnInstanceIsMade() throws IOException {
    new PluginBuilder("1.0.0")
        .capabilities("Capability.BUNDLING")
        .write(folder.resolve("probe.zip"));
    host.start();
    try (StrategyInstance instance =
        host.find("probe").orElseThrow().instance(1, StrategyConfig.DEFAULTS)) {
      assertThat(code(instance.ready())).isEqualTo(StandardErrorCode.PLUGIN_CAPABILITY_MISMATCH);
    }
  }

  @Test
  void factoriesThatFailOrHangAreRefused() throws IOException {
    new PluginBuilder("1.0.0")
        .factoryMembers("public ProbeFactory() { throw new IllegalStateException(\"no\"); }")
        .write(folder.resolve("a.zip"));
    new PluginBuilder("1.0.0")
        .factoryMembers("static { Object o = List.of().get(1); }")
        .write(folder.resolve("b.zip"));
    host.start();
    assertThat(host.rejections())
        .extracting(Rejection::code)
        .containsOnly(StandardErrorCode.PLUGIN_INVALID)
        .hasSize(2);
  }

  @Test
  void unpackedFilesAreGoneAfterwards() throws IOException {
    new PluginBuilder("1.0.0").write(folder.resolve("probe.zip"));
    host.start();
    host.close();
    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(left)
          .noneMatch(
              path ->
                  path.getFileName()
                      .toString()
                      .startsWith("pannier-plugins-" + ProcessHandle.current().pid() + "-"));
    }
  }

  private ErrorCode refused() {
    assertThat(host.rejections()).hasSize(1);
    assertThat(host.strategies()).isEmpty();
    return host.rejections().getFirst().code();
  }

  private static CompletableFuture<Integer> score(StrategyInstance instance) {
    return instance.call(ScoringStrategy.class, s -> s.score(List.of()).size(), in(LONG));
  }

  private static CompletableFuture<Answer<Integer>> answer(StrategySlot slot) {
    return slot.call(ScoringStrategy.class, s -> s.score(List.of()).size(), in(LONG));
  }
}
