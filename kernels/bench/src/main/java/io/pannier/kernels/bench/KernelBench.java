package io.pannier.kernels.bench;

import io.pannier.kernels.api.Backend;
import io.pannier.spi.PannierException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The process that {@code ops/pannier bench kernels} starts: progress on stderr, figures as JSON in
 * a file. The peers' libraries are loaded here and never into the process that serves.
 */
public final class KernelBench {
  /** What both sides may use. */
  public static final int THREADS = 2;

  /** Items of the catalogue that is scanned. */
  public static final int CATALOGUE_ITEMS = 1_000_000;

  private static final int USAGE = 2;

  private KernelBench() {}

  /** Arguments: {@code --json FILE [--only PATTERN] [--backend NAME]}. */
  public static void main(String[] args) throws IOException {
    Path json = null;
    String only = null;
    Backend backend = Backend.SIMD;
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--json" -> json = Path.of(args[i + 1]);
        case "--only" -> only = args[i + 1];
        case "--backend" -> backend = Backend.valueOf(args[i + 1].toUpperCase(Locale.ROOT));
        default -> json = null;
      }
    }
    if (json == null || args.length % 2 == 1) {
      System.err.println("expected: --json FILE [--only PATTERN] [--backend simd|scalar|cuda]");
      System.exit(USAGE);
      return;
    }
    System.exit(run(json, only, backend));
  }

  private static int run(Path json, @Nullable String only, Backend kind) throws IOException {
    try (MeasuredBackend backend = MeasuredBackend.open(kind)) {
      Figures figures = new Figures(only, System.err);
      Peers peers = new Peers();
      Pairing pairing = Pairing.standard();
      measure(backend, peers, pairing, figures);
      figures.addDisturbedShare(pairing.disturbedShare());
      String note = backend.withThreads(THREADS).description();
      figures.write(json, peers.note().isEmpty() ? note : note + ", " + peers.note());
      return 0;
    } catch (PatternSyntaxException e) {
      System.err.println("pannier: --only is a regular expression: " + e.getMessage());
      return USAGE;
    } catch (PannierException e) {
      System.err.println("pannier: " + e.code() + ": " + e.getMessage());
      return 1;
    }
  }

  private static void measure(
      MeasuredBackend backend, Peers peers, Pairing pairing, Figures figures) {
    MatrixProductPairs.measure(backend, peers, pairing, figures);
    AttentionPairs.measure(backend, peers, pairing, figures);
    RaggedPairs.measure(backend, peers, pairing, figures);
    ScanPairs.measure(backend, peers, pairing, figures);
    ModelPairs.measure(backend, pairing, figures);
    BeamPairs.measure(backend, pairing, figures);
    ServedWhole.measure(backend, pairing, figures);
  }
}
