package io.pannier.pluginhost;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a strategy exhausts the heap: the process ends and is restarted from outside.
 */
final class FatalErrors {
  /** The exit status of an ended process, EX_SOFTWARE of sysexits.h. */
  static final int EXIT_STATUS = 70;

  private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);

  private FatalErrors() {}

  /** Ends the process without shutdown hooks: with an exhausted heap they may hang. */
  static void halt(Throwable thrown) {
    try {
      LOG.error("the heap is exhausted; the process ends", thrown);
    } finally {
      Runtime.getRuntime().halt(EXIT_STATUS);
    }
  }
}
