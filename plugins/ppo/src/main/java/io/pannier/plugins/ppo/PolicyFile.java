package io.pannier.plugins.ppo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What was learned, as bytes: of a snapshot and of a model file alike.
 *
 * <p>Big-endian: the magic number, the version, the number of updates, the unit of the rewards, the
 * number of vectors, each with its length and its doubles, and the CRC-32 of all of it.
 *
 * @param unit what a reward of one is, minor units; 0 before anything was decided
 * @param vectors the parameters of policy and critic
 */
record PolicyFile(long updates, double unit, List<double[]> vectors) {
  private static final int MAGIC = 0x50504f31;
  private static final int VERSION = 1;
  private static final int LONGEST = 1 << 24;

  void write(OutputStream out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeInt(MAGIC);
    data.writeInt(VERSION);
    data.writeLong(updates);
    data.writeDouble(unit);
    data.writeInt(vectors.size());
    for (double[] vector : vectors) {
      data.writeInt(vector.length);
      for (double value : vector) {
        data.writeDouble(value);
      }
    }
    data.writeInt(checksum(bytes.toByteArray()));
    out.write(bytes.toByteArray());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param lengths that the vectors must have
   * @throws IOException if the bytes are damaged, of another version or of another policy
   */
  static PolicyFile read(InputStream in, int[] lengths) throws IOException {
    byte[] bytes = in.readNBytes(LONGEST);
    if (bytes.length < Integer.BYTES) {
      throw new IOException("a policy of " + bytes.length + " bytes");
    }
    byte[] content = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
    DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes));
    if (data.readInt() != MAGIC || data.readInt() != VERSION) {
      throw new IOException("not a policy of version " + VERSION);
    }
    long updates = data.readLong();
    double unit = data.readDouble();
    double[][] vectors = new double[lengths.length][];
    boolean fits = data.readInt() == lengths.length;
    for (int v = 0; fits && v < vectors.length; v++) {
      fits = data.readInt() == lengths[v];
      vectors[v] = new double[lengths[v]];
      for (int i = 0; fits && i < lengths[v]; i++) {
        vectors[v][i] = data.readDouble();
      }
    }
    if (!fits) {
      throw new IOException("the policy has other features or widths than this version");
    }
    if (data.available() != Integer.BYTES || data.readInt() != checksum(content)) {
      throw new IOException("the policy is damaged: its checksum is wrong");
    }
    return new PolicyFile(updates, unit, List.of(vectors));
  }

  private static int checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
