package io.pannier.laboratory.orders;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events or products in the contract's own JSON, plain or gzip: one object a line. Objects pass
 * through unchanged; whether they are valid events is the receiver's to say.
 *
 * <p>A line that is no JSON object is reported, the rest is read. A line that is a whole array of
 * objects stands for its elements, and the brackets and commas of an array that is written with one
 * object a line are passed over.
 */
final class JsonSource implements OrderSource {
  static final String EVENTS = "events";
  static final String PRODUCTS = "products";

  private static final int MAX_DEPTH = 64;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final String format;
  private final Batch.Kind kind;
  private final OrderOptions options;
  private final TextLines lines;
  private final Tally tally = new Tally();
  private List<String> pending = new ArrayList<>();
  private boolean finished;

  JsonSource(String format, Path file, OrderOptions options) {
    this.format = format;
    this.kind = format.equals(PRODUCTS) ? Batch.Kind.PRODUCTS : Batch.Kind.EVENTS;
    this.options = options;
    this.lines = TextLines.open(file);
  }

  @Override
  public String format() {
    return format;
  }

  @Override
  public Optional<Batch> next() {
    while (!finished && pending.size() < options.batchSize()) {
      TextLines.Line line = lines.next();
      if (line == null) {
        finished = true;
      } else if (line.problem() != null) {
        tally.row();
        tally.broken(line.number(), line.problem());
      } else {
        String text = withoutComma(line.text().strip());
        if (!text.isEmpty() && !text.equals("[") && !text.equals("]")) {
          take(line.number(), text);
        }
      }
    }
    if (pending.isEmpty()) {
      return Optional.empty();
    }
    int size = Math.min(pending.size(), options.batchSize());
    List<String> objects = pending.subList(0, size);
    pending = new ArrayList<>(pending.subList(size, pending.size()));
    return Optional.of(batch(objects));
  }

  private static String withoutComma(String text) {
    return text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
  }

  private void take(long line, String text) {
    List<String> objects = new ArrayList<>();
    @Nullable String problem;
    try {
      problem = collect(text, objects);
    } catch (JsonProcessingException e) {
      problem = "no well-formed JSON: " + e.getOriginalMessage();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (problem == null) {
      objects.forEach(_ -> tally.row());
      pending.addAll(objects);
    } else {
      tally.row();
      tally.broken(line, problem);
    }
  }

  /** Adds the objects of a line; returns why it has none, or null. */
  private static @Nullable String collect(String text, List<String> objects) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken token = parser.nextToken();
      boolean array = token == JsonToken.START_ARRAY;
      if (array) {
        token = parser.nextToken();
      }
      while (token == JsonToken.START_OBJECT) {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        int to = (int) parser.currentTokenLocation().getCharOffset() + 1;
        objects.add(text.substring(from, to));
        token = parser.nextToken();
        if (!array) {
          return token == null ? null : "more than one JSON value on a line";
        }
      }
      return array && token == JsonToken.END_ARRAY && parser.nextToken() == null
          ? null
          : "neither a JSON object nor an array of them";
    }
  }

  private Batch batch(List<String> objects) {
    boolean products = kind == Batch.Kind.PRODUCTS;
    String text =
        products ? "[" + String.join(",", objects) + "]" : String.join("\n", objects) + "\n";
    if (products) {
      tally.products(objects.size());
    } else {
      tally.events(objects.size());
    }
    return new Batch(kind, objects.size(), text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public double progress() {
    return finished ? 1 : lines.progress();
  }

  @Override
  public OrderReport report() {
    return tally.report();
  }

  @Override
  public void close() {
    lines.close();
  }
}
