#include "driver.hpp"

#include <cstdio>
#include <cstring>
#include <mutex>

#include "registry.hpp"
#include "runtime.hpp"

namespace emulator {
Kernel* kernels;
}

namespace {

constexpr int SUCCESS = 0, INVALID_VALUE = 1, NOT_FOUND = 500, LAUNCH_FAILED = 719;
constexpr unsigned MAX_GRID_X = 2147483647u, MAX_GRID_YZ = 65535u;

std::mutex oneLaunch;
char message[640];

const emulator::Kernel* find(const char* name) {
  for (const emulator::Kernel* k = emulator::kernels; k != nullptr; k = k->next) {
    if (strcmp(k->name, name) == 0) return k;
  }
  return nullptr;
}

}  // namespace

int emuLaunchKernel(const char* name, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
                    unsigned blockZ, unsigned sharedBytes, void** parameters) {
  std::lock_guard<std::mutex> guard(oneLaunch);
  const emulator::Kernel* kernel = find(name);
  if (kernel == nullptr) {
    snprintf(message, sizeof message, "no kernel is called %s", name);
    return NOT_FOUND;
  }
  bool grid =
      gridX >= 1 && gridY >= 1 && gridZ >= 1 && gridX <= MAX_GRID_X && gridY <= MAX_GRID_YZ && gridZ <= MAX_GRID_YZ;
  if (!grid || blockX != kernel->threads || blockY != 1 || blockZ != 1 || sharedBytes > emulator::MAX_DYNAMIC_SHARED) {
    snprintf(message, sizeof message,
             "%s: grid (%u,%u,%u), block (%u,%u,%u), %u bytes of shared memory; its block is %u", name, gridX, gridY,
             gridZ, blockX, blockY, blockZ, sharedBytes, kernel->threads);
    return INVALID_VALUE;
  }
  if (!emulator::launch(dim3(gridX, gridY, gridZ), dim3(blockX), sharedBytes, kernel->body, parameters)) {
    snprintf(message, sizeof message, "%s: %s", name, emulator::lastError());
    return LAUNCH_FAILED;
  }
  return SUCCESS;
}

void emuConfigure(int order, unsigned long long seed) {
  std::lock_guard<std::mutex> guard(oneLaunch);
  emulator::configure(static_cast<emulator::Order>(order), seed);
}

const char* emuLastError() { return message; }

long emuSwitches() { return emulator::switches(); }

const char* emuSignature(const char* name) {
  const emulator::Kernel* kernel = find(name);
  return kernel == nullptr ? nullptr : kernel->signature;
}

const char* emuKernelName(int ordinal) {
  const emulator::Kernel* kernel = emulator::kernels;
  while (kernel != nullptr && ordinal-- > 0) kernel = kernel->next;
  return kernel == nullptr ? nullptr : kernel->name;
}
