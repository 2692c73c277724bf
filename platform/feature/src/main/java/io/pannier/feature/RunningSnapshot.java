package io.pannier.feature;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A consistent snapshot of a shard that is taken a slice at a time while events keep coming: what
 * is about to change and is not written yet is written first, as it was when the snapshot began.
 *
 * <p>Format: version, then entries until the end marker: tag, key, state.
 */
final class RunningSnapshot {
  static final int VERSION = 1;
  static final byte END = 0;
  static final byte SHOPPER = 1;
  static final byte PRODUCT = 2;

  private final int epoch;
  private final Map<Integer, Long> covered;
  private final long[] shopperKeys;
  private final long[] productKeys;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
  private final DataOutputStream out = new DataOutputStream(bytes);
  private int next;

  /**
   * @param covered what the state takes into account now
   * @param shopperKeys of all shoppers there are now
   * @param productKeys of all products there are now
   */
  RunningSnapshot(int epoch, Map<Integer, Long> covered, long[] shopperKeys, long[] productKeys) {
    this.epoch = epoch;
    this.covered = covered;
    this.shopperKeys = shopperKeys;
    this.productKeys = productKeys;
    try {
      out.writeInt(VERSION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int epoch() {
    return epoch;
  }

  Map<Integer, Long> covered() {
    return covered;
  }

  /** Writes a piece of state unless this snapshot holds it already. */
  void write(byte tag, long key, OwnedState state) {
    if (state.snapshotEpoch == epoch) {
      return;
    }
    state.snapshotEpoch = epoch;
    try {
      out.writeByte(tag);
      out.writeLong(key);
      state.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes up to {@code count} further pieces; returns false once there are no more. */
  boolean advance(FeatureShard shard, int count) {
    int end = Math.min(next + count, shopperKeys.length + productKeys.length);
    for (; next < end; next++) {
      boolean shopper = next < shopperKeys.length;
      long key = shopper ? shopperKeys[next] : productKeys[next - shopperKeys.length];
      OwnedState state = shopper ? shard.shopper(key) : shard.product(key);
      if (state != null) {
        write(shopper ? SHOPPER : PRODUCT, key, state);
      }
    }
    return next < shopperKeys.length + productKeys.length;
  }

  byte[] finish() {
    try {
      out.writeByte(END);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
