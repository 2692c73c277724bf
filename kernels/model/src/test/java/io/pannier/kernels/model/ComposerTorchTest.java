package io.pannier.kernels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random weights, written to a file, give in PyTorch what they give on every backend. */
class ComposerTorchTest {
  private static final double TOLERANCE = 1e-4;

  private static @Nullable NDManager manager;

  @TempDir private Path folder;

  @BeforeAll
  static void loadPyTorch() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("DJL_CACHE_DIR", Path.of("target", "djl").toAbsolutePath().toString());
    try {
      manager = NDManager.newBaseManager(null, "PyTorch");
    } catch (RuntimeException | LinkageError e) {
      Assumptions.abort("needs PyTorch's native library: " + e);
    }
    Engine.getEngine("PyTorch").setRandomSeed(1);
  }

  @AfterAll
  static void close() {
    if (manager != null) {
      manager.close();
    }
  }

  /** A composer on one backend. */
  record Case(Kernels kernels, String name, ComposerSpec spec) {
    @Override
    public String toString() {
      return kernels.backend().word() + " " + name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of("odd", "wide", "narrow", "deep")
        .flatMap(name -> Backends.all().map(kernels -> new Case(kernels, name, spec(name))));
  }

  private static ComposerSpec spec(String name) {
    return switch (name) {
      case "odd" -> Requests.SMALL;
      case "wide" -> Requests.WIDE;
      case "narrow" -> new ComposerSpec(8, 8, 1, 1, 3, 11, 1, 1, 1, 1, 1, 1, 5, 2);
      case "deep" -> new ComposerSpec(32, 2, 4, 3, 128, 100, 9, 8, 4, 12, 17, 30, 130, 5);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithPyTorch(Case tested) {
    ComposerSpec spec = tested.spec();
    Path path = folder.resolve("model.safetensors");
    RandomComposer.write(path, spec, 3);
    Requests requests = new Requests(spec, 17);
    int most = spec.maxEvents();
    // Sequences of one batch; in PyTorch a query without a visible key has no value of its own.
    EventBatch events = requests.visibleEvents(1, most, Math.min(3, most), most / 2, 2);
    EventBatch partly = withGaps(requests.visibleEvents(most, 1 + most / 3));
    try (Kernels kernels = tested.kernels();
        SafetensorsFile file = SafetensorsFile.open(path);
        NDManager scope = Objects.requireNonNull(manager).newSubManager();
        ComposerWeights weights = ComposerWeights.prepare(kernels, spec, file, Precision.FP32)) {
      assertThat(ModelCard.read(file).spec()).isEqualTo(spec);
      TorchComposer torch = new TorchComposer(scope, spec, file);
      assertAgrees(kernels, weights, torch, events, requests.candidates(3, 9, 1, 4, 2));
      assertAgrees(kernels, weights, torch, partly, requests.candidates(5, 8));
    }
  }

  private static EventBatch withGaps(EventBatch events) {
    Sequences all = events.sequences();
    boolean[] visible = new boolean[all.tokens()];
    for (int s = 0; s < all.count(); s++) {
      for (int t = all.offsets()[s]; t < all.offsets()[s + 1]; t++) {
        visible[t] = (t - all.offsets()[s]) % 3 != 1;
      }
    }
    return new EventBatch(
        new Sequences(all.offsets(), all.count(), all.times(), visible),
        events.items(),
        events.categories(),
        events.prices(),
        events.types());
  }

  private static void assertAgrees(
      Kernels kernels,
      ComposerWeights weights,
      TorchComposer torch,
      EventBatch events,
      CandidateBatch candidates) {
    int width = weights.spec().width();
    int count = events.sequences().count();
    ForcedComposer forced = new ForcedComposer(kernels, weights, events, candidates);
    float[] shoppers = new float[count * width];
    try (ComposerRuntime runtime = new ComposerRuntime(kernels, weights)) {
      runtime.encode(events, Rows.of(shoppers, width));
    }
    float[][][] logits = forced.logits();
    for (int r = 0; r < count; r++) {
      EventBatch own = Requests.only(events, r);
      int length = own.sequences().tokens();
      float[] expected = torch.states(own).toFloatArray();
      assertClose(forced.states(r), expected, "states of " + r);
      int last = length - 1;
      boolean[] visible = own.sequences().visible();
      while (visible != null && !visible[last]) {
        last--;
      }
      assertClose(
          Arrays.copyOfRange(shoppers, r * width, (r + 1) * width),
          Arrays.copyOfRange(expected, last * width, (last + 1) * width),
          "shopper " + r);
      CandidateBatch offered = Requests.only(candidates, r);
      float[] all = torch.logits(own, offered, forced.chosen(r)).toFloatArray();
      for (int step = 0; step < logits[r].length; step++) {
        int each = offered.candidates().tokens() + 1;
        assertClose(
            logits[r][step],
            Arrays.copyOfRange(all, step * each, (step + 1) * each),
            "logits of " + r + " at step " + step);
      }
    }
  }

  private static void assertClose(float[] actual, float[] expected, String what) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("%s, element %s", what, i)
          .isCloseTo(expected[i], within(TOLERANCE));
    }
  }
}
