#include "block_memory.hpp"

#include <cstdint>
#include <cstdio>
#include <cstring>

#include "runtime.hpp"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(at, bytes) __asan_poison_memory_region(at, bytes)
#define UNPOISON(at, bytes) __asan_unpoison_memory_region(at, bytes)
#else
#define POISON(at, bytes) ((void)0)
#define UNPOISON(at, bytes) ((void)0)
#endif

namespace emulator {
namespace {
constexpr unsigned char POISONED = 0xFF;
constexpr size_t ALIGNMENT = 16, FENCE = 64;
constexpr size_t ARENA = MAX_DYNAMIC_SHARED + MAX_STATIC_SHARED + 64 * (2 * FENCE + ALIGNMENT);

size_t aligned(size_t bytes) { return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }
}  // namespace

BlockMemory::BlockMemory() : arena(ARENA + ALIGNMENT) {}

void BlockMemory::reset(size_t dynamicBytes) {
  UNPOISON(arena.data(), arena.size());
  // What the last block used is all that can be dirty, but for the first block of all.
  size_t dirty = regions.empty() ? arena.size() : used + FENCE + ALIGNMENT;
  memset(arena.data(), POISONED, dirty < arena.size() ? dirty : arena.size());
  POISON(arena.data(), arena.size());
  regions.clear();
  size_t misaligned = reinterpret_cast<uintptr_t>(arena.data()) % ALIGNMENT;
  used = FENCE + (ALIGNMENT - misaligned) % ALIGNMENT;
  dynamicTaken = staticTaken = 0;
  dynamicLimit = dynamicBytes;
  broken = false;
}

void* BlockMemory::region(size_t ordinal, size_t bytes, bool dynamic, int line) {
  if (ordinal < regions.size()) {
    Region& known = regions[ordinal];
    if (known.bytes != bytes || known.line != line) {
      snprintf(message, sizeof message, "threads disagree about shared memory: %zu bytes at line %d, %zu at line %d",
               known.bytes, known.line, bytes, line);
      broken = true;
      return nullptr;
    }
    return arena.data() + known.start;
  }
  (dynamic ? dynamicTaken : staticTaken) += aligned(bytes);
  if (dynamicTaken > dynamicLimit || staticTaken > MAX_STATIC_SHARED || used + aligned(bytes) + FENCE > arena.size()) {
    snprintf(message, sizeof message, "needs %zu bytes of dynamic shared memory (%zu launched) and %zu of static",
             dynamicTaken, dynamicLimit, staticTaken);
    broken = true;
    return nullptr;
  }
  regions.push_back({used, bytes, line});
  void* start = arena.data() + used;
  UNPOISON(start, bytes);
  used += aligned(bytes) + FENCE;
  return start;
}

const char* BlockMemory::problem() {
  if (broken) return message;
  UNPOISON(arena.data(), arena.size());
  for (const Region& region : regions) {
    size_t end = region.start + region.bytes;
    size_t fenceEnd = region.start + aligned(region.bytes) + FENCE;
    for (size_t at = region.start - FENCE; at < fenceEnd; at++) {
      bool inside = at >= region.start && at < end;
      if (!inside && arena[at] != POISONED) {
        snprintf(message, sizeof message, "wrote outside the %zu bytes of shared memory declared at line %d: byte %ld",
                 region.bytes, region.line, static_cast<long>(at) - static_cast<long>(region.start));
        return message;
      }
    }
  }
  return nullptr;
}

}  // namespace emulator
