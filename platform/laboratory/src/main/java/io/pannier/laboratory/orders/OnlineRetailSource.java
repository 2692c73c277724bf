package io.pannier.laboratory.orders;

import io.pannier.spi.EventType;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The UCI data set Online Retail, as CSV or gzip of it. A first pass finds the catalogue, a second
 * one the purchases, so that memory does not grow with the number of lines.
 *
 * <p>An event's id is {@code invoice:line}, the line counted within the invoice, so that the same
 * file imported twice is accepted once.
 */
final class OnlineRetailSource implements OrderSource {
  static final String FORMAT = "online-retail";
  static final String CURRENCY = "GBP";

  private static final long DAY = 86_400_000L;

  private final Path file;
  private final OrderOptions options;
  private final BatchWriter writer = new BatchWriter(CURRENCY);
  private final Tally tally = new Tally();
  private final ArrayDeque<List<ProductLine>> products = new ArrayDeque<>();
  private final OrderBatcher batcher;
  private @Nullable RetailRows rows;
  private @Nullable RetailRows scanning;
  private boolean scanned;
  private boolean finished;
  private long shift;

  OnlineRetailSource(Path file, OrderOptions options) {
    this.file = file;
    this.options = options;
    this.batcher = new OrderBatcher(options.batchSize());
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public Optional<Batch> next() {
    if (!scanned) {
      scan();
      scanned = true;
    }
    List<ProductLine> page = products.poll();
    if (page != null) {
      tally.products(page.size());
      return Optional.of(writer.products(page));
    }
    return nextEvents();
  }

  private void scan() {
    RetailCatalogue catalogue = new RetailCatalogue();
    // The counts of this pass are thrown away; the second pass makes them again.
    try (RetailRows scan = new RetailRows(file, new Tally())) {
      scanning = scan;
      for (RetailRow row = scan.next(); row != null; row = scan.next()) {
        catalogue.add(row);
      }
    }
    List<ProductLine> all = catalogue.products(options.seed());
    for (int from = 0; from < all.size(); from += options.batchSize()) {
      products.add(all.subList(from, Math.min(all.size(), from + options.batchSize())));
    }
    if (options.lastOrderDay() != null && !all.isEmpty()) {
      long days = options.lastOrderDay().toEpochDay() - Math.floorDiv(catalogue.lastTime(), DAY);
      shift = days * DAY;
      tally.shiftDays(days);
    }
  }

  private Optional<Batch> nextEvents() {
    RetailRows open = rows;
    if (open == null) {
      open = new RetailRows(file, tally);
      rows = open;
    }
    List<EventLine> full = batcher.poll();
    while (full == null && !finished) {
      RetailRow row = open.next();
      if (row == null) {
        finished = true;
        batcher.finish();
      } else {
        batcher.add(event(row));
      }
      full = batcher.poll();
    }
    if (full == null) {
      return Optional.empty();
    }
    tally.events(full.size());
    return Optional.of(writer.events(full));
  }

  private EventLine event(RetailRow row) {
    long time = row.time() + shift;
    tally.event(row.invoice(), row.shopper(), time);
    return new EventLine(
        row.invoice() + ":" + row.invoiceLine(),
        EventType.PURCHASED,
        time,
        row.shopper(),
        "",
        row.sku(),
        row.quantity(),
        row.price(),
        row.invoice());
  }

  /** Both passes read the whole file, so each is half of the work. */
  @Override
  public double progress() {
    if (finished) {
      return 1;
    }
    RetailRows first = scanning;
    RetailRows second = rows;
    if (second != null) {
      return 0.5 + second.progress() / 2;
    }
    return first == null ? 0 : first.progress() / 2;
  }

  @Override
  public OrderReport report() {
    return tally.report();
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
    }
  }
}
