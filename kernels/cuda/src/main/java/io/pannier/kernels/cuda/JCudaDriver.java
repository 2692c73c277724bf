package io.pannier.kernels.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;
import static jcuda.driver.JCudaDriver.cuMemHostAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;

/**
 * The CUDA driver through JCuda. JCuda's native library is linked to libcuda and loads in a static
 * initialiser, so this class may be touched only after {@link CudaProbe} has found a driver.
 */
final class JCudaDriver implements CudaDriver {
  private static final int NAME_LENGTH = 256;

  private final CUdevice handle = new CUdevice();
  private final CUcontext context = new CUcontext();
  private final Device device;

  /** Takes the first device that CUDA_VISIBLE_DEVICES shows, and its primary context. */
  JCudaDriver() {
    check(cuInit(0), "start");
    check(cuDeviceGet(handle, 0), "find the first device");
    device = describe();
    check(cuDevicePrimaryCtxRetain(context, handle), "take the context of " + device.name());
  }

  private Device describe() {
    byte[] name = new byte[NAME_LENGTH];
    check(cuDeviceGetName(name, name.length, handle), "name the device");
    int[] version = new int[1];
    check(cuDriverGetVersion(version), "tell the driver's version");
    return new Device(
        new String(name, StandardCharsets.UTF_8).replace("\0", ""),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
        version[0]);
  }

  private int attribute(int attribute) {
    int[] value = new int[1];
    check(cuDeviceGetAttribute(value, attribute, handle), "tell attribute " + attribute);
    return value[0];
  }

  static void check(int result, String doing) {
    if (result != CudaResult.SUCCESS) {
      throw CudaResult.failure(result, doing, CUresult.stringFor(result));
    }
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public void bind() {
    check(cuCtxSetCurrent(context), "make its context current");
  }

  @Override
  public long allocate(long bytes) {
    DeviceAddress address = new DeviceAddress(0);
    check(cuMemAlloc(address, bytes), "allocate " + bytes + " bytes");
    return address.value();
  }

  @Override
  public void free(long address) {
    check(cuMemFree(new DeviceAddress(address)), "free memory");
  }

  @Override
  public MemorySegment allocatePinned(long bytes) {
    HostAddress address = new HostAddress(0);
    check(cuMemHostAlloc(address, bytes, 0), "pin " + bytes + " bytes of host memory");
    return MemorySegment.ofAddress(address.value()).reinterpret(bytes);
  }

  @Override
  public void freePinned(MemorySegment memory) {
    check(cuMemFreeHost(new HostAddress(memory.address())), "free pinned memory");
  }

  @Override
  public long freeMemory() {
    long[] free = new long[1];
    check(cuMemGetInfo(free, new long[1]), "tell its free memory");
    return free[0];
  }

  @Override
  public Module load(byte[] image) {
    CUmodule module = new CUmodule();
    check(cuModuleLoadData(module, image), "load the kernels on " + device.name());
    return new LoadedModule(module);
  }

  @Override
  public Stream newStream() {
    CUstream stream = new CUstream();
    check(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "make a stream");
    return new WorkStream(stream);
  }

  @Override
  public Event newEvent() {
    CUevent event = new CUevent();
    check(cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING), "make an event");
    return new Moment(event);
  }

  @Override
  public Blas blas(Stream stream) {
    String problem = CublasLibrary.problem(CublasLibrary.NAME);
    if (!problem.isEmpty()) {
      throw new PannierException(StandardErrorCode.DEVICE_UNAVAILABLE, problem);
    }
    return new Cublas((WorkStream) stream);
  }

  @Override
  public void close() {
    check(cuDevicePrimaryCtxRelease(handle), "give the context back");
  }

  /** A device address as JCuda wants it: JCuda adds the offset to a null pointer. */
  static final class DeviceAddress extends CUdeviceptr {
    DeviceAddress(long address) {
      super(new CUdeviceptr(), address);
    }

    long value() {
      return getNativePointer() + getByteOffset();
    }
  }

  /** An address of native memory as JCuda wants it. */
  private static final class HostAddress extends Pointer {
    HostAddress(long address) {
      super(address);
    }

    long value() {
      return getNativePointer() + getByteOffset();
    }
  }

  private record LoadedModule(CUmodule module) implements Module {
    @Override
    public Function function(String name) {
      CUfunction function = new CUfunction();
      check(cuModuleGetFunction(function, module, name), "find the kernel " + name);
      return new LoadedFunction(name, function);
    }

    @Override
    public void close() {
      check(cuModuleUnload(module), "unload the kernels");
    }
  }

  private static final class LoadedFunction implements Function {
    private final String name;
    private final CUfunction handle;
    private int allowed;

    LoadedFunction(String name, CUfunction handle) {
      this.name = name;
      this.handle = handle;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public synchronized void allowSharedMemory(int bytes) {
      if (bytes > allowed) {
        int attribute = CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
        check(
            cuFuncSetAttribute(handle, attribute, bytes),
            "give " + name + " " + bytes + " bytes of shared memory");
        allowed = bytes;
      }
    }
  }

  private record Moment(CUevent event) implements Event {
    @Override
    public void await() {
      check(cuEventSynchronize(event), "wait for an event");
    }

    @Override
    public void close() {
      check(cuEventDestroy(event), "free an event");
    }
  }

  private record ReadyGraph(CUgraphExec graph) implements Graph {
    @Override
    public void close() {
      check(cuGraphExecDestroy(graph), "free a graph");
    }
  }

  record WorkStream(CUstream stream) implements Stream {
    @Override
    public void upload(long device, MemorySegment host, long bytes) {
      check(
          cuMemcpyHtoDAsync(
              new DeviceAddress(device), new HostAddress(host.address()), bytes, stream),
          "copy to the device");
    }

    @Override
    public void download(MemorySegment host, long device, long bytes) {
      check(
          cuMemcpyDtoHAsync(
              new HostAddress(host.address()), new DeviceAddress(device), bytes, stream),
          "copy from the device");
    }

    @Override
    public void fill(long device, int word, long words) {
      check(cuMemsetD32Async(new DeviceAddress(device), word, words, stream), "fill memory");
    }

    @Override
    public void launch(
        Function function,
        int gridX,
        int gridY,
        int gridZ,
        int blockX,
        int sharedBytes,
        MemorySegment parameters) {
      CUfunction loaded = ((LoadedFunction) function).handle;
      int result =
          cuLaunchKernel(
              loaded,
              gridX,
              gridY,
              gridZ,
              blockX,
              1,
              1,
              sharedBytes,
              stream,
              new HostAddress(parameters.address()),
              null);
      if (result != CudaResult.SUCCESS) {
        check(result, "launch " + function.name());
      }
    }

    @Override
    public void record(Event event) {
      check(cuEventRecord(((Moment) event).event(), stream), "record an event");
    }

    @Override
    public void synchronize() {
      check(cuStreamSynchronize(stream), "finish the work of a stream");
    }

    @Override
    public void beginCapture() {
      // Other instances allocate and copy on their own threads while this one records.
      int mode = CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;
      check(cuStreamBeginCapture(stream, mode), "begin to record a graph");
    }

    @Override
    public Graph endCapture() {
      CUgraph recorded = new CUgraph();
      check(cuStreamEndCapture(stream, recorded), "record a graph");
      CUgraphExec ready = new CUgraphExec();
      int result = cuGraphInstantiate(ready, recorded, 0);
      check(cuGraphDestroy(recorded), "free a recording");
      check(result, "make a graph ready");
      return new ReadyGraph(ready);
    }

    @Override
    public void launch(Graph graph) {
      check(cuGraphLaunch(((ReadyGraph) graph).graph(), stream), "launch a graph");
    }

    @Override
    public void close() {
      check(cuStreamDestroy(stream), "free a stream");
    }
  }
}
