package io.pannier.plugins.itemknn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CoPurchasesPropertyTest {
  private static final int NEIGHBOURS = 4_096;
  private static final int OPEN = 4_096;

  @Provide
  Arbitrary<List<int[]>> lines() {
    Arbitrary<Integer> order = Arbitraries.integers().between(0, 12);
    Arbitrary<Integer> item = Arbitraries.integers().between(0, 60);
    return Combinators.combine(order, item).as((o, i) -> new int[] {o, i}).list().ofMaxSize(300);
  }

  @Property(tries = 100)
  void incrementalEqualsBatch(
      @ForAll("lines") List<int[]> lines, @ForAll @IntRange(min = 2, max = 30) int most) {
    CoPurchases counts = count(lines, most);
    BatchCounts batch = new BatchCounts(lines, most);

    assertThat(counts.orders()).isEqualTo(batch.orders);
    assertThat(BatchCounts.supportsOf(counts)).isEqualTo(batch.supports);
    assertThat(BatchCounts.pairsOf(counts)).isEqualTo(batch.pairs);
  }

  @Property(tries = 100)
  void theOrderOfLinesDoesNotMatter(
      @ForAll("lines") List<int[]> lines,
      @ForAll @IntRange(min = 2, max = 30) int most,
      @ForAll long seed) {
    List<int[]> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(seed));

    CoPurchases a = count(lines, most);
    CoPurchases b = count(shuffled, most);

    assertThat(BatchCounts.pairsOf(a)).isEqualTo(BatchCounts.pairsOf(b));
    assertThat(BatchCounts.supportsOf(a)).isEqualTo(BatchCounts.supportsOf(b));
    assertThat(a.orders()).isEqualTo(b.orders());
  }

  @Property(tries = 100)
  void aRestoredSnapshotCountsOnAsIfNothingHadHappened(
      @ForAll("lines") List<int[]> lines, @ForAll @IntRange(min = 0, max = 300) int cut)
      throws IOException {
    ItemKnnConfig config = ItemKnnConfig.DEFAULTS;
    int most = config.maxItemsPerOrder();
    int at = Math.min(cut, lines.size());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CoPurchaseSnapshot.write(count(lines.subList(0, at), most), config, out);

    CoPurchases restored =
        CoPurchaseSnapshot.read(config, new ByteArrayInputStream(out.toByteArray()));
    lines.subList(at, lines.size()).forEach(l -> restored.add(BatchCounts.key(l[0]), l[1]));

    CoPurchases straight = count(lines, most);
    assertThat(BatchCounts.pairsOf(restored)).isEqualTo(BatchCounts.pairsOf(straight));
    assertThat(BatchCounts.supportsOf(restored)).isEqualTo(BatchCounts.supportsOf(straight));
    assertThat(restored.orders()).isEqualTo(straight.orders());
    assertThat(restored.lines()).isEqualTo(straight.lines());
  }

  @Property(tries = 100)
  void aFullRowKeepsItsLargestCountsAndItsBound(
      @ForAll @IntRange(min = 16, max = 64) int most, @ForAll long seed) {
    Random random = new Random(seed);
    CountRow row = new CountRow();
    Map<Integer, Integer> exact = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      // A few items take a third of all lines; they must survive every drop.
      int item = random.nextInt(3) == 0 ? random.nextInt(4) : random.nextInt(500);
      row.increment(item, most);
      exact.merge(item, 1, Integer::sum);
    }

    assertThat(row.lossy()).isTrue();
    assertThat(row.alive()).isLessThanOrEqualTo(most);
    for (int slot = 0; slot < row.slots(); slot++) {
      if (row.countAt(slot) > 0) {
        assertThat(row.countAt(slot)).isLessThanOrEqualTo(exact.getOrDefault(row.itemAt(slot), 0));
      }
    }
    for (int item = 0; item < 4; item++) {
      assertThat(row.count(item)).isGreaterThan(100);
    }
  }

  private static CoPurchases count(List<int[]> lines, int most) {
    CoPurchases counts = new CoPurchases(most, NEIGHBOURS, OPEN);
    lines.forEach(line -> counts.add(BatchCounts.key(line[0]), line[1]));
    return counts;
  }
}
