package io.pannier.kernels.bench.jmh;

import io.pannier.kernels.api.Backend;
import io.pannier.kernels.bench.MeasuredBackend;
import io.pannier.kernels.bench.Pair;
import io.pannier.kernels.bench.Peers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A pair as two JMH benchmarks, {@code ours} and {@code peer}, whose results were compared first.
 * The system property {@code backend} names our side, {@code simd} if it is not set.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx8g",
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED"
    })
public abstract class PairBenchmark {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private @Nullable Pair pair;

  /** Makes the pair of the parameters. */
  abstract Pair open(MeasuredBackend backend, Peers peers);

  /** Closes this after the benchmark. */
  final <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  @Setup
  public void setUp() {
    String name = System.getProperty("backend", Backend.SIMD.word());
    MeasuredBackend backend =
        keep(MeasuredBackend.open(Backend.valueOf(name.toUpperCase(Locale.ROOT))));
    Pair made = open(backend, new Peers());
    made.verify();
    pair = made;
  }

  @Benchmark
  public void ours() {
    pair().ours().run();
  }

  @Benchmark
  public void peer() {
    pair().peer().run();
  }

  private Pair pair() {
    Pair made = pair;
    if (made == null) {
      throw new IllegalStateException("not set up");
    }
    return made;
  }

  @TearDown
  public void tearDown() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
