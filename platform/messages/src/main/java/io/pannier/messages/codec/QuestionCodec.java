package io.pannier.messages.codec;

import io.pannier.spi.BundlingContext;
import io.pannier.spi.BundlingContext.Named;
import io.pannier.spi.EventType;
import io.pannier.spi.ShopperHistory;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The question behind a bundling problem as bytes, exactly. Paths of categories are written once
 * and referred to by number.
 */
final class QuestionCodec {
  private QuestionCodec() {}

  static byte[] encode(BundlingContext question) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      Map<String, Integer> categories = new LinkedHashMap<>();
      question
          .named()
          .forEach(named -> categories.putIfAbsent(named.category(), categories.size()));
      out.writeInt(categories.size());
      for (String category : categories.keySet()) {
        text(out, category);
      }
      out.writeInt(question.named().size());
      for (Named named : question.named()) {
        out.writeInt(named.item());
        text(out, named.sku());
        out.writeInt(categories.getOrDefault(named.category(), 0));
        out.writeLong(named.price());
      }
      out.writeInt(question.cart().length);
      for (int item : question.cart()) {
        out.writeInt(item);
      }
      history(out, question.history());
      out.writeLong(question.now());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void history(DataOutputStream out, ShopperHistory history) throws IOException {
    out.writeInt(history.size());
    for (int i = 0; i < history.size(); i++) {
      out.writeInt(history.items()[i]);
      out.writeByte(history.types()[i]);
      out.writeLong(history.times()[i]);
    }
    out.writeInt(history.counts().length);
    for (float count : history.counts()) {
      out.writeFloat(count);
    }
    out.writeInt(history.orders());
    out.writeLong(history.spend());
    out.writeLong(history.lastSeen());
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * @throws BufferUnderflowException for bytes that are cut short
   */
  static BundlingContext decode(ByteBuffer in) {
    String[] categories = new String[count(in)];
    for (int i = 0; i < categories.length; i++) {
      categories[i] = text(in);
    }
    int products = count(in);
    List<Named> named = new ArrayList<>();
    for (int i = 0; i < products; i++) {
      named.add(new Named(in.getInt(), text(in), categories[in.getInt()], in.getLong()));
    }
    int[] cart = new int[count(in)];
    for (int i = 0; i < cart.length; i++) {
      cart[i] = in.getInt();
    }
    return new BundlingContext(named, cart, history(in), in.getLong());
  }

  private static ShopperHistory history(ByteBuffer in) {
    int size = count(in);
    int[] items = new int[size];
    byte[] types = new byte[size];
    long[] times = new long[size];
    for (int i = 0; i < size; i++) {
      items[i] = in.getInt();
      types[i] = in.get();
      times[i] = in.getLong();
    }
    // Kinds of events that came later are counted as never seen.
    float[] counts = new float[EventType.count()];
    int written = count(in);
    for (int i = 0; i < written; i++) {
      float count = in.getFloat();
      if (i < counts.length) {
        counts[i] = count;
      }
    }
    return new ShopperHistory(items, types, times, counts, in.getInt(), in.getLong(), in.getLong());
  }

  private static int count(ByteBuffer in) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return count;
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[count(in)];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
