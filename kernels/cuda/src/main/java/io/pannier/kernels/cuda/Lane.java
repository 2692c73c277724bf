package io.pannier.kernels.cuda;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.lang.foreign.Arena;

/**
 * What one instance has of the device for itself: a stream, pinned rings for inputs and results,
 * and a workspace. A call begins, uploads its inputs in one piece, launches, and downloads.
 */
final class Lane implements AutoCloseable {
  /** Threads of a block of most kernels. */
  static final int BLOCK = 256;

  /** Rows that a block of the kernels on rows takes. */
  static final int ROWS_PER_BLOCK = 8;

  private static final float[] CLEAR = {0};
  private static final int CHECKED_PER_BLOCK = 1024;
  private static final int MAX_CHECK_BLOCKS = 1024;
  private static final int CHECK_WIDTH = DeviceMemory.ALIGNMENT / Float.BYTES;

  private final CudaDevice device;
  private final CudaDriver.Stream stream;
  private final PinnedRing inputs;
  private final PinnedRing results;
  private final Upload upload;
  private final Download download;
  private final Workspace workspace;
  private final Arena arena = Arena.ofShared();
  private final KernelFunction checkFinite;
  private final long limit;
  private long flag;

  /**
   * @param limit of device memory, for all instances together
   */
  Lane(CudaDevice device, long limit) {
    this.device = device;
    this.limit = limit;
    device.enter();
    CudaDriver driver = device.driver();
    // A failure on the way gives back what was taken before it.
    stream = driver.newStream();
    PinnedRing first = null;
    PinnedRing second = null;
    try {
      first = new PinnedRing(driver);
      second = new PinnedRing(driver);
      checkFinite = function("check_finite");
      workspace = new Workspace(device, stream, limit, "the workspace of the kernels");
    } catch (PannierException e) {
      if (second != null) {
        second.close();
      }
      if (first != null) {
        first.close();
      }
      stream.close();
      arena.close();
      throw e;
    }
    inputs = first;
    results = second;
    upload = new Upload(stream, inputs);
    download = new Download(stream, results);
  }

  CudaDevice device() {
    return device;
  }

  CudaDriver.Stream stream() {
    return stream;
  }

  Upload upload() {
    return upload;
  }

  Download download() {
    return download;
  }

  long limit() {
    return limit;
  }

  /** A kernel with parameters of this instance's own. */
  KernelFunction function(String name) {
    return new KernelFunction(device.function(name), arena);
  }

  /**
   * Begins a call: makes room for its inputs and results, and begins the upload.
   *
   * @param bytes of inputs, each rounded up by {@link DeviceMemory#aligned}, and of results
   */
  void begin(long bytes) {
    device.enter();
    upload.begin(workspace.reserve(DeviceMemory.ALIGNMENT + bytes));
    flag = upload.floats(CLEAR, CLEAR.length);
  }

  /** Ends the upload and looks for NaN and infinity in what was uploaded before {@code end}. */
  void endUpload(long end) {
    upload.flush();
    int rows = (int) ((end - flag) / DeviceMemory.ALIGNMENT) - 1;
    long blocks = ((long) rows * CHECK_WIDTH + CHECKED_PER_BLOCK - 1) / CHECKED_PER_BLOCK;
    checkFinite.with(flag + DeviceMemory.ALIGNMENT).with(rows).with(CHECK_WIDTH);
    checkFinite.with(CHECK_WIDTH).with(flag);
    checkFinite.launch(stream, (int) Math.min(blocks, MAX_CHECK_BLOCKS), 1, 1, BLOCK, 0);
  }

  /** Blocks that cover so many rows with so many each. */
  static int blocks(int rows, int each) {
    return (int) (((long) rows + each - 1) / each);
  }

  /**
   * Waits for the call's work and throws if the device found NaN or infinity in an input.
   *
   * @param check the same check on the processor, which names the element
   */
  void requireFinite(Runnable check) {
    if (download.word(flag) != 0) {
      check.run();
      throw new PannierException(
          StandardErrorCode.DEVICE_FAILED,
          "the device found NaN in inputs that hold none: its copies are damaged. Watch the GPU's"
              + " memory errors with nvidia-smi -q -d ECC");
    }
  }

  /**
   * Memory for calls that lay it out themselves and have entered the device; another address than
   * before if it grew.
   */
  long workspace(long bytes) {
    return workspace.reserve(bytes);
  }

  @Override
  public void close() {
    if (!device.lost()) {
      device.enter();
      workspace.close();
      inputs.close();
      results.close();
      stream.close();
    }
    arena.close();
  }
}
