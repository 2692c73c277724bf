// Tests of the catalogue scans, the merge and the exact scoring.
#include <algorithm>
#include <numeric>

#include "testing.hpp"

namespace {

using u64 = unsigned long long;

struct Ranked {
  std::vector<int> items;
  std::vector<float> scores;
};

struct Shop {
  int count, width, stride;
  std::vector<float> items;
  std::vector<u64> hidden;

  Shop(Random& random, int count, int width) : count(count), width(width), stride(up(width, 4)) {
    items = random.normals(size_t(count) * stride);
    for (int i = 0; i < count; i++) {
      for (int c = width; c < stride; c++) items[size_t(i) * stride + c] = NAN;  // must not be read as a value
      // Pairs of equal items make ties.
      if (i % 3 == 1) std::copy_n(items.begin() + size_t(i - 1) * stride, width, items.begin() + size_t(i) * stride);
    }
  }

  bool isHidden(int item) const { return size_t(item / 64) < hidden.size() && (hidden[item / 64] >> (item % 64) & 1); }

  // One chain of fused multiply-adds, as the kernels promise.
  float score(const float* query, int item) const {
    float sum = 0;
    for (int c = 0; c < width; c++) sum = std::fma(items[size_t(item) * stride + c], query[c], sum);
    return sum + 0.0f;
  }

  Ranked best(const float* query, int k) const {
    std::vector<int> order;
    std::vector<float> scores(count);
    for (int i = 0; i < count; i++) {
      scores[i] = score(query, i);
      if (!isHidden(i)) order.push_back(i);
    }
    std::sort(order.begin(), order.end(),
              [&](int a, int b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
    Ranked ranked;
    for (int r = 0; r < k; r++) {
      bool some = r < int(order.size());
      ranked.items.push_back(some ? order[r] : -1);
      ranked.scores.push_back(some ? scores[order[r]] : -INFINITY);
    }
    return ranked;
  }
};

// The device side of a scan: what every precision needs.
struct Scan {
  const Shop& shop;
  int queries, queryStride, groups, keep;
  DeviceArray<float> query;
  DeviceArray<u64> hidden, thresholds, lists;
  DeviceArray<int> counts, items;
  DeviceArray<float> scores;

  Scan(const Shop& shop, const std::vector<float>& values, int queries, int groups, int keep)
      : shop(shop),
        queries(queries),
        queryStride(shop.stride),
        groups(groups),
        keep(keep),
        query(values),
        hidden(shop.hidden),
        thresholds(std::vector<u64>(queries, 0)),
        lists(size_t(queries) * groups * keep),
        counts(size_t(queries) * groups),
        items(size_t(queries) * keep),
        scores(size_t(queries) * keep) {}

  const u64* hiddenWords() const { return shop.hidden.empty() ? nullptr : hidden.data(); }

  void exact(bool narrow, const DeviceArray<float>& catalogue) {
    int padded = up(shop.width, 4) + 4, tile = narrow ? 4 : 32;
    unsigned shared =
        narrow ? 73728 + 16 * padded + 32 * up(keep + 768, 32) : 36864 + 128 * padded + 256 * up(keep + 384, 32);
    launch(narrow ? "scan_fp32_narrow" : "scan_fp32", Grid(ceilDiv(queries, tile), groups), 256, shared,
           (const float*)catalogue.data(), shop.stride, shop.count, shop.width, (const float*)query.data(), queryStride,
           queries, hiddenWords(), int(shop.hidden.size()), keep, thresholds.data(), lists.data(), counts.data());
    merge();
    checkIntact(catalogue);
  }

  void merge() {
    launch("merge_topk", Grid(queries), 256, 8 * up(keep + 768, 32), (const u64*)lists.data(),
           (const int*)counts.data(), groups, keep, thresholds.data(), items.data(), scores.data());
    for (int q = 0; q < queries; q++) CHECK(thresholds[q] == 0);
    checkIntact(query, hidden, thresholds, lists, counts, items, scores);
  }

  void checkRow(int q, const Ranked& expected, const int* gotItems, const float* gotScores) const {
    for (size_t r = 0; r < expected.items.size(); r++) {
      CHECK_THAT(gotItems[r] == expected.items[r] && gotScores[r] == expected.scores[r],
                 "query %d rank %zu: item %d with %.9g, expected %d with %.9g", q, r, gotItems[r], gotScores[r],
                 expected.items[r], expected.scores[r]);
    }
  }

  void checkExact() const {
    for (int q = 0; q < queries; q++) {
      checkRow(q, shop.best(query.data() + size_t(q) * queryStride, keep), items.data() + size_t(q) * keep,
               scores.data() + size_t(q) * keep);
    }
  }
};

std::vector<float> queriesFor(Random& random, const Shop& shop, int count) {
  std::vector<float> values = random.normals(size_t(count) * shop.stride);
  for (int q = 0; q < count; q++) {
    for (int c = shop.width; c < shop.stride; c++) values[size_t(q) * shop.stride + c] = NAN;
  }
  return values;
}

}  // namespace

TEST(scan_fp32_finds_the_best_to_the_bit) {
  Random random(30);
  struct Size {
    int items, width, queries, keep, groups;
  };
  std::vector<Size> sizes = {
      {1, 1, 1, 1, 1}, {130, 7, 5, 10, 2}, {500, 64, 3, 100, 3}, {97, 33, 33, 128, 1}, {0, 8, 2, 4, 2}};
  if (!smallSizes) sizes.insert(sizes.end(), {{5000, 16, 4, 50, 3}, {3000, 40, 37, 20, 2}});
  for (const Size& size : sizes) {
    for (bool hide : {false, true}) {
      Shop shop(random, size.items, size.width);
      if (hide) shop.hidden = {0xffff0000ffff0001ull, 0x7ull, ~0ull};
      DeviceArray<float> catalogue(shop.items);
      Scan scan(shop, queriesFor(random, shop, size.queries), size.queries, size.groups, size.keep);
      scan.exact(true, catalogue);
      scan.checkExact();
      scan.exact(false, catalogue);
      scan.checkExact();
    }
  }
}

TEST(scan_fp32_keeps_a_thousand) {
  Random random(31);
  Shop shop(random, smallSizes ? 1500 : 4000, 4);
  DeviceArray<float> catalogue(shop.items);
  Scan scan(shop, queriesFor(random, shop, 1), 1, 2, 1024);
  scan.exact(true, catalogue);
  scan.checkExact();
}

TEST(scan_ties_go_by_item_number) {
  Random random(32);
  Shop shop(random, 700, 8);
  for (int i = 0; i < shop.count; i++) {
    for (int c = 0; c < 8; c++) shop.items[i * 8 + c] = (i / 50 % 2 == 0 ? 1.0f : -0.0f);
  }
  DeviceArray<float> catalogue(shop.items);
  for (bool narrow : {false, true}) {
    Scan scan(shop, std::vector<float>(8, 1.0f), 1, 3, narrow ? 500 : 300);
    scan.exact(narrow, catalogue);
    scan.checkExact();
  }
}

TEST(scan_does_not_depend_on_the_batch) {
  Random random(33);
  Shop shop(random, 600, 20);
  DeviceArray<float> catalogue(shop.items);
  std::vector<float> values = queriesFor(random, shop, 35);
  Scan together(shop, values, 35, 3, 30);
  together.exact(false, catalogue);
  for (int q : {0, 31, 34}) {
    Scan alone(shop, std::vector<float>(values.begin() + q * 20, values.begin() + (q + 1) * 20), 1, 2, 30);
    alone.exact(true, catalogue);
    CHECK(alone.items.values() ==
          std::vector<int>(together.items.data() + q * 30, together.items.data() + q * 30 + 30));
    CHECK(sameBits(alone.scores.data(), together.scores.data() + q * 30, 30));
  }
}

TEST(scan_coarse_then_exact) {
  Random random(34);
  struct Size {
    int items, width, queries, k, keep, groups, tile;
  };
  std::vector<Size> sizes = {{300, 64, 9, 10, 40, 2, 16}, {129, 7, 1, 5, 20, 3, 8}, {50, 100, 3, 60, 120, 1, 8}};
  if (!smallSizes) sizes.insert(sizes.end(), {{2000, 128, 40, 20, 80, 2, 32}, {700, 48, 20, 10, 40, 2, 24}});
  for (const Size& size : sizes) {
    for (bool int8 : {false, true}) {
      Shop shop(random, size.items, size.width);
      shop.hidden = {0x5ull};
      Scan scan(shop, queriesFor(random, shop, size.queries), size.queries, size.groups, size.keep);
      int bytes = int8 ? 1 : 2, rowBytes = up(size.width * bytes, 32), rowElements = rowBytes / bytes;
      DeviceArray<float> catalogue(shop.items), itemScales(shop.count), queryScales(size.queries);
      DeviceArray<uint8_t> packed(size_t(shop.count) * rowBytes), packedQueries(size_t(size.queries) * rowBytes);
      unsigned shared = 36864 + size.tile * (rowBytes + 16 + 8 * up(size.keep + 384, 32));
      Grid grid(ceilDiv(size.queries, size.tile), size.groups);
      const float* rows = catalogue.data();
      const float* queries = scan.query.data();
      if (int8) {
        int8_t *to = reinterpret_cast<int8_t*>(packed.data()),
               *toQueries = reinterpret_cast<int8_t*>(packedQueries.data());
        launch("quantise_int8", Grid(ceilDiv(shop.count, 8)), 256, 0, rows, shop.stride, shop.count, shop.width, to,
               rowElements, itemScales.data());
        launch("quantise_int8", Grid(ceilDiv(size.queries, 8)), 256, 0, queries, shop.stride, size.queries, shop.width,
               toQueries, rowElements, queryScales.data());
        launch("scan_int8", grid, 256, shared, (const int8_t*)to, (const float*)itemScales.data(), rowBytes, shop.count,
               (const int8_t*)toQueries, size.queries, size.tile, scan.hiddenWords(), int(shop.hidden.size()),
               size.keep, scan.thresholds.data(), scan.lists.data(), scan.counts.data());
      } else {
        Bits16 *to = reinterpret_cast<Bits16*>(packed.data()),
               *toQueries = reinterpret_cast<Bits16*>(packedQueries.data());
        launch("to_bf16", Grid(ceilDiv(shop.count, 8)), 256, 0, rows, shop.stride, shop.count, shop.width, to,
               rowElements);
        launch("to_bf16", Grid(ceilDiv(size.queries, 8)), 256, 0, queries, shop.stride, size.queries, shop.width,
               toQueries, rowElements);
        launch("scan_bf16", grid, 256, shared, (const Bits16*)to, rowBytes, shop.count, (const Bits16*)toQueries,
               size.queries, size.tile, scan.hiddenWords(), int(shop.hidden.size()), size.keep, scan.thresholds.data(),
               scan.lists.data(), scan.counts.data());
      }
      scan.merge();
      DeviceArray<int> items(size_t(size.queries) * size.k);
      DeviceArray<float> scores(size_t(size.queries) * size.k);
      launch("rescore_topk", Grid(size.queries), 256, 4 * up(size.width, 4) + 8 * up(size.keep, 32), rows, shop.stride,
             shop.width, queries, shop.stride, (const int*)scan.items.data(), size.keep, size.k, items.data(),
             scores.data());
      checkIntact(catalogue, itemScales, queryScales, packed, packedQueries, items, scores);
      // Four times as many candidates as are wanted: with so few items, none of the best may be missing.
      for (int q = 0; q < size.queries; q++) {
        scan.checkRow(q, shop.best(queries + size_t(q) * shop.stride, size.k), items.data() + size_t(q) * size.k,
                      scores.data() + size_t(q) * size.k);
      }
    }
  }
}

TEST(merge_of_lists_from_blocks_in_any_order) {
  Random random(35);
  int groups = 17, keep = 300;
  std::vector<u64> lists(groups * keep, 0xdeadull), all;
  std::vector<int> counts;
  for (int g = 0; g < groups; g++) {
    counts.push_back(random.below(keep + 1));
    for (int i = 0; i < counts[g]; i++) {
      unsigned item = unsigned(g * keep + i);
      lists[g * keep + i] = u64(0xbf800000u - random.below(40)) << 32 | (0xffffffffu - item);
      all.push_back(lists[g * keep + i]);
    }
  }
  std::sort(all.rbegin(), all.rend());
  DeviceArray<u64> deviceLists(lists);
  DeviceArray<int> deviceCounts(counts);
  for (u64 known : {u64(0), all[keep - 1]}) {  // without a threshold the merge has to sort in between
    DeviceArray<u64> thresholds(std::vector<u64>{known});
    DeviceArray<int> items(keep);
    DeviceArray<float> scores(keep);
    launch("merge_topk", Grid(1), 256, 8 * up(keep + 768, 32), (const u64*)deviceLists.data(),
           (const int*)deviceCounts.data(), groups, keep, thresholds.data(), items.data(), scores.data());
    for (int i = 0; i < keep; i++) CHECK(items[i] == int(0xffffffffu - unsigned(all[i])));
    checkIntact(deviceLists, deviceCounts, thresholds, items, scores);
  }
}
