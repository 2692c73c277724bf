package io.pannier.scoring;

import io.pannier.spi.ItemSet;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Makes of what a strategy named what the rules of the placement make of it: puts in what is pinned
 * or required and was not named, multiplies scores, and cuts to the number of candidates wanted.
 * What is put in gets the score that the same strategy gives it in one question together with all
 * the others, so that scores compare; what the strategy knows nothing about gets none.
 */
final class RuledAnswer {
  /** Products put in for one pin. */
  static final int PINNED = 4;

  /** A filter that means more than this is asked for its best, not taken whole. */
  private static final int FEW = 8;

  /** Products from which a bundle can take what it must hold. */
  static final int REQUIRED = 8;

  private static final int LOOKED_AT = 1024;

  private final ScoringContext context;
  private final AppliedRules rules;
  private final int limit;
  private final Asked asked;

  /** Puts a question to whoever named the candidates. */
  @FunctionalInterface
  interface Asked {
    ScoredCandidates ask(ScoringContext question);
  }

  private RuledAnswer(ScoringContext context, AppliedRules rules, int limit, Asked asked) {
    this.context = context;
    this.rules = rules;
    this.limit = limit;
    this.asked = asked;
  }

  /**
   * @param context the question, limited to what the rules allow
   * @param named the answer to it
   * @param limit candidates wanted
   */
  static ScoredCandidates of(
      ScoringContext context, AppliedRules rules, int limit, ScoredCandidates named, Asked asked) {
    if (rules.none() || named.size() == 0) {
      return named;
    }
    RuledAnswer answer = new RuledAnswer(context, rules, limit, asked);
    return context.candidates() == null ? answer.forBundles(named) : answer.ranked(named);
  }

  private ScoredCandidates forBundles(ScoredCandidates named) {
    IntOpenHashSet known = new IntOpenHashSet(named.size());
    for (int rank = 0; rank < named.size(); rank++) {
      known.add(named.item(rank));
    }
    IntLinkedOpenHashSet missing = new IntLinkedOpenHashSet();
    for (ItemSet pinned : rules.pinned()) {
      missing(pinned, PINNED, known, missing);
    }
    for (ItemSet required : rules.required()) {
      missing(required, REQUIRED, known, missing);
    }
    ScoredCandidates all = missing.isEmpty() ? named : with(named, missing.toIntArray());
    return cut(sorted(all));
  }

  /** Adds what of a set should take part and was not named. */
  private void missing(
      ItemSet wanted, int most, IntOpenHashSet known, IntLinkedOpenHashSet missing) {
    int there = 0;
    for (int item : known) {
      there += wanted.contains(item) ? 1 : 0;
    }
    boolean few = wanted.size() <= FEW;
    if (!few && there >= most) {
      return;
    }
    int before = missing.size();
    if (!few) {
      ItemSet allowed = rules.allowed();
      ScoredCandidates best =
          asked.ask(context.about(null, most, allowed == null ? wanted : wanted.and(allowed)));
      for (int rank = 0; rank < best.size(); rank++) {
        if (!known.contains(best.item(rank))) {
          missing.add(best.item(rank));
        }
      }
    }
    if (few || (there == 0 && missing.size() == before)) {
      int looked = 0;
      int added = 0;
      for (int item = wanted.next(0);
          item >= 0 && looked++ < LOOKED_AT && added < most;
          item = wanted.next(item + 1)) {
        if (!known.contains(item) && context.mayName(item)) {
          missing.add(item);
          added++;
        }
      }
    }
  }

  /** All of them, scored in one question. */
  private ScoredCandidates with(ScoredCandidates named, int[] missing) {
    int n = named.size() + missing.length;
    int[] items = Arrays.copyOf(itemsOf(named), n);
    System.arraycopy(missing, 0, items, named.size(), missing.length);
    ScoredCandidates again = asked.ask(context.about(items, n, rules.allowed()));
    // A strategy that has nothing to say of given candidates leaves what it named as it was.
    ScoredCandidates source = again.size() == 0 ? named : again;
    Int2IntOpenHashMap ranks = new Int2IntOpenHashMap(n);
    ranks.defaultReturnValue(-1);
    for (int rank = 0; rank < source.size(); rank++) {
      ranks.put(source.item(rank), rank);
    }
    float[] found = new float[n];
    int[] because = new int[n];
    for (int i = 0; i < n; i++) {
      int rank = ranks.get(items[i]);
      found[i] = rank < 0 ? 0 : source.score(rank);
      because[i] = rank < 0 ? -1 : source.because(rank);
    }
    return new ScoredCandidates(items, found, because);
  }

  /** In order of weighed score, ties by item. */
  private ScoredCandidates sorted(ScoredCandidates all) {
    int n = all.size();
    float[] weighed = new float[n];
    Integer[] order = new Integer[n];
    for (int i = 0; i < n; i++) {
      double score = all.score(i) * rules.factor(all.item(i));
      weighed[i] = (float) Math.min(score, Float.MAX_VALUE);
      order[i] = i;
    }
    Arrays.sort(
        order,
        Comparator.<Integer>comparingDouble(i -> -weighed[i]).thenComparingInt(i -> all.item(i)));
    int[] items = new int[n];
    float[] scores = new float[n];
    int[] because = new int[n];
    for (int rank = 0; rank < n; rank++) {
      items[rank] = all.item(order[rank]);
      scores[rank] = weighed[order[rank]];
      because[rank] = all.because(order[rank]);
    }
    return new ScoredCandidates(items, scores, because);
  }

  /** The best, but what is pinned or required before what is not. */
  private ScoredCandidates cut(ScoredCandidates sorted) {
    if (sorted.size() <= limit) {
      return sorted;
    }
    boolean[] kept = new boolean[sorted.size()];
    int size = 0;
    for (ItemSet pinned : rules.pinned()) {
      size += keep(sorted, pinned, PINNED, kept, size);
    }
    for (ItemSet required : rules.required()) {
      size += keep(sorted, required, REQUIRED, kept, size);
    }
    for (int rank = 0; rank < kept.length && size < limit; rank++) {
      if (!kept[rank]) {
        kept[rank] = true;
        size++;
      }
    }
    return chosen(sorted, kept, size);
  }

  private int keep(ScoredCandidates sorted, ItemSet wanted, int most, boolean[] kept, int before) {
    int there = 0;
    int added = 0;
    for (int rank = 0; rank < kept.length && there < most && before + added < limit; rank++) {
      if (wanted.contains(sorted.item(rank))) {
        there++;
        added += kept[rank] ? 0 : 1;
        kept[rank] = true;
      }
    }
    return added;
  }

  private static ScoredCandidates chosen(ScoredCandidates all, boolean[] kept, int size) {
    int[] items = new int[size];
    float[] scores = new float[size];
    int[] because = new int[size];
    int next = 0;
    for (int rank = 0; rank < kept.length; rank++) {
      if (kept[rank]) {
        items[next] = all.item(rank);
        scores[next] = all.score(rank);
        because[next++] = all.because(rank);
      }
    }
    return new ScoredCandidates(items, scores, because);
  }

  /** A plain list: what is pinned stands first, each part in order of score. */
  private ScoredCandidates ranked(ScoredCandidates named) {
    ScoredCandidates sorted = sorted(withPinned(named));
    int n = sorted.size();
    int[] items = new int[n];
    float[] scores = new float[n];
    int[] because = new int[n];
    int next = 0;
    for (boolean pinned : new boolean[] {true, false}) {
      for (int rank = 0; rank < n; rank++) {
        if (rules.pinned(sorted.item(rank)) == pinned) {
          items[next] = sorted.item(rank);
          scores[next] = sorted.score(rank);
          because[next++] = sorted.because(rank);
        }
      }
    }
    return new ScoredCandidates(items, scores, because);
  }

  /** With the pinned candidates that the strategy had nothing to say about. */
  private ScoredCandidates withPinned(ScoredCandidates named) {
    int[] given = context.candidates();
    IntLinkedOpenHashSet missing = new IntLinkedOpenHashSet();
    for (int i = 0; given != null && i < given.length; i++) {
      if (rules.pinned(given[i]) && context.mayName(given[i])) {
        missing.add(given[i]);
      }
    }
    for (int rank = 0; rank < named.size(); rank++) {
      missing.remove(named.item(rank));
    }
    int n = named.size() + missing.size();
    int[] items = Arrays.copyOf(itemsOf(named), n);
    float[] scores = new float[n];
    int[] because = new int[n];
    Arrays.fill(because, -1);
    for (int rank = 0; rank < named.size(); rank++) {
      scores[rank] = named.score(rank);
      because[rank] = named.because(rank);
    }
    int next = named.size();
    for (int item : missing) {
      items[next++] = item;
    }
    return new ScoredCandidates(items, scores, because);
  }

  private static int[] itemsOf(ScoredCandidates named) {
    int[] items = new int[named.size()];
    Arrays.setAll(items, named::item);
    return items;
  }
}
