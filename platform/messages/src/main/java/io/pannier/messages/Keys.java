package io.pannier.messages;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Hashes that name shoppers, shards and journal rows. Stable for ever: they are stored. */
public final class Keys {
  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  private Keys() {}

  /**
   * The key of an event in the journal: MurmurHash3 x64-128 (Appleby, public domain) of the id,
   * seeded by the shop.
   */
  public static UUID event(int shop, String id) {
    long[] hash = murmur(id, shop);
    return new UUID(hash[0], hash[1]);
  }

  /** A 64-bit key of a shopper; 0 for the empty id, which means unknown. */
  public static long shopper(int shop, String shopper) {
    if (shopper.isEmpty()) {
      return 0;
    }
    long key = murmur(shopper, shop)[0];
    return key == 0 ? 1 : key;
  }

  /**
   * Who is divided among arms and whose purchases are added up: a shopper, else a session, else
   * nobody, which is 0.
   */
  public static long visitor(int shop, String shopper, String session) {
    long key = shopper(shop, shopper);
    return key != 0 || session.isEmpty() ? key : shopper(shop, "session:" + session);
  }

  /** 53 bits that depend on salt and visitor alone, as evenly spread as the hash is. */
  static long draw(String salt, long visitor) {
    return murmur(salt + ":" + Long.toUnsignedString(visitor), 0)[0] >>> 11;
  }

  /**
   * What a strategy knows a decision by: the seed of its problem. From the decision's id, so that
   * every decision searches differently, replays equally, and its outcomes find it again.
   */
  public static long decision(UUID decision) {
    return decision.getLeastSignificantBits() ^ decision.getMostSignificantBits();
  }

  /** The shard in [0, shards) that owns a shopper's state. */
  public static int shardOfShopper(long shopperKey, int shards) {
    return (int) Math.floorMod(shopperKey ^ (shopperKey >>> 32), (long) shards);
  }

  /** The shard in [0, shards) that owns a product's state. */
  public static int shardOfItem(int shop, int item, int shards) {
    return Math.floorMod((item * 0x9E3779B9 ^ shop) >>> 7, shards);
  }

  private static long[] murmur(String text, int seed) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    long h1 = seed;
    long h2 = seed;
    int blocks = data.length >> 4;
    for (int i = 0; i < blocks; i++) {
      h1 ^= mix1(word(data, i << 4, 8));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mix2(word(data, (i << 4) + 8, 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    int tail = blocks << 4;
    int rest = data.length - tail;
    if (rest > 8) {
      h2 ^= mix2(word(data, tail + 8, rest - 8));
    }
    if (rest > 0) {
      h1 ^= mix1(word(data, tail, Math.min(rest, 8)));
    }
    h1 ^= data.length;
    h2 ^= data.length;
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    h1 += h2;
    h2 += h1;
    return new long[] {h1, h2};
  }

  private static long word(byte[] data, int from, int length) {
    long word = 0;
    for (int i = length - 1; i >= 0; i--) {
      word = word << 8 | (data[from + i] & 0xff);
    }
    return word;
  }

  private static long mix1(long k) {
    return Long.rotateLeft(k * C1, 31) * C2;
  }

  private static long mix2(long k) {
    return Long.rotateLeft(k * C2, 33) * C1;
  }

  private static long finish(long h) {
    h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }
}
