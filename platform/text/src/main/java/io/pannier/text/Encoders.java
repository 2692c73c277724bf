package io.pannier.text;

import io.pannier.spi.PannierException;
import io.pannier.store.TextVectors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one encoder of an installation, loaded when it is first needed, by whoever needs it first.
 * One that cannot be loaded is reported once and never tried again.
 */
final class Encoders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Encoders.class);

  private final Supplier<? extends TextEncoder> loader;
  private final TextVectors store;
  private @Nullable Open open;
  private boolean failed;
  private boolean closed;

  record Open(TextEncoder encoder, VectorCache cache) {}

  Encoders(Supplier<? extends TextEncoder> loader, TextVectors store) {
    this.loader = loader;
    this.store = store;
  }

  /** Loads the encoder if nobody has; null where it cannot be loaded. Takes about a second once. */
  synchronized @Nullable Open await() {
    if (open == null && !failed && !closed) {
      try {
        long started = System.nanoTime();
        TextEncoder encoder = loader.get();
        open = new Open(encoder, new VectorCache(store, encoder.id(), encoder.dimension()));
        LOG.info(
            "text encoder {} of {} elements loaded in {} ms",
            encoder.id(),
            encoder.dimension(),
            (System.nanoTime() - started) / 1_000_000);
      } catch (PannierException | LinkageError e) {
        failed = true;
        LOG.error("products have no vectors and questions in words are matched by words alone", e);
      }
    }
    return open;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (open != null) {
      open.encoder().close();
      open = null;
    }
  }
}
