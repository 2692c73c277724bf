package io.pannier.kernels.cuda;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A driver whose device is the emulator, and which is as strict as the API allows: work waits in
 * its stream until somebody waits for it, so a result that is read or a buffer that is refilled too
 * early shows; memory begins as NaN between red zones; what is not given back is an error on {@link
 * #close}; a thread that did not bind is refused; and failures can be injected.
 */
final class EmulatorDriver implements CudaDriver {
  static final int INVALID_CONTEXT = 201;
  static final int CAPTURE_UNSUPPORTED = 900;

  private static final Device DEVICE = new Device("emulator", 8, 0, 4, 163 * 1024, 13000);
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
  private static final int RED_ZONE = 256;
  private static final byte RED = (byte) 0xA5;
  private static final byte NAN = (byte) 0xFF;
  private static final int SHARED_MEMORY_FOR_ALL = 48 * 1024;
  private static final int MAX_GRID_YZ = 65_535;
  private static final int MAX_BLOCK = 1024;

  private final Emulator emulator;
  private final Set<Thread> bound = new HashSet<>();
  private final TreeMap<Long, Allocation> allocations = new TreeMap<>();
  private final Map<Long, Arena> pinned = new HashMap<>();
  private final Set<AutoCloseable> open = new HashSet<>();
  private final List<EmulatedStream> streams = new ArrayList<>();
  private final int redZone;

  private long memoryLimit = Long.MAX_VALUE;
  private long allocated;
  private long calls;
  private long failAt = Long.MAX_VALUE;
  private int failure;
  private int sticky;
  private int imageResult;
  private long allocationCalls;

  private record Allocation(Arena arena, MemorySegment whole, long bytes) {}

  EmulatorDriver(Emulator emulator) {
    this(emulator, RED_ZONE);
  }

  /**
   * @param redZone bytes on each side of an allocation; 0 where an address sanitizer has its own
   */
  EmulatorDriver(Emulator emulator, int redZone) {
    this.emulator = emulator;
    this.redZone = redZone;
  }

  /** The device has only so many bytes. */
  synchronized void limitMemory(long bytes) {
    memoryLimit = bytes;
  }

  /** The n-th call from now, counted from 1, gives this result; a lost device stays lost. */
  synchronized void failAt(long call, int result) {
    failAt = calls + call;
    failure = result;
  }

  /** Loading an image gives this result. */
  synchronized void refuseImages(int result) {
    imageResult = result;
  }

  synchronized long calls() {
    return calls;
  }

  /** Times that device or pinned memory was asked for. */
  synchronized long allocationCalls() {
    return allocationCalls;
  }

  private void enter(String doing) {
    calls++;
    if (calls == failAt) {
      if (CudaResult.codeOf(failure).name().equals("DEVICE_LOST")) {
        sticky = failure;
      }
      fail(failure, doing);
    }
    if (sticky != 0) {
      fail(sticky, doing);
    }
    if (!bound.contains(Thread.currentThread())) {
      fail(INVALID_CONTEXT, doing);
    }
  }

  private static void fail(int result, String doing) {
    throw CudaResult.failure(result, doing, CudaResult.nameOf(result));
  }

  private void refuseWhileCapturing(String doing) {
    for (EmulatedStream stream : streams) {
      if (stream.captured != null && Thread.currentThread().equals(stream.owner)) {
        fail(CAPTURE_UNSUPPORTED, doing);
      }
    }
  }

  @Override
  public Device device() {
    return DEVICE;
  }

  @Override
  public synchronized void bind() {
    bound.add(Thread.currentThread());
    enter("bind");
  }

  @Override
  public synchronized long allocate(long bytes) {
    enter("allocate " + bytes + " bytes");
    refuseWhileCapturing("allocate");
    allocationCalls++;
    if (bytes > memoryLimit - allocated) {
      fail(CudaResult.OUT_OF_MEMORY, "allocate " + bytes + " bytes");
    }
    Arena arena = Arena.ofShared();
    MemorySegment whole = arena.allocate(bytes + 2L * redZone, DeviceMemory.ALIGNMENT);
    whole.fill(RED);
    MemorySegment inner = whole.asSlice(redZone, bytes);
    inner.fill(NAN);
    allocated += bytes;
    allocations.put(inner.address(), new Allocation(arena, whole, bytes));
    return inner.address();
  }

  @Override
  public synchronized void free(long address) {
    enter("free");
    refuseWhileCapturing("free");
    // As cuMemFree does, wait for what may still use it.
    for (EmulatedStream stream : streams) {
      stream.drain();
    }
    Allocation allocation = allocations.remove(address);
    if (allocation == null) {
      throw new AssertionError("freed twice, or never allocated: " + address);
    }
    requireRedZones(allocation);
    allocation.whole.fill(RED);
    allocated -= allocation.bytes;
    allocation.arena.close();
  }

  private void requireRedZones(Allocation allocation) {
    MemorySegment whole = allocation.whole;
    for (long i = 0; i < redZone; i++) {
      if (whole.get(ValueLayout.JAVA_BYTE, i) != RED
          || whole.get(ValueLayout.JAVA_BYTE, whole.byteSize() - 1 - i) != RED) {
        throw new AssertionError(
            "written outside an allocation of " + allocation.bytes + " bytes, " + i + " away");
      }
    }
  }

  private void requireInside(long address, long bytes) {
    Map.Entry<Long, Allocation> entry = allocations.floorEntry(address);
    if (bytes > 0
        && (entry == null || address + bytes > entry.getKey() + entry.getValue().bytes())) {
      throw new AssertionError(bytes + " bytes at " + address + " are not in device memory");
    }
  }

  @Override
  public synchronized MemorySegment allocatePinned(long bytes) {
    enter("pin");
    refuseWhileCapturing("pin");
    allocationCalls++;
    Arena arena = Arena.ofShared();
    MemorySegment memory = arena.allocate(bytes, DeviceMemory.ALIGNMENT);
    memory.fill(NAN);
    pinned.put(memory.address(), arena);
    return memory;
  }

  @Override
  public synchronized void freePinned(MemorySegment memory) {
    enter("unpin");
    for (EmulatedStream stream : streams) {
      stream.drain();
    }
    Arena arena = pinned.remove(memory.address());
    if (arena == null) {
      throw new AssertionError("unpinned twice, or never pinned");
    }
    arena.close();
  }

  @Override
  public synchronized long freeMemory() {
    enter("tell free memory");
    return memoryLimit - allocated;
  }

  @Override
  public synchronized Module load(byte[] image) {
    enter("load the kernels");
    if (imageResult != 0) {
      fail(imageResult, "load the kernels");
    }
    LoadedModule module = new LoadedModule();
    open.add(module);
    return module;
  }

  @Override
  public synchronized Stream newStream() {
    enter("make a stream");
    EmulatedStream stream = new EmulatedStream();
    streams.add(stream);
    open.add(stream);
    return stream;
  }

  @Override
  public synchronized Event newEvent() {
    enter("make an event");
    EmulatedEvent event = new EmulatedEvent();
    open.add(event);
    return event;
  }

  @Override
  public Blas blas(Stream stream) {
    throw new PannierException(
        StandardErrorCode.DEVICE_UNAVAILABLE, "the emulator has no library of products");
  }

  /** Whether a device was lost decides whether what is left behind is a leak. */
  @Override
  public synchronized void close() {
    if (sticky == 0 && !(allocations.isEmpty() && pinned.isEmpty() && open.isEmpty())) {
      throw new AssertionError(
          "not given back: "
              + allocations.size()
              + " allocations of device memory, "
              + pinned.size()
              + " of pinned memory, "
              + open);
    }
    allocations.values().forEach(a -> a.arena.close());
    pinned.values().forEach(Arena::close);
    allocations.clear();
    pinned.clear();
  }

  private void closed(AutoCloseable what) {
    enter("close " + what);
    if (!open.remove(what)) {
      throw new AssertionError("closed twice: " + what);
    }
  }

  private final class LoadedModule implements Module {
    @Override
    public Function function(String name) {
      synchronized (EmulatorDriver.this) {
        enter("find " + name);
        String signature = emulator.signature(name);
        if (signature == null) {
          fail(CudaResult.NOT_FOUND, "find the kernel " + name);
          throw new AssertionError();
        }
        return new EmulatedFunction(name, signature);
      }
    }

    @Override
    public void close() {
      synchronized (EmulatorDriver.this) {
        closed(this);
      }
    }
  }

  private static final class EmulatedFunction implements Function {
    private final String name;
    private final String signature;
    private volatile int allowed = SHARED_MEMORY_FOR_ALL;

    EmulatedFunction(String name, String signature) {
      this.name = name;
      this.signature = signature;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public synchronized void allowSharedMemory(int bytes) {
      if (bytes > DEVICE.sharedMemory()) {
        fail(CudaResult.INVALID_VALUE, "give " + name + " " + bytes + " bytes of shared memory");
      }
      allowed = Math.max(allowed, bytes);
    }
  }

  private final class EmulatedEvent implements Event {
    private long moment;
    private EmulatedStream stream = new EmulatedStream();

    @Override
    public void await() {
      synchronized (EmulatorDriver.this) {
        enter("wait for an event");
        refuseWhileCapturing("wait for an event");
        stream.drainTo(moment);
      }
    }

    @Override
    public void close() {
      synchronized (EmulatorDriver.this) {
        closed(this);
      }
    }
  }

  private final class RecordedGraph implements Graph {
    private final List<Runnable> work;

    RecordedGraph(List<Runnable> work) {
      this.work = List.copyOf(work);
    }

    @Override
    public void close() {
      synchronized (EmulatorDriver.this) {
        closed(this);
      }
    }
  }

  private final class EmulatedStream implements Stream {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private long given;
    private long done;
    private @Nullable List<Runnable> captured;
    private @Nullable Thread owner;

    private void add(Runnable work) {
      if (captured != null) {
        captured.add(work);
      } else {
        waiting.add(work);
        given++;
      }
    }

    private void drain() {
      drainTo(given);
    }

    private void drainTo(long moment) {
      while (done < moment) {
        // Counted first: what fails is not tried again.
        done++;
        waiting.remove().run();
      }
    }

    @Override
    public void upload(long device, MemorySegment host, long bytes) {
      synchronized (EmulatorDriver.this) {
        enter("copy to the device");
        requireInside(device, bytes);
        add(() -> at(device, bytes).copyFrom(host.asSlice(0, bytes)));
      }
    }

    @Override
    public void download(MemorySegment host, long device, long bytes) {
      synchronized (EmulatorDriver.this) {
        enter("copy from the device");
        requireInside(device, bytes);
        add(() -> host.asSlice(0, bytes).copyFrom(at(device, bytes)));
      }
    }

    @Override
    public void fill(long device, int word, long words) {
      synchronized (EmulatorDriver.this) {
        enter("fill memory");
        requireInside(device, words * Integer.BYTES);
        add(
            () -> {
              MemorySegment memory = at(device, words * Integer.BYTES);
              for (long i = 0; i < words; i++) {
                memory.setAtIndex(ValueLayout.JAVA_INT, i, word);
              }
            });
      }
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
      synchronized (EmulatorDriver.this) {
        enter("launch " + function.name());
        if (gridX < 1
            || gridY < 1
            || gridZ < 1
            || gridY > MAX_GRID_YZ
            || gridZ > MAX_GRID_YZ
            || blockX < 1
            || blockX > MAX_BLOCK
            || sharedBytes > ((EmulatedFunction) function).allowed) {
          fail(CudaResult.INVALID_VALUE, "launch " + function.name());
        }
        MemorySegment copy = copyOf(parameters);
        requireSignature((EmulatedFunction) function, copy);
        add(() -> emulator.launch(function.name(), gridX, gridY, gridZ, blockX, sharedBytes, copy));
      }
    }

    @Override
    public void record(Event event) {
      synchronized (EmulatorDriver.this) {
        enter("record an event");
        EmulatedEvent recorded = (EmulatedEvent) event;
        recorded.stream = this;
        recorded.moment = given;
      }
    }

    @Override
    public void synchronize() {
      synchronized (EmulatorDriver.this) {
        enter("finish the work of a stream");
        refuseWhileCapturing("wait for a stream");
        drain();
        allocations.values().forEach(EmulatorDriver.this::requireRedZones);
      }
    }

    @Override
    public void beginCapture() {
      synchronized (EmulatorDriver.this) {
        enter("begin to record a graph");
        captured = new ArrayList<>();
        owner = Thread.currentThread();
      }
    }

    @Override
    public Graph endCapture() {
      synchronized (EmulatorDriver.this) {
        List<Runnable> work = captured;
        captured = null;
        owner = null;
        enter("record a graph");
        if (work == null) {
          throw new AssertionError("nothing was being recorded");
        }
        RecordedGraph graph = new RecordedGraph(work);
        open.add(graph);
        return graph;
      }
    }

    @Override
    public void launch(Graph graph) {
      synchronized (EmulatorDriver.this) {
        enter("launch a graph");
        ((RecordedGraph) graph).work.forEach(this::add);
      }
    }

    @Override
    public void close() {
      synchronized (EmulatorDriver.this) {
        drain();
        closed(this);
        streams.remove(this);
      }
    }
  }

  /**
   * Checks what a GPU would not: as many parameters as the kernel has, an address inside device
   * memory where it takes a pointer, and no address where it takes a number.
   */
  private void requireSignature(EmulatedFunction function, MemorySegment parameters) {
    String signature = function.signature;
    int count = (int) (parameters.byteSize() / ValueLayout.ADDRESS.byteSize());
    if (count != signature.length()) {
      throw new AssertionError(
          function.name() + " takes " + signature.length() + " parameters, given " + count);
    }
    for (int i = 0; i < count; i++) {
      long value =
          parameters.getAtIndex(ValueLayout.ADDRESS, i).reinterpret(Long.BYTES).get(WORD, 0);
      boolean pointer = signature.charAt(i) == 'p';
      if (pointer && value != 0) {
        requireInside(value, 1);
      } else if (!pointer && value >>> Integer.SIZE != 0) {
        throw new AssertionError(function.name() + " takes a number as parameter " + i);
      }
    }
  }

  private static MemorySegment at(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  /** The pointers and the values behind them, as the driver reads them at the time of a launch. */
  private static MemorySegment copyOf(MemorySegment parameters) {
    int count = (int) (parameters.byteSize() / ValueLayout.ADDRESS.byteSize());
    Arena arena = Arena.ofAuto();
    MemorySegment values = arena.allocate(WORD, count);
    MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, count);
    for (int i = 0; i < count; i++) {
      MemorySegment value = parameters.getAtIndex(ValueLayout.ADDRESS, i);
      values.setAtIndex(WORD, i, value.reinterpret(Long.BYTES).get(WORD, 0));
      pointers.setAtIndex(ValueLayout.ADDRESS, i, values.asSlice((long) i * Long.BYTES));
    }
    return pointers;
  }
}
