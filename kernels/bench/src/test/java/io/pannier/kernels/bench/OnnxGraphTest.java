package io.pannier.kernels.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtSession;
import io.pannier.kernels.bench.OnnxGraph.Attribute;
import io.pannier.kernels.bench.OnnxGraph.Element;
import io.pannier.spi.PannierException;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Graphs that ONNX Runtime reads and computes as meant. */
class OnnxGraphTest {
  @Test
  void operatorsWeightsAndAttributesArrive() {
    OnnxGraph graph = new OnnxGraph();
    String x = graph.input("x", Element.FLOAT, "rows", 2);
    String weight = graph.constant(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    String scores =
        graph.node(
            "Gemm",
            List.of(x, weight),
            new Attribute.Int("transB", 1),
            new Attribute.Real("alpha", 10));
    String turned = graph.node("Transpose", List.of(scores), new Attribute.Ints("perm", 1, 0));
    String back = graph.node("Transpose", List.of(turned), new Attribute.Ints("perm", 1, 0));
    List<String> best =
        graph.nodes("TopK", List.of(back, graph.indices(2)), 2, new Attribute.Int("axis", -1));
    graph.output(best.get(0), Element.FLOAT, "rows", 2);
    graph.output(best.get(1), Element.INT64, "rows", 2);
    try (OnnxSession session = new OnnxSession(graph.toBytes(), 1)) {
      session.input("x", new float[] {1, 1, 0, -1}, 2, 2);
      try (OrtSession.Result result = session.run()) {
        float[] values = new float[4];
        OnnxSession.floats(result, 0).get(values);
        assertThat(values).containsExactly(110, 70, -20, -40);
        long[] items = new long[4];
        OnnxSession.longs(result, 1).get(items);
        assertThat(items).containsExactly(2, 1, 0, 1);
      }
    }
  }

  @Test
  void geluIsTheTanhForm() {
    OnnxGraph graph = new OnnxGraph();
    String x = graph.input("x", Element.FLOAT, 1);
    graph.output(
        graph.node("Gelu", List.of(x), new Attribute.Text("approximate", "tanh")),
        Element.FLOAT,
        1);
    try (OnnxSession session = new OnnxSession(graph.toBytes(), 1)) {
      session.input("x", new float[] {2}, 1);
      try (OrtSession.Result result = session.run()) {
        double inner = Math.sqrt(2 / Math.PI) * (2 + 0.044715 * 8);
        assertThat(OnnxSession.floats(result, 0).get(0))
            .isCloseTo((float) (1 + Math.tanh(inner)), Offset.offset(1e-5f));
      }
    }
  }

  @Test
  void aGraphThatMakesNoSenseIsRefused() {
    OnnxGraph graph = new OnnxGraph();
    graph.output(graph.node("NoSuchOperator", List.of()), Element.FLOAT, 1);
    assertThatThrownBy(() -> new OnnxSession(graph.toBytes(), 1))
        .isInstanceOf(PannierException.class)
        .hasMessageContaining("NoSuchOperator");
  }
}
