package io.pannier.kernels.cuda;

import io.pannier.spi.PannierException;
import java.lang.foreign.MemorySegment;

/**
 * The part of the CUDA driver API that the kernels are launched through: one device, one context.
 * JCuda implements it on a GPU; in tests an emulator does, so that the launching code is the same.
 * Device addresses are plain numbers, as in the driver API.
 *
 * <p>Every method throws {@link PannierException} with the code that {@link CudaResult} gives the
 * driver's result. Any thread may call, after {@link #bind}; a stream serves one thread at a time.
 */
interface CudaDriver extends AutoCloseable {

  /**
   * A device.
   *
   * @param name as its maker calls it
   * @param major of its compute capability
   * @param minor of its compute capability
   * @param multiprocessors that work in parallel
   * @param sharedMemory most bytes of shared memory that a block can ask for
   * @param driverVersion 1000 · major + 10 · minor of the newest CUDA that the driver knows
   */
  record Device(
      String name, int major, int minor, int multiprocessors, int sharedMemory, int driverVersion) {
    /** Two digits, such as 90 for Hopper. */
    int capability() {
      return major * 10 + minor;
    }
  }

  /** Loaded GPU code. */
  interface Module extends AutoCloseable {
    /**
     * @param name of an {@code extern "C"} kernel
     */
    Function function(String name);

    @Override
    void close();
  }

  /** A kernel that can be launched. */
  interface Function {
    String name();

    /**
     * Allows launches with so much dynamic shared memory; needed above 48 KiB. Never takes back
     * what was allowed before, because instances share the function.
     */
    void allowSharedMemory(int bytes);
  }

  /** A moment in a stream. Reusable: recording again moves it. */
  interface Event extends AutoCloseable {
    /** Waits until the stream has passed the moment; returns at once if it was never recorded. */
    void await();

    @Override
    void close();
  }

  /** A recorded sequence of launches and copies with the values that their parameters had. */
  interface Graph extends AutoCloseable {
    @Override
    void close();
  }

  /** A queue of work that the device does in order. */
  interface Stream extends AutoCloseable {
    /**
     * Copies to the device. The host memory must stay as it is until the copy has happened.
     *
     * @param host pinned
     */
    void upload(long device, MemorySegment host, long bytes);

    /** Copies from the device to pinned host memory. */
    void download(MemorySegment host, long device, long bytes);

    /** Sets so many 32-bit words. */
    void fill(long device, int word, long words);

    /**
     * Launches a kernel.
     *
     * @param parameters array of pointers, one to the value of each parameter, in native memory;
     *     the values are read before this returns
     */
    void launch(
        Function function,
        int gridX,
        int gridY,
        int gridZ,
        int blockX,
        int sharedBytes,
        MemorySegment parameters);

    void record(Event event);

    /** Waits until the device has done everything, and reports what failed meanwhile. */
    void synchronize();

    /** From here on work is recorded instead of done. */
    void beginCapture();

    Graph endCapture();

    void launch(Graph graph);

    @Override
    void close();
  }

  /** A library of matrix products, bound to one stream. */
  interface Blas extends AutoCloseable {
    /**
     * C = A · B in plain fp32, with all three row-major.
     *
     * @param aStride elements from one row to the next, as the other strides
     */
    void multiply(
        int rows,
        int columns,
        int inner,
        long a,
        int aStride,
        long b,
        int bStride,
        long c,
        int cStride);

    @Override
    void close();
  }

  Device device();

  /** Makes the context current on the calling thread; before any other call on that thread. */
  void bind();

  /**
   * @return address, a multiple of 256
   */
  long allocate(long bytes);

  void free(long address);

  /** Page-locked host memory, which the device copies to and from on its own. */
  MemorySegment allocatePinned(long bytes);

  void freePinned(MemorySegment memory);

  /** Bytes that the device has left for all programs. */
  long freeMemory();

  /**
   * @param image a fatbin
   */
  Module load(byte[] image);

  Stream newStream();

  Event newEvent();

  /**
   * The library of the device's maker, which may be missing.
   *
   * @param stream of this driver, closed after it
   * @throws PannierException if it cannot be used; the message says why
   * @throws LinkageError if what binds it does not load
   */
  Blas blas(Stream stream);

  /** Gives the context back. Modules, streams and memory must have been closed before. */
  @Override
  void close();
}
