package io.pannier.scoring;

import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.ItemSet;
import io.pannier.spi.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which products each rule of a placement means, in one version of a shop's catalogue: one bit set
 * for each rule. Immutable towards strategies; the scoring verticle follows the catalogue with it.
 *
 * <p>The first look asks every product and belongs on a worker. After that only products that were
 * stated anew, or whose stock changed, are asked: the pages of a catalogue that did not change are
 * the same arrays, and a product with new statistics only is told by its other parts being the same
 * objects.
 */
final class RuleMatches {
  /** As many combinations of active rules are kept as are asked for in a moment. */
  private static final int KEPT = 32;

  private final Rules rules;
  private final CatalogueTable catalogue;
  private final long madeAt;
  private final long[][] bits;
  private final ItemSet[] meant;
  private final Map<Long, ItemSet> allowed;

  private RuleMatches(
      Rules rules,
      CatalogueTable catalogue,
      long madeAt,
      long[][] bits,
      ItemSet[] meant,
      Map<Long, ItemSet> allowed) {
    this.rules = rules;
    this.catalogue = catalogue;
    this.madeAt = madeAt;
    this.bits = bits;
    this.meant = meant;
    this.allowed = allowed;
  }

  /**
   * Looks at every product once.
   *
   * @param now milliseconds since the epoch
   */
  static RuleMatches of(Rules rules, CatalogueTable catalogue, long now) {
    long[][] bits = new long[rules.size()][(catalogue.size() + 63) / 64];
    for (int item = 0; item < catalogue.size(); item++) {
      Product product = catalogue.product(item);
      for (int r = 0; product != null && r < bits.length; r++) {
        if (rules.rule(r).means(product, now)) {
          bits[r][item >> 6] |= 1L << item;
        }
      }
    }
    ItemSet[] meant = new ItemSet[bits.length];
    Arrays.setAll(meant, r -> ItemSet.of(bits[r]));
    return new RuleMatches(rules, catalogue, now, bits, meant, new HashMap<>());
  }

  /** The same for a later version of the catalogue. */
  @SuppressWarnings("ReferenceEquality")
  RuleMatches follow(CatalogueTable later, long now) {
    if (later == catalogue) {
      return this;
    }
    long[] @Nullable [] changed = new long[bits.length][];
    for (int at = 0; at < later.pages(); at++) {
      @Nullable Product[] after = later.page(at);
      if (after != null && after != catalogue.page(at)) {
        followPage(at, catalogue.page(at), after, later.size(), now, changed);
      }
    }
    long[][] bitsNow = bits.clone();
    ItemSet[] meantNow = meant.clone();
    boolean any = false;
    for (int r = 0; r < changed.length; r++) {
      long[] words = changed[r];
      if (words != null) {
        bitsNow[r] = words;
        meantNow[r] = ItemSet.of(words);
        any = true;
      }
    }
    return new RuleMatches(
        rules, later, madeAt, bitsNow, meantNow, any ? new HashMap<>() : allowed);
  }

  @SuppressWarnings("ReferenceEquality")
  private void followPage(
      int at,
      @Nullable Product @Nullable [] before,
      @Nullable Product[] after,
      int size,
      long now,
      long[] @Nullable [] changed) {
    for (int slot = 0; slot < after.length; slot++) {
      Product product = after[slot];
      Product old = before == null ? null : before[slot];
      if (product == null || product == old || (old != null && alike(old, product))) {
        continue;
      }
      int item = at * CatalogueTable.PAGE_SIZE + slot;
      for (int r = 0; r < bits.length; r++) {
        boolean means = rules.rule(r).means(product, now);
        long[] copy = changed[r];
        if (means != contains(copy == null ? bits[r] : copy, item)) {
          if (copy == null) {
            copy = Arrays.copyOf(bits[r], Math.max(bits[r].length, (size + 63) / 64));
            changed[r] = copy;
          }
          copy[item >> 6] ^= 1L << item;
        }
      }
    }
  }

  private static boolean contains(long[] words, int item) {
    return item >> 6 < words.length && (words[item >> 6] >>> item & 1) != 0;
  }

  /** By identity where that tells enough: what differs is merely asked again. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean alike(Product one, Product other) {
    return one.stock() == other.stock()
        && one.price() == other.price()
        && one.cost() == other.cost()
        && one.statedSince() == other.statedSince()
        && one.sku() == other.sku()
        && one.category() == other.category()
        && one.brand() == other.brand()
        && one.tags() == other.tags()
        && one.attributes() == other.attributes();
  }

  Rules rules() {
    return rules;
  }

  /** When the first look was, milliseconds since the epoch. */
  long madeAt() {
    return madeAt;
  }

  /** The products that a rule means, whether it is active or not. */
  ItemSet meant(int rule) {
    return meant[rule];
  }

  boolean means(int rule, int item) {
    return meant[rule].contains(item);
  }

  /** The rules of an action among those that are active, in their author's order. */
  List<Integer> of(RuleAction action, long active) {
    List<Integer> found = new ArrayList<>(2);
    for (int r = 0; r < rules.size(); r++) {
      if ((active >>> r & 1) != 0 && rules.rule(r).action() == action) {
        found.add(r);
      }
    }
    return found;
  }

  /**
   * What the active rules let be offered; null where they leave out nothing. Called by the scoring
   * verticle only.
   */
  @Nullable ItemSet allowed(long active) {
    long filters = 0;
    for (int r = 0; r < rules.size(); r++) {
      if ((active >>> r & 1) != 0 && rules.rule(r).action().filters()) {
        filters |= 1L << r;
      }
    }
    if (filters == 0) {
      return null;
    }
    if (allowed.size() >= KEPT && !allowed.containsKey(filters)) {
      allowed.clear();
    }
    return allowed.computeIfAbsent(filters, this::left);
  }

  private ItemSet left(long filters) {
    long[] words = new long[(catalogue.size() + 63) / 64];
    Arrays.fill(words, -1L);
    for (int r = 0; r < rules.size(); r++) {
      Rule rule = rules.rule(r);
      if ((filters >>> r & 1) == 0) {
        continue;
      }
      for (int word = 0; word < words.length; word++) {
        long means = word < bits[r].length ? bits[r][word] : 0;
        words[word] &= rule.action() == RuleAction.EXCLUDE ? ~means : means;
      }
    }
    return ItemSet.of(words);
  }
}
