package io.pannier.laboratory.orders;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Currency;
import java.util.List;

/** Writes products and events of one currency as batches. */
public final class BatchWriter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final SerializableString NEW_LINE = new SerializedString("\n");

  private final String currency;
  private final int decimals;

  /**
   * @param currency ISO 4217
   */
  public BatchWriter(String currency) {
    this.currency = currency;
    this.decimals = Currency.getInstance(currency).getDefaultFractionDigits();
  }

  /** A JSON array of products. */
  public Batch products(List<ProductLine> products) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(products.size() * 320);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartArray();
      for (ProductLine product : products) {
        product.write(json, currency, decimals);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Batch(Batch.Kind.PRODUCTS, products.size(), bytes.toByteArray());
  }

  /** Events, one JSON object a line. */
  public Batch events(List<EventLine> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(events.size() * 220);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.setRootValueSeparator(NEW_LINE);
      for (EventLine event : events) {
        event.write(json, currency, decimals);
      }
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Batch(Batch.Kind.EVENTS, events.size(), bytes.toByteArray());
  }
}
