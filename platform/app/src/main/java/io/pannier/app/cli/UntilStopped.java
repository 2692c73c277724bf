package io.pannier.app.cli;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a server running until the process is told to end, then closes it in order. */
final class UntilStopped {
  private static final Logger LOG = LoggerFactory.getLogger(UntilStopped.class);

  private UntilStopped() {}

  /**
   * Closes these, in the order given, when SIGTERM or SIGINT arrives; the process ends when all are
   * closed.
   */
  static void closing(AutoCloseable... parts) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  for (AutoCloseable part : parts) {
                    try {
                      part.close();
                    } catch (Exception e) {
                      LOG.warn("did not stop in order", e);
                    }
                  }
                },
                "stop"));
  }

  /** Returns only by interruption: the process ends through the shutdown hook. */
  static void waitFor() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
