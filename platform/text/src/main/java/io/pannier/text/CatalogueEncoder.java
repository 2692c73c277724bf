package io.pannier.text;

import io.pannier.messages.Shop;
import io.pannier.spi.Product;
import io.pannier.spi.ProductVectors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the shops' vectors up to date with their catalogues, on a thread of its own that takes no
 * more than its share of the time. What is stored is handed over without waiting; where too much
 * waits, the shop is read from the store again once there is room, so that nothing is forgotten and
 * nobody is held up.
 */
final class CatalogueEncoder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogueEncoder.class);
  private static final int CACHE_BATCH = 512;
  private static final long RETRY_MILLIS = 1_000;
  private static final long STOP_MILLIS = 5_000;

  private final TextConfig config;
  private final Encoders encoders;
  private final CatalogueSource source;
  private final Thread worker = new Thread(this::run, "text-catalogue");
  private final Map<Integer, VectorTable> tables = new ConcurrentHashMap<>();
  private final Queue<Lot> lots = new ArrayDeque<>();
  private final Set<Shop> behind = new HashSet<>();
  private int waiting;
  private boolean begun;
  private volatile boolean closed;
  private @Nullable TextMeters meters;

  private record Lot(Shop shop, List<Product> products) {}

  CatalogueEncoder(TextConfig config, Encoders encoders, CatalogueSource source) {
    this.config = config;
    this.encoders = encoders;
    this.source = source;
    worker.setDaemon(true);
    worker.start();
  }

  void report(TextMeters to) {
    synchronized (lots) {
      meters = to;
    }
  }

  /** Lets the work begin; what came before has only been noted down. */
  void begin() {
    synchronized (lots) {
      begun = true;
      lots.notifyAll();
    }
  }

  /** Takes note of products as they are stored now. Never blocks. */
  void stored(Shop shop, List<Product> products) {
    synchronized (lots) {
      if (waiting + products.size() > config.queue()) {
        behind.add(shop);
        if (meters != null) {
          meters.overflowed.increment(products.size());
        }
      } else {
        lots.add(new Lot(shop, products));
        waiting += products.size();
      }
      lots.notifyAll();
    }
  }

  /** Products that wait. */
  int waiting() {
    synchronized (lots) {
      return waiting;
    }
  }

  ProductVectors vectors(int shop) {
    VectorTable table = tables.get(shop);
    return table == null ? ProductVectors.NONE : table;
  }

  private void run() {
    try {
      while (!closed) {
        take();
      }
    } catch (InterruptedException e) {
      // The room closes; what waited is found in the store at the next start.
      Thread.currentThread().interrupt();
    }
  }

  private void take() throws InterruptedException {
    Lot lot;
    Shop unread = null;
    synchronized (lots) {
      while (!begun || (lots.isEmpty() && behind.isEmpty())) {
        lots.wait();
      }
      lot = lots.poll();
      if (lot == null) {
        unread = behind.iterator().next();
        behind.remove(unread);
      }
    }
    if (unread != null) {
      List<Product> all = new ArrayList<>();
      Shop shop = unread;
      retrying(
          () -> {
            all.clear();
            source.each(shop, all::addAll);
          });
      work(shop, all);
    } else if (lot != null) {
      try {
        work(lot.shop(), lot.products());
      } finally {
        synchronized (lots) {
          waiting -= lot.products().size();
        }
      }
    }
  }

  private void work(Shop shop, List<Product> products) throws InterruptedException {
    for (int from = 0; from < products.size(); from += CACHE_BATCH) {
      Map<Integer, String> texts = new LinkedHashMap<>();
      for (Product product :
          products.subList(from, Math.min(products.size(), from + CACHE_BATCH))) {
        texts.put(product.item(), VectorCache.text(product));
      }
      retrying(() -> bringUpToDate(shop.number(), texts));
    }
  }

  private void bringUpToDate(int shop, Map<Integer, String> texts) throws InterruptedException {
    Encoders.Open open = encoders.await();
    if (open == null) {
      return;
    }
    VectorTable table =
        tables.getOrDefault(
            shop, VectorTable.empty(open.encoder().id(), open.encoder().dimension()));
    Map<Integer, float[]> known = open.cache().find(shop, texts);
    if (!known.isEmpty()) {
      table = table.with(known);
      tables.put(shop, table);
      count(known.size(), 0);
    }
    List<Integer> missing = new ArrayList<>(texts.keySet());
    missing.removeAll(known.keySet());
    // Alike in length: a batch is padded to its longest text.
    missing.sort(Comparator.comparingInt(item -> texts.getOrDefault(item, "").length()));
    for (int from = 0; from < missing.size() && !closed; from += config.batch()) {
      List<Integer> few = missing.subList(from, Math.min(missing.size(), from + config.batch()));
      long started = System.nanoTime();
      List<float[]> vectors =
          open.encoder().encode(few.stream().map(item -> texts.getOrDefault(item, "")).toList());
      long took = System.nanoTime() - started;
      open.cache().put(shop, few, texts, vectors);
      Map<Integer, float[]> byItem = HashMap.newHashMap(few.size());
      for (int i = 0; i < vectors.size(); i++) {
        byItem.put(few.get(i), vectors.get(i));
      }
      table = table.with(byItem);
      tables.put(shop, table);
      count(0, few.size());
      time(took);
      TimeUnit.NANOSECONDS.sleep((long) (took * (1 / config.share() - 1)));
    }
  }

  private void count(int cached, int encoded) {
    TextMeters to = meters();
    if (to != null) {
      to.cached.increment(cached);
      to.encoded.increment(encoded);
    }
  }

  private void time(long nanos) {
    TextMeters to = meters();
    if (to != null) {
      to.batches.record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  private @Nullable TextMeters meters() {
    synchronized (lots) {
      return meters;
    }
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  /** The store may be away for a while; what it has not taken is tried again. */
  private void retrying(Step step) throws InterruptedException {
    boolean warned = false;
    while (!closed) {
      try {
        step.run();
        return;
      } catch (RuntimeException e) {
        TextMeters to = meters();
        if (to != null) {
          to.failures.increment();
        }
        if (!warned) {
          LOG.warn("texts could not be encoded or stored; trying again", e);
          warned = true;
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    worker.interrupt();
    try {
      worker.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
