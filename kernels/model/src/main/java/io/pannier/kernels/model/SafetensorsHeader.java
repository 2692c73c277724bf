package io.pannier.kernels.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header of a safetensors file, read as if it came from an enemy: what it claims is
 * compared with the bytes that are there before anyone follows an offset.
 *
 * <p>Stricter than the format where strictness costs nothing: an entry has its three keys and no
 * others.
 *
 * @param tensors by name
 * @param metadata free text under {@code __metadata__}
 */
record SafetensorsHeader(Map<String, TensorInfo> tensors, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";
  static final String TYPE = "dtype";
  static final String SHAPE = "shape";
  static final String OFFSETS = "data_offsets";

  /** The header, an entry, and its shape. */
  private static final int MOST_NESTED = 3;

  /** Names are not interned: they are chosen by whoever wrote the file. */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MOST_NESTED).build())
          .build();

  SafetensorsHeader {
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /**
   * Reads and checks a header.
   *
   * @param file for messages
   * @param json the header alone, UTF-8
   * @param dataBytes bytes of the file after the header
   * @throws PannierException MODEL_FILE_INVALID or MODEL_FILE_TRUNCATED
   */
  static SafetensorsHeader parse(String file, byte[] json, long dataBytes) {
    if (json.length == 0 || json[0] != '{') {
      throw invalid(file, "its header does not begin with '{'", null);
    }
    Reader text =
        new InputStreamReader(
            new ByteArrayInputStream(json),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    SafetensorsHeader header;
    try (JsonParser parser = JSON.createParser(text)) {
      header = new Walk(file, parser).header();
    } catch (JsonProcessingException e) {
      throw invalid(file, "its header is not the JSON that is expected: " + describe(e), e);
    } catch (IOException e) {
      throw invalid(file, "its header is not UTF-8", e);
    }
    header.requireTiles(file, dataBytes);
    return header;
  }

  private static String describe(JsonProcessingException e) {
    return e.getOriginalMessage()
        + (e.getLocation() == null ? "" : " at character " + e.getLocation().getCharOffset());
  }

  static PannierException invalid(String file, String problem, @Nullable Throwable cause) {
    return new PannierException(
        StandardErrorCode.MODEL_FILE_INVALID,
        "model file " + file + " cannot be read: " + problem + "; write the file again",
        cause);
  }

  static PannierException truncated(String file, String problem, @Nullable Throwable cause) {
    return new PannierException(
        StandardErrorCode.MODEL_FILE_TRUNCATED,
        "model file " + file + " is not whole: " + problem + "; copy the file again",
        cause);
  }

  /** The tensors must cover the data from its first to its last byte, each byte once. */
  private void requireTiles(String file, long dataBytes) {
    List<TensorInfo> inOrder = new ArrayList<>(tensors.values());
    inOrder.sort(
        Comparator.comparingLong(TensorInfo::begin)
            .thenComparingLong(TensorInfo::end)
            .thenComparing(TensorInfo::name));
    long covered = 0;
    for (TensorInfo tensor : inOrder) {
      if (tensor.begin() != covered) {
        throw invalid(
            file,
            "tensor "
                + tensor.name()
                + " begins at byte "
                + tensor.begin()
                + (tensor.begin() < covered
                    ? ", inside of another that ends at "
                    : " and leaves a hole after byte ")
                + covered,
            null);
      }
      covered = tensor.end();
    }
    if (covered > dataBytes) {
      throw truncated(
          file, "its tensors take " + covered + " bytes and " + dataBytes + " are there", null);
    }
    if (covered < dataBytes) {
      throw invalid(
          file, (dataBytes - covered) + " bytes after the last tensor belong to nothing", null);
    }
  }

  /**
   * One pass over the tokens; each method begins on the token before its own and ends on its last.
   */
  private static final class Walk {
    private final String file;
    private final JsonParser parser;

    Walk(String file, JsonParser parser) {
      this.file = file;
      this.parser = parser;
    }

    SafetensorsHeader header() throws IOException {
      Map<String, TensorInfo> tensors = new TreeMap<>();
      Map<String, String> metadata = Map.of();
      expect(JsonToken.START_OBJECT, "the header");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (name.equals(METADATA)) {
          metadata = metadata();
        } else {
          tensors.put(name, tensor(name));
        }
      }
      if (parser.nextToken() != null) {
        throw invalid(file, "its header goes on after its closing brace", null);
      }
      return new SafetensorsHeader(tensors, metadata);
    }

    private Map<String, String> metadata() throws IOException {
      Map<String, String> metadata = new TreeMap<>();
      expect(JsonToken.START_OBJECT, METADATA);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        expect(JsonToken.VALUE_STRING, METADATA + " " + key);
        metadata.put(key, parser.getText());
      }
      return metadata;
    }

    private TensorInfo tensor(String name) throws IOException {
      String typeName = null;
      long[] shape = null;
      long[] offsets = null;
      expect(JsonToken.START_OBJECT, "tensor " + name);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        String what = key + " of tensor " + name;
        switch (key) {
          case TYPE -> {
            expect(JsonToken.VALUE_STRING, what);
            typeName = parser.getText();
          }
          case SHAPE -> shape = sizes(what);
          case OFFSETS -> offsets = sizes(what);
          default -> throw invalid(file, "tensor " + name + " has an unknown key " + key, null);
        }
      }
      if (typeName == null || shape == null || offsets == null) {
        throw invalid(
            file, "tensor " + name + " lacks one of " + List.of(TYPE, SHAPE, OFFSETS), null);
      }
      ElementType type = ElementType.named(typeName);
      if (type == null) {
        throw invalid(
            file,
            "tensor "
                + name
                + " has the unknown type "
                + typeName
                + ", known are "
                + Arrays.toString(ElementType.values()),
            null);
      }
      if (offsets.length != 2 || offsets[1] < offsets[0]) {
        throw invalid(
            file,
            "tensor " + name + " has the offsets " + Arrays.toString(offsets) + ", not a range",
            null);
      }
      requireSize(name, type, shape, offsets[1] - offsets[0]);
      return new TensorInfo(name, type, shape, offsets[0], offsets[1]);
    }

    private void requireSize(String name, ElementType type, long[] shape, long bytes) {
      long expected = type.bytes();
      try {
        for (long size : shape) {
          expected = Math.multiplyExact(expected, size);
        }
      } catch (ArithmeticException e) {
        throw invalid(
            file, "tensor " + name + " of shape " + Arrays.toString(shape) + " is too large", e);
      }
      if (expected != bytes) {
        throw invalid(
            file,
            "tensor "
                + name
                + " of shape "
                + Arrays.toString(shape)
                + " needs "
                + expected
                + " bytes of "
                + type
                + " and its offsets hold "
                + bytes,
            null);
      }
    }

    private long[] sizes(String what) throws IOException {
      expect(JsonToken.START_ARRAY, what);
      long[] sizes = new long[4];
      int count = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getLongValue() < 0) {
          throw invalid(file, what + " holds something other than integers from 0", null);
        }
        if (count == sizes.length) {
          sizes = Arrays.copyOf(sizes, count * 2);
        }
        sizes[count++] = parser.getLongValue();
      }
      return Arrays.copyOf(sizes, count);
    }

    private void expect(JsonToken expected, String what) throws IOException {
      JsonToken token = parser.nextToken();
      if (token != expected) {
        throw invalid(file, what + " is " + token + " where " + expected + " belongs", null);
      }
    }
  }
}
