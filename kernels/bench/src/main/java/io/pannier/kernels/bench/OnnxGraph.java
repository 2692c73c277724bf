package io.pannier.kernels.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A graph of ONNX operators, written as the protocol buffer that runtimes read. Values are known by
 * name; a node has one output that is named after it.
 *
 * <p>Field numbers and type codes are those of {@code onnx.proto}.
 */
final class OnnxGraph {
  private static final int IR_VERSION = 9;

  /** The first with GELU in its tanh form. */
  private static final int OPERATOR_SET = 20;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream graph = CodedOutputStream.newInstance(bytes);
  private int values;

  /** What a tensor holds. */
  enum Element {
    FLOAT(1),
    INT64(7);

    private final int code;

    Element(int code) {
      this.code = code;
    }
  }

  /** A named parameter of an operator. */
  sealed interface Attribute {
    String name();

    /** A whole number, such as an axis. */
    record Int(String name, long value) implements Attribute {}

    /** A number. */
    record Real(String name, float value) implements Attribute {}

    /** A word. */
    record Text(String name, String value) implements Attribute {}

    /** A list of whole numbers, such as a permutation. */
    record Ints(String name, long... values) implements Attribute {}
  }

  OnnxGraph() {
    write(out -> out.writeString(Field.GRAPH_NAME, "graph"));
  }

  /**
   * An input of the graph.
   *
   * @param shape each a number, or a name for a size that is known when it runs
   */
  String input(String name, Element element, Object... shape) {
    return declare(Field.GRAPH_INPUT, name, element, shape);
  }

  /** Makes a value an output of the graph. */
  void output(String name, Element element, Object... shape) {
    declare(Field.GRAPH_OUTPUT, name, element, shape);
  }

  private String declare(int field, String name, Element element, Object... shape) {
    ByteString dimensions =
        message(
            out -> {
              for (Object size : shape) {
                out.writeBytes(
                    Field.SHAPE_DIMENSION,
                    message(
                        dimension -> {
                          if (size instanceof Number number) {
                            dimension.writeInt64(Field.DIMENSION_VALUE, number.longValue());
                          } else {
                            dimension.writeString(Field.DIMENSION_NAME, size.toString());
                          }
                        }));
              }
            });
    ByteString tensor =
        message(
            out -> {
              out.writeInt32(Field.TENSOR_TYPE_ELEMENT, element.code);
              out.writeBytes(Field.TENSOR_TYPE_SHAPE, dimensions);
            });
    ByteString type = message(out -> out.writeBytes(Field.TYPE_TENSOR, tensor));
    ByteString info =
        message(
            out -> {
              out.writeString(Field.VALUE_NAME, name);
              out.writeBytes(Field.VALUE_TYPE, type);
            });
    write(out -> out.writeBytes(field, info));
    return name;
  }

  /** A weight. */
  String constant(float[] content, long... shape) {
    ByteBuffer raw =
        ByteBuffer.allocate(content.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(content);
    return constant(Element.FLOAT, raw, shape);
  }

  /** A constant of indices or sizes. */
  String indices(long... content) {
    ByteBuffer raw =
        ByteBuffer.allocate(content.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(content);
    return constant(Element.INT64, raw, content.length);
  }

  private String constant(Element element, ByteBuffer raw, long... shape) {
    String name = "constant" + values++;
    ByteString tensor =
        message(
            out -> {
              for (long size : shape) {
                out.writeInt64(Field.TENSOR_SIZE, size);
              }
              out.writeInt32(Field.TENSOR_ELEMENT, element.code);
              out.writeString(Field.TENSOR_NAME, name);
              out.writeBytes(Field.TENSOR_RAW, UnsafeByteOperations.unsafeWrap(raw));
            });
    write(out -> out.writeBytes(Field.GRAPH_INITIALIZER, tensor));
    return name;
  }

  /** Applies an operator and returns the name of its only output. */
  String node(String operator, List<String> inputs, Attribute... attributes) {
    return nodes(operator, inputs, 1, attributes).getFirst();
  }

  /** Applies an operator with so many outputs. */
  List<String> nodes(String operator, List<String> inputs, int count, Attribute... attributes) {
    String name = operator + values++;
    List<String> outputs = IntStream.range(0, count).mapToObj(i -> name + "." + i).toList();
    ByteString node =
        message(
            out -> {
              for (String input : inputs) {
                out.writeString(Field.NODE_INPUT, input);
              }
              for (String output : outputs) {
                out.writeString(Field.NODE_OUTPUT, output);
              }
              out.writeString(Field.NODE_NAME, name);
              out.writeString(Field.NODE_OPERATOR, operator);
              for (Attribute attribute : attributes) {
                out.writeBytes(Field.NODE_ATTRIBUTE, attribute(attribute));
              }
            });
    write(out -> out.writeBytes(Field.GRAPH_NODE, node));
    return outputs;
  }

  private static ByteString attribute(Attribute attribute) {
    return message(
        out -> {
          out.writeString(Field.ATTRIBUTE_NAME, attribute.name());
          switch (attribute) {
            case Attribute.Int whole -> {
              out.writeInt64(Field.ATTRIBUTE_INT, whole.value());
              out.writeEnum(Field.ATTRIBUTE_KIND, 2);
            }
            case Attribute.Real real -> {
              out.writeFloat(Field.ATTRIBUTE_FLOAT, real.value());
              out.writeEnum(Field.ATTRIBUTE_KIND, 1);
            }
            case Attribute.Text text -> {
              out.writeString(Field.ATTRIBUTE_STRING, text.value());
              out.writeEnum(Field.ATTRIBUTE_KIND, 3);
            }
            case Attribute.Ints list -> {
              for (long value : list.values()) {
                out.writeInt64(Field.ATTRIBUTE_INTS, value);
              }
              out.writeEnum(Field.ATTRIBUTE_KIND, 7);
            }
          }
        });
  }

  /** The model file. */
  byte[] toBytes() {
    write(CodedOutputStream::flush);
    ByteString operators = message(out -> out.writeInt64(Field.OPERATORS_VERSION, OPERATOR_SET));
    return message(
            out -> {
              out.writeInt64(Field.MODEL_IR_VERSION, IR_VERSION);
              out.writeBytes(Field.MODEL_OPERATORS, operators);
              out.writeByteArray(Field.MODEL_GRAPH, bytes.toByteArray());
            })
        .toByteArray();
  }

  /** Writes the fields of a message. */
  @FunctionalInterface
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private void write(Fields fields) {
    try {
      fields.write(graph);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteString message(Fields fields) {
    ByteString.Output content = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(content);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content.toByteString();
  }

  /** Field numbers, named by message and field. */
  private static final class Field {
    static final int MODEL_IR_VERSION = 1;
    static final int MODEL_GRAPH = 7;
    static final int MODEL_OPERATORS = 8;
    static final int OPERATORS_VERSION = 2;
    static final int GRAPH_NODE = 1;
    static final int GRAPH_NAME = 2;
    static final int GRAPH_INITIALIZER = 5;
    static final int GRAPH_INPUT = 11;
    static final int GRAPH_OUTPUT = 12;
    static final int NODE_INPUT = 1;
    static final int NODE_OUTPUT = 2;
    static final int NODE_NAME = 3;
    static final int NODE_OPERATOR = 4;
    static final int NODE_ATTRIBUTE = 5;
    static final int ATTRIBUTE_NAME = 1;
    static final int ATTRIBUTE_FLOAT = 2;
    static final int ATTRIBUTE_INT = 3;
    static final int ATTRIBUTE_STRING = 4;
    static final int ATTRIBUTE_INTS = 8;
    static final int ATTRIBUTE_KIND = 20;
    static final int TENSOR_SIZE = 1;
    static final int TENSOR_ELEMENT = 2;
    static final int TENSOR_NAME = 8;
    static final int TENSOR_RAW = 9;
    static final int VALUE_NAME = 1;
    static final int VALUE_TYPE = 2;
    static final int TYPE_TENSOR = 1;
    static final int TENSOR_TYPE_ELEMENT = 1;
    static final int TENSOR_TYPE_SHAPE = 2;
    static final int SHAPE_DIMENSION = 1;
    static final int DIMENSION_VALUE = 1;
    static final int DIMENSION_NAME = 2;

    private Field() {}
  }
}
