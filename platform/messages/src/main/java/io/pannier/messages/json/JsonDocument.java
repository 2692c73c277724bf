package io.pannier.messages.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.pannier.messages.SubmissionResult.Rejected;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes that should hold JSON: an array of elements, one per line, or a single one.
 *
 * <p>Bytes that are no UTF-8 are replaced in a copy, one for one, so that offsets stay and only the
 * elements that hold them are lost.
 */
final class JsonDocument<T> {
  /** Deeper nesting costs one element; ten times deeper, and the whole document is refused. */
  static final int DEEPEST = 100;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          // The text is UTF-8 by contract; guessing UTF-16 from zero bytes would move offsets.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          // Told by field and element instead of failing the document.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(10 * DEEPEST)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final ElementReader<T> reader;
  private final byte[] json;
  private final int from;
  private final int end;
  private final int[] invalid;
  private final List<T> elements = new ArrayList<>();
  private final List<Rejected> rejected = new ArrayList<>();
  private int[] indexes = new int[16];
  private int index;

  JsonDocument(ElementReader<T> reader, byte[] json, int offset, int length) {
    this.reader = reader;
    this.invalid = Utf8.invalid(json, offset, length);
    byte[] text = json;
    int start = offset;
    if (invalid.length > 0) {
      text = Arrays.copyOfRange(json, offset, offset + length);
      for (int i = 0; i < invalid.length; i++) {
        invalid[i] -= offset;
        text[invalid[i]] = '?';
      }
      start = 0;
    }
    this.json = text;
    this.end = start + length;
    this.from = start + byteOrderMark(text, start, length);
  }

  /** Reads an array, or a single element where the document begins with a brace. */
  Parsed<T> array(int maxElements) {
    try (JsonParser parser = FACTORY.createParser(json, from, end - from)) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        element(parser, from);
      } else if (token == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (index == maxElements) {
            throw tooMany(maxElements);
          }
          element(parser, from);
        }
      } else {
        throw new PannierException(
            StandardErrorCode.MALFORMED_JSON, "line 1, column 1: expected an array of objects");
      }
      if (parser.nextToken() != null) {
        throw trailing(parser, 1);
      }
    } catch (IOException e) {
      throw malformed(e, 1);
    }
    return parsed();
  }

  /** Reads one element for each line that is not blank. A broken line costs that line only. */
  Parsed<T> lines(int maxElements) {
    int line = 0;
    int start = from;
    while (start < end) {
      int stop = start;
      boolean blank = true;
      while (stop < end && json[stop] != '\n') {
        blank &= json[stop] == ' ' || json[stop] == '\t' || json[stop] == '\r';
        stop++;
      }
      line++;
      if (!blank) {
        if (index == maxElements) {
          throw tooMany(maxElements);
        }
        line(start, stop, line);
      }
      start = stop + 1;
    }
    return parsed();
  }

  /** Reads exactly one element; whatever is wrong with it is thrown. */
  T single() {
    Parsed<T> parsed;
    try (JsonParser parser = FACTORY.createParser(json, from, end - from)) {
      if (parser.nextToken() == null) {
        throw new PannierException(
            StandardErrorCode.MALFORMED_JSON, "line 1, column 1: expected an object");
      }
      element(parser, from);
      if (parser.nextToken() != null) {
        throw trailing(parser, 1);
      }
      parsed = parsed();
    } catch (IOException e) {
      throw malformed(e, 1);
    }
    if (parsed.elements().isEmpty()) {
      Rejected reason = parsed.rejected().getFirst();
      throw new PannierException(reason.code(), reason.message());
    }
    return parsed.elements().getFirst();
  }

  private void line(int start, int stop, int line) {
    int elementsBefore = elements.size();
    try (JsonParser parser = FACTORY.createParser(json, start, stop - start)) {
      parser.nextToken();
      element(parser, start);
      if (parser.nextToken() == null) {
        return;
      }
      throw trailing(parser, line);
    } catch (IOException e) {
      replaceWithRejection(elementsBefore, malformed(e, line));
    } catch (PannierException e) {
      replaceWithRejection(elementsBefore, e);
    }
  }

  private void replaceWithRejection(int elementsBefore, PannierException reason) {
    if (elements.size() > elementsBefore) {
      elements.removeLast();
      index--;
    } else if (!rejected.isEmpty() && rejected.getLast().index() == index - 1) {
      // The element was refused for a field and its line is broken as well.
      return;
    }
    reject(reason.code(), String.valueOf(reason.getMessage()));
  }

  private void element(JsonParser parser, int base) throws IOException {
    int start = base + (int) parser.currentTokenLocation().getByteOffset();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      reject(StandardErrorCode.FIELD_INVALID, "expected an object");
      return;
    }
    T element = reader.read(parser, json, start, base);
    int stop = base + (int) parser.currentLocation().getByteOffset();
    if (invalid.length > 0 && holdsInvalid(start, stop)) {
      reject(StandardErrorCode.INVALID_UTF8, "a byte of the text is no UTF-8");
    } else if (element == null) {
      reject(reader.failureCode(), reader.failureMessage());
    } else {
      if (elements.size() == indexes.length) {
        indexes = Arrays.copyOf(indexes, indexes.length * 2);
      }
      indexes[elements.size()] = index++;
      elements.add(element);
    }
  }

  private boolean holdsInvalid(int start, int stop) {
    int at = Arrays.binarySearch(invalid, start);
    int next = at >= 0 ? at : -at - 1;
    return next < invalid.length && invalid[next] < stop;
  }

  private void reject(ErrorCode code, String message) {
    rejected.add(new Rejected(index++, code, message));
  }

  private Parsed<T> parsed() {
    return new Parsed<>(elements, Arrays.copyOf(indexes, elements.size()), rejected);
  }

  private PannierException malformed(IOException e, int line) {
    if (invalid.length > 0) {
      return new PannierException(
          StandardErrorCode.INVALID_UTF8,
          "byte " + invalid[0] + " of the document is no UTF-8; send UTF-8");
    }
    if (e instanceof StreamConstraintsException
        && String.valueOf(e.getMessage()).contains("nest")) {
      return new PannierException(
          StandardErrorCode.NESTING_TOO_DEEP, "nested deeper than " + DEEPEST + " levels");
    }
    String where = "";
    String what = "not readable";
    if (e instanceof JsonProcessingException json) {
      what = json.getOriginalMessage();
      if (json.getLocation() != null) {
        where =
            "line "
                + (line - 1 + Math.max(1, json.getLocation().getLineNr()))
                + ", column "
                + Math.max(1, json.getLocation().getColumnNr())
                + ": ";
      }
    }
    return new PannierException(StandardErrorCode.MALFORMED_JSON, where + what);
  }

  private static PannierException trailing(JsonParser parser, int line) {
    return new PannierException(
        StandardErrorCode.MALFORMED_JSON,
        "line "
            + (line - 1 + parser.currentTokenLocation().getLineNr())
            + ", column "
            + parser.currentTokenLocation().getColumnNr()
            + ": expected nothing more");
  }

  private static PannierException tooMany(int maxElements) {
    return new PannierException(
        StandardErrorCode.BATCH_TOO_LARGE,
        "more than " + maxElements + " elements; send smaller batches");
  }

  private static int byteOrderMark(byte[] text, int from, int length) {
    boolean present =
        length >= 3
            && text[from] == (byte) 0xef
            && text[from + 1] == (byte) 0xbb
            && text[from + 2] == (byte) 0xbf;
    return present ? 3 : 0;
  }
}
