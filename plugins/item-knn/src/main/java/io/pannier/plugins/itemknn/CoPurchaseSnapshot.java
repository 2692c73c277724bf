package io.pannier.plugins.itemknn;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The file format of {@link CoPurchases}: a magic number, a version, the setting that shaped the
 * counts, the totals, the items with their rows, the open orders, longest untouched first, and a
 * checksum of it all. Whole numbers are variable-length, seven bits a byte.
 *
 * <p>Rows are written in table order. That a restored table orders its slots otherwise has no
 * effect on an answer.
 */
final class CoPurchaseSnapshot {
  private static final int MAGIC = 0x504B4E4E;
  private static final int VERSION = 1;
  // A larger ordinal or row than any catalogue has can only come from a damaged file.
  private static final int MAX_ITEMS = 1 << 28;

  private CoPurchaseSnapshot() {}

  static void write(CoPurchases counts, ItemKnnConfig config, OutputStream out) throws IOException {
    SnapshotWriter writer = new SnapshotWriter(out);
    writer.fixed(MAGIC);
    writer.number(VERSION);
    writer.number(config.maxItemsPerOrder());
    writer.number(counts.orders());
    writer.number(counts.lines());
    int items = 0;
    for (int item = 0; item < counts.items(); item++) {
      items += counts.rowOf(item) != null ? 1 : 0;
    }
    writer.number(items);
    for (int item = 0; item < counts.items(); item++) {
      CountRow row = counts.rowOf(item);
      if (row != null) {
        writer.number(item);
        writer.number(counts.support(item));
        writeRow(row, writer);
      }
    }
    writer.number(counts.open().all().size());
    for (OpenOrder order : counts.open().all()) {
      writer.fixed(order.key());
      writer.number(order.size());
      for (int i = 0; i < order.size(); i++) {
        writer.number(order.item(i));
      }
    }
    writer.finish();
  }

  private static void writeRow(CountRow row, SnapshotWriter writer) throws IOException {
    writer.number((long) row.alive() << 1 | (row.lossy() ? 1 : 0));
    for (int slot = 0; slot < row.slots(); slot++) {
      int count = row.countAt(slot);
      if (count > 0) {
        writer.pair(row.itemAt(slot), count);
      }
    }
  }

  /**
   * @throws IOException if the file is damaged, of another version, or counted with another bound
   *     on the items of an order
   */
  static CoPurchases read(ItemKnnConfig config, InputStream in) throws IOException {
    SnapshotReader reader = new SnapshotReader(in);
    if (reader.fixed() != MAGIC) {
      throw new IOException("not a snapshot of item-knn");
    }
    long version = reader.number();
    if (version != VERSION) {
      throw new IOException("snapshot version " + version + ", expected " + VERSION);
    }
    long maxItems = reader.number();
    if (maxItems != config.maxItemsPerOrder()) {
      throw new IOException(
          "snapshot counted " + maxItems + " items an order, now " + config.maxItemsPerOrder());
    }
    CoPurchases counts =
        new CoPurchases(config.maxItemsPerOrder(), config.maxNeighbours(), config.openOrders());
    counts.restoreTotals(reader.number(), reader.number());
    int items = reader.number(MAX_ITEMS);
    for (int i = 0; i < items; i++) {
      int item = reader.number(MAX_ITEMS);
      int support = reader.number(Integer.MAX_VALUE);
      counts.restoreItem(item, support, readRow(reader));
    }
    int open = reader.number(MAX_ITEMS);
    for (int i = 0; i < open; i++) {
      OpenOrder order = counts.open().open(reader.fixed());
      int size = reader.number(config.maxItemsPerOrder());
      for (int j = 0; j < size; j++) {
        order.add(reader.number(counts.items() - 1));
      }
    }
    reader.finish();
    return counts;
  }

  private static @Nullable CountRow readRow(SnapshotReader reader) throws IOException {
    long header = reader.number();
    long entries = header >>> 1;
    // The room is not taken on the file's word alone: each entry takes at least two bytes.
    if (entries > MAX_ITEMS) {
      throw new IOException("snapshot is damaged: a row of " + entries + " entries");
    }
    CountRow row = new CountRow((int) Math.min(entries, 65_536), (header & 1) != 0);
    for (long i = 0; i < entries; i++) {
      row.restore(reader.number(MAX_ITEMS), reader.number(Integer.MAX_VALUE));
    }
    return row;
  }
}
