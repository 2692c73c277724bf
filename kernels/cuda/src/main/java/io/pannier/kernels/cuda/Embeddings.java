package io.pannier.kernels.cuda;

import io.pannier.kernels.api.EmbeddingTable;
import io.pannier.kernels.api.Requirements;
import io.pannier.kernels.api.Rows;

/** Rows looked up by number. */
final class Embeddings {
  private final Lane lane;
  private final KernelFunction gather;

  Embeddings(Lane lane) {
    this.lane = lane;
    gather = lane.function("gather_rows");
  }

  EmbeddingTable table(float[] weights, int rows, int width) {
    Requirements.matrix("embedding table", weights, rows, width);
    String what = "an embedding table of " + rows + " x " + width;
    return new DeviceTable(DeviceArray.rows(lane, what, weights, rows, width));
  }

  void gather(EmbeddingTable given, int[] ids, int count, boolean accumulate, Rows out) {
    DeviceTable table = Requirements.own(DeviceTable.class, given);
    table.array().requireUsable(lane.device());
    Requirements.gather(table, ids, count, out);
    int width = table.width();
    if (count == 0 || width == 0) {
      return;
    }
    long output = DeviceMemory.aligned((long) count * width * Float.BYTES);
    lane.begin(output + DeviceMemory.aligned((long) count * Integer.BYTES));
    Upload upload = lane.upload();
    long outAt = accumulate ? upload.rows(out, count, width, width) : 0;
    long idsAt = upload.ints(ids, count);
    outAt = accumulate ? outAt : upload.position();
    upload.flush();
    gather.with(table.array().address(), table.array().stride()).with(idsAt).with(count);
    gather.with(width).with(accumulate ? 1 : 0).with(outAt, width);
    gather.launch(lane.stream(), Lane.blocks(count, Lane.ROWS_PER_BLOCK), 1, 1, Lane.BLOCK, 0);
    lane.download().rows(outAt, out, count, width);
  }

  private record DeviceTable(DeviceArray array) implements EmbeddingTable {
    @Override
    public int rows() {
      return array.rows();
    }

    @Override
    public int width() {
      return array.width();
    }

    @Override
    public void close() {
      array.close();
    }
  }
}
