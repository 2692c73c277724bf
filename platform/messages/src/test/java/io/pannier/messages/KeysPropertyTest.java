package io.pannier.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class KeysPropertyTest {
  /**
   * Values computed with another implementation of MurmurHash3 x64-128; stored keys rely on them.
   */
  @Example
  void theHashIsMurmur3() {
    assertThat(Keys.event(0, "")).isEqualTo(new UUID(0, 0));
    assertThat(Keys.event(0, "hello"))
        .isEqualTo(UUID.fromString("cbd8a7b3-41bd-9b02-5b1e-906a48ae1d19"));
  }

  @Property
  void keysDependOnTheShop(@ForAll String id, @ForAll @IntRange(min = 1) int shop) {
    assertThat(Keys.event(shop, id)).isEqualTo(Keys.event(shop, id));
    assertThat(Keys.event(shop, id)).isNotEqualTo(Keys.event(shop - 1, id));
  }

  @Property
  void onlyTheUnknownShopperHasKeyZero(@ForAll String shopper) {
    assertThat(Keys.shopper(1, shopper) == 0).isEqualTo(shopper.isEmpty());
  }

  @Property
  void shardsAreInRange(
      @ForAll long key,
      @ForAll @IntRange(min = 0) int item,
      @ForAll @IntRange(min = 1, max = 64) int shards) {
    assertThat(Keys.shardOfShopper(key, shards)).isBetween(0, shards - 1);
    assertThat(Keys.shardOfItem(1, item, shards)).isBetween(0, shards - 1);
  }

  @Example
  void shardsShareTheWorkEvenly() {
    int[] shoppers = new int[4];
    int[] items = new int[4];
    for (int i = 0; i < 40_000; i++) {
      shoppers[Keys.shardOfShopper(Keys.shopper(1, "shopper-" + i), 4)]++;
      items[Keys.shardOfItem(1, i, 4)]++;
    }
    for (int shard = 0; shard < 4; shard++) {
      assertThat(shoppers[shard]).isBetween(9_500, 10_500);
      assertThat(items[shard]).isBetween(9_500, 10_500);
    }
  }
}
