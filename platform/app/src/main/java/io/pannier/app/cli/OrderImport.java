package io.pannier.app.cli;

import io.pannier.laboratory.load.HttpImporter;
import io.pannier.laboratory.load.ImportOptions;
import io.pannier.laboratory.load.ImportResult;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.laboratory.orders.OrderSource;

/** An import with its progress on stderr. */
final class OrderImport {
  private static final long SCALE = 1_000;

  private OrderImport() {}

  /** Sends all of a source; closes it. */
  static ImportResult run(String what, OrderSource source, ShopAccess access, int concurrency) {
    ImportOptions standard = ImportOptions.defaults();
    ImportOptions options =
        new ImportOptions(
            concurrency,
            standard.attempts(),
            standard.firstPause(),
            standard.timeout(),
            standard.eventsResource());
    try (source;
        ProgressLine progress = ProgressLine.start(what, "products and events")) {
      return new HttpImporter(access, options)
          .send(
              source,
              (share, products, events) -> {
                long done = products + events;
                // The total is not known before the end; the share of the file read estimates it.
                progress.at(done, share > 0 ? Math.round(done / share) : done * SCALE);
              });
    }
  }
}
