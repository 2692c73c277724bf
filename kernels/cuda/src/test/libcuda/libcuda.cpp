// A libcuda.so.1 whose device is the emulator: with it JCuda's own native library, its argument conversions and the
// launcher above it run in a test without a GPU. Only what the launcher calls is here; the build adds a refusal for
// every other symbol that JCuda's library imports. Work is done at once, which a stream may.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

extern "C" {
int emuLaunchKernel(const char* name, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
                    unsigned blockZ, unsigned sharedBytes, void** parameters);
const char* emuSignature(const char* name);
}

namespace {

enum Result {
  SUCCESS = 0,
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NOT_INITIALIZED = 3,
  INVALID_CONTEXT = 201,
  INVALID_HANDLE = 400,
  NOT_FOUND = 500,
};
enum Attribute { MULTIPROCESSORS = 16, MAJOR = 75, MINOR = 76, SHARED_MEMORY_OPTIN = 97 };
enum FunctionAttribute { MAX_DYNAMIC_SHARED = 8 };
constexpr int SHARED_MEMORY = 163 * 1024, SHARED_MEMORY_FOR_ALL = 48 * 1024;
constexpr size_t ALIGNMENT = 256, MEMORY = size_t{4} << 30;

using Work = std::function<int()>;
struct Function {
  std::string name, signature;
  int shared = SHARED_MEMORY_FOR_ALL;
};
struct Module {
  std::map<std::string, Function> functions;
};
struct Graph {
  std::vector<Work> work;
};
struct Stream {
  Graph* captured = nullptr;
};

std::mutex lock;
std::map<uint64_t, size_t> allocations;
size_t allocated = 0;
bool started = false;
int context;
thread_local bool current = false;

int version() {
  const char* text = getenv("PANNIER_FAKE_CUDA_VERSION");
  return text == nullptr ? 13000 : atoi(text);
}

int environment(const char* name, int otherwise) {
  const char* text = getenv(name);
  return text == nullptr ? otherwise : atoi(text);
}

int give(Stream* stream, Work work) {
  if (!current) return INVALID_CONTEXT;
  if (stream->captured != nullptr) {
    stream->captured->work.push_back(std::move(work));
    return SUCCESS;
  }
  return work();
}

bool inside(uint64_t address, size_t bytes) {
  auto next = allocations.upper_bound(address);
  if (next == allocations.begin()) return false;
  --next;
  return address + bytes <= next->first + next->second;
}

}  // namespace

extern "C" {

// For libcublas.cpp: whether so many bytes are device memory of the current context.
bool fakeHolds(const void* address, size_t bytes) {
  std::lock_guard<std::mutex> guard(lock);
  return current && inside(reinterpret_cast<uint64_t>(address), bytes);
}

int cuInit(unsigned flags) {
  started = flags == 0;
  return started ? SUCCESS : INVALID_VALUE;
}

int cuDriverGetVersion(int* out) {
  *out = version();
  return SUCCESS;
}

int cuDeviceGetCount(int* count) {
  *count = environment("PANNIER_FAKE_CUDA_DEVICES", 1);
  return started ? SUCCESS : NOT_INITIALIZED;
}

int cuDeviceGet(int* device, int ordinal) {
  *device = ordinal;
  return !started ? NOT_INITIALIZED : ordinal == 0 ? SUCCESS : INVALID_VALUE;
}

int cuDeviceGetName(char* name, int length, int) {
  strncpy(name, "emulated device", length);
  return SUCCESS;
}

int cuDeviceGetAttribute(int* value, int attribute, int) {
  int capability = environment("PANNIER_FAKE_CUDA_CAPABILITY", 80);
  switch (attribute) {
    case MULTIPROCESSORS: *value = 4; return SUCCESS;
    case MAJOR: *value = capability / 10; return SUCCESS;
    case MINOR: *value = capability % 10; return SUCCESS;
    case SHARED_MEMORY_OPTIN: *value = SHARED_MEMORY; return SUCCESS;
    default: return INVALID_VALUE;
  }
}

int cuDevicePrimaryCtxRetain(void** out, int) {
  *out = &context;
  return SUCCESS;
}

int cuDevicePrimaryCtxRelease_v2(int) { return SUCCESS; }

int cuCtxSetCurrent(void* given) {
  current = given == &context;
  return current ? SUCCESS : INVALID_CONTEXT;
}

int cuMemAlloc_v2(uint64_t* address, size_t bytes) {
  std::lock_guard<std::mutex> guard(lock);
  if (!current) return INVALID_CONTEXT;
  if (bytes == 0) return INVALID_VALUE;
  if (bytes > MEMORY - allocated) return OUT_OF_MEMORY;
  void* memory = aligned_alloc(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  memset(memory, 0xFF, bytes);
  *address = reinterpret_cast<uint64_t>(memory);
  allocations[*address] = bytes;
  allocated += bytes;
  return SUCCESS;
}

int cuMemFree_v2(uint64_t address) {
  std::lock_guard<std::mutex> guard(lock);
  if (!current) return INVALID_CONTEXT;
  auto found = allocations.find(address);
  if (found == allocations.end()) return INVALID_VALUE;
  allocated -= found->second;
  allocations.erase(found);
  free(reinterpret_cast<void*>(address));
  return SUCCESS;
}

int cuMemGetInfo_v2(size_t* free, size_t* total) {
  *free = MEMORY - allocated;
  *total = MEMORY;
  return SUCCESS;
}

int cuMemHostAlloc(void** out, size_t bytes, unsigned) {
  if (!current) return INVALID_CONTEXT;
  *out = aligned_alloc(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  return SUCCESS;
}

int cuMemFreeHost(void* memory) {
  free(memory);
  return SUCCESS;
}

int cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t bytes, Stream* stream) {
  return give(stream, [=] {
    if (!inside(to, bytes)) return INVALID_VALUE;
    memcpy(reinterpret_cast<void*>(to), from, bytes);
    return SUCCESS;
  });
}

int cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t bytes, Stream* stream) {
  return give(stream, [=] {
    if (!inside(from, bytes)) return INVALID_VALUE;
    memcpy(to, reinterpret_cast<void*>(from), bytes);
    return SUCCESS;
  });
}

int cuMemsetD32Async(uint64_t to, unsigned word, size_t words, Stream* stream) {
  return give(stream, [=] {
    if (!inside(to, words * sizeof word)) return INVALID_VALUE;
    std::fill_n(reinterpret_cast<unsigned*>(to), words, word);
    return SUCCESS;
  });
}

int cuModuleLoadData(Module** module, const void*) {
  if (!current) return INVALID_CONTEXT;
  int refusal = environment("PANNIER_FAKE_CUDA_LOAD", SUCCESS);
  if (refusal == SUCCESS) *module = new Module;
  return refusal;
}

int cuModuleUnload(Module* module) {
  delete module;
  return SUCCESS;
}

int cuModuleGetFunction(Function** function, Module* module, const char* name) {
  const char* signature = emuSignature(name);
  if (signature == nullptr) return NOT_FOUND;
  Function& known = module->functions[name];
  known.name = name;
  known.signature = signature;
  *function = &known;
  return SUCCESS;
}

int cuFuncSetAttribute(Function* function, int attribute, int value) {
  if (attribute != MAX_DYNAMIC_SHARED || value > SHARED_MEMORY) return INVALID_VALUE;
  function->shared = value;
  return SUCCESS;
}

int cuLaunchKernel(Function* function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                   unsigned blockY, unsigned blockZ, unsigned sharedBytes, Stream* stream, void** parameters,
                   void** extra) {
  if (extra != nullptr || static_cast<int>(sharedBytes) > function->shared) return INVALID_VALUE;
  std::vector<uint64_t> values;
  for (size_t i = 0; i < function->signature.size(); i++) {
    values.push_back(0);
    memcpy(&values.back(), parameters[i], function->signature[i] == 'p' ? 8 : 4);
  }
  return give(stream, [=]() mutable {
    std::vector<void*> pointers;
    for (uint64_t& value : values) pointers.push_back(&value);
    return emuLaunchKernel(function->name.c_str(), gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes,
                           pointers.data());
  });
}

int cuStreamCreate(Stream** stream, unsigned) {
  *stream = new Stream;
  return current ? SUCCESS : INVALID_CONTEXT;
}

int cuStreamDestroy_v2(Stream* stream) {
  delete stream;
  return SUCCESS;
}

int cuStreamSynchronize(Stream* stream) { return stream->captured == nullptr ? SUCCESS : INVALID_HANDLE; }

int cuStreamBeginCapture_v2(Stream* stream, int) {
  stream->captured = new Graph;
  return SUCCESS;
}

int cuStreamEndCapture(Stream* stream, Graph** graph) {
  *graph = stream->captured;
  stream->captured = nullptr;
  return *graph == nullptr ? INVALID_HANDLE : SUCCESS;
}

int cuGraphInstantiateWithFlags(Graph** ready, Graph* graph, unsigned long long) {
  *ready = new Graph(*graph);
  return SUCCESS;
}

int cuGraphDestroy(Graph* graph) {
  delete graph;
  return SUCCESS;
}

int cuGraphExecDestroy(Graph* graph) {
  delete graph;
  return SUCCESS;
}

int cuGraphLaunch(Graph* graph, Stream* stream) {
  for (Work& work : graph->work) {
    int result = give(stream, work);
    if (result != SUCCESS) return result;
  }
  return SUCCESS;
}

int cuEventCreate(void** event, unsigned) {
  *event = new int;
  return SUCCESS;
}

int cuEventRecord(void*, Stream*) { return SUCCESS; }

int cuEventSynchronize(void*) { return SUCCESS; }

int cuEventDestroy_v2(int* event) {
  delete event;
  return SUCCESS;
}
}
