package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Rows;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.jspecify.annotations.Nullable;

/** Rows of fp32 in device memory that were prepared once and may be read by any instance. */
final class DeviceArray implements AutoCloseable {
  private final CudaDevice device;
  private final DeviceMemory.@Nullable Block block;
  private final int rows;
  private final int width;
  private final int stride;
  private volatile boolean closed;

  private DeviceArray(
      CudaDevice device, DeviceMemory.@Nullable Block block, int rows, int width, int stride) {
    this.device = device;
    this.block = block;
    this.rows = rows;
    this.width = width;
    this.stride = stride;
  }

  /**
   * Copies dense rows to the device, padded to a multiple of {@link Products#STRIDE} elements.
   *
   * @param what for the message where memory is short
   */
  static DeviceArray rows(Lane lane, String what, float[] values, int rows, int width) {
    lane.device().enter();
    int stride = Products.stride(width);
    if (rows == 0 || width == 0) {
      return new DeviceArray(lane.device(), null, rows, width, stride);
    }
    DeviceMemory.Block block =
        lane.device().memory().allocate(what, (long) rows * stride * Float.BYTES, lane.limit());
    try {
      lane.upload().begin(block.address());
      lane.upload().rows(new Rows(values, 0, width), rows, width, stride);
      lane.upload().flush();
      lane.stream().synchronize();
    } catch (PannierException e) {
      lane.device().noteFailure(e);
      block.close();
      throw e;
    }
    return new DeviceArray(lane.device(), block, rows, width, stride);
  }

  int rows() {
    return rows;
  }

  int width() {
    return width;
  }

  /** Elements from one row to the next. */
  int stride() {
    return stride;
  }

  long bytes() {
    return block == null ? 0 : block.bytes();
  }

  /** Where the first row is; 0 where there is none. */
  long address() {
    return block == null ? 0 : block.address();
  }

  /**
   * Checks that this may be used by an instance on that device.
   *
   * @throws PannierException KERNEL_OPERAND_FOREIGN
   */
  void requireUsable(CudaDevice by) {
    if (closed || device != by) {
      throw new PannierException(
          StandardErrorCode.KERNEL_OPERAND_FOREIGN,
          closed
              ? "an operand of " + rows + " x " + width + " is used after it was closed"
              : "an operand of "
                  + rows
                  + " x "
                  + width
                  + " lies on a device that was lost or closed; prepare it again");
    }
  }

  @Override
  public void close() {
    closed = true;
    if (block != null) {
      block.close();
    }
  }
}
