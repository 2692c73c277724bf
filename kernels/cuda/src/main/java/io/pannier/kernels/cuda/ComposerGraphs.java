package io.pannier.kernels.cuda;

import io.pannier.spi.PannierException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recorded graphs by shape. The first call of a shape launches one by one, which loads what the
 * driver loads late; the second is recorded, and from then on one launch does it all.
 */
final class ComposerGraphs implements AutoCloseable {
  private static final int MOST = 64;

  private final CudaDriver.Stream stream;
  private final Map<ComposerShape, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Entry {
    private CudaDriver.@Nullable Graph graph;
  }

  ComposerGraphs(CudaDriver.Stream stream) {
    this.stream = stream;
  }

  /** Does the work of a shape: the same launches with the same parameters every time. */
  void run(ComposerShape shape, Runnable work) {
    Entry entry = entries.get(shape);
    if (entry == null) {
      work.run();
      makeRoom();
      entries.put(shape, new Entry());
      return;
    }
    CudaDriver.Graph graph = entry.graph;
    if (graph == null) {
      graph = record(work);
      entry.graph = graph;
    }
    stream.launch(graph);
  }

  private CudaDriver.Graph record(Runnable work) {
    stream.beginCapture();
    try {
      work.run();
    } catch (PannierException e) {
      abandonCapture(e);
      throw e;
    }
    return stream.endCapture();
  }

  /** A stream that records cannot be used for anything else, so the recording is ended first. */
  private void abandonCapture(PannierException cause) {
    try {
      stream.endCapture().close();
    } catch (PannierException e) {
      cause.addSuppressed(e);
    }
  }

  private void makeRoom() {
    if (entries.size() == MOST) {
      ComposerShape eldest = entries.keySet().iterator().next();
      close(entries.remove(eldest));
    }
  }

  /** Recorded graphs that are kept. */
  int recorded() {
    return (int) entries.values().stream().filter(e -> e.graph != null).count();
  }

  private static void close(@Nullable Entry entry) {
    if (entry != null && entry.graph != null) {
      entry.graph.close();
    }
  }

  /** Forgets all, because memory that they refer to has moved. The stream must be idle. */
  void clear() {
    entries.values().forEach(ComposerGraphs::close);
    entries.clear();
  }

  @Override
  public void close() {
    clear();
  }
}
