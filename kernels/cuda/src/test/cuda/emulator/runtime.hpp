// The emulator's runtime: one fiber for each CUDA thread of a block; blocks run one after the other.
//
// A thread runs until it waits (barrier, warp collective) or ends. Which warp runs next is the scheduling order, and it
// is unfair on purpose: in forward and reverse order the first or the last warp that can go on always does, so it is as
// far ahead of the others as barriers allow; in random order a random one is, for a while. Within a warp the lanes take
// turns. A kernel that is right gives the same result in every order; one that lacks a barrier does not.
//
// A fault is a thing that a device answers with undefined behaviour. It ends the launch with an error and a message,
// never the process: threads that were waiting are abandoned where they stand, so kernels must not own anything.
#pragma once
#include <cstddef>
#include <cstdint>

#include "vector_types.hpp"

namespace emulator {

enum class Order { FORWARD, REVERSE, RANDOM };

constexpr unsigned WARP = 32;
constexpr unsigned MAX_THREADS = 1024;
constexpr unsigned MAX_DYNAMIC_SHARED = 227 * 1024;
constexpr unsigned MAX_STATIC_SHARED = 48 * 1024;

// Where the running thread is; what threadIdx and its like read.
struct Position {
  dim3 thread, block, blockSize, gridSize;
  unsigned linear, lane, warp;
};
extern Position* running;

// What a lane brings to a warp collective.
struct Payload {
  uint32_t word[16];
};

// All threads of the block meet here. Lines differ where a barrier is divergent.
void barrier(int line);

// The lanes of the mask meet; returns the payloads by lane, valid until this lane's next collective of that mask.
const Payload* meet(unsigned mask, const void* data, size_t bytes, const char* operation, int line);

// The next region of the block's shared memory, the same for every thread; poisoned with 0xFF (NaN as a float) when
// the block starts and fenced on both sides.
void* takeShared(size_t bytes, bool dynamic, int line);

// Asynchronous copies: nothing is copied before the wait. See async_copy.hpp.
void enqueueCopy(void* to, const void* from, unsigned bytes, unsigned valid);
void commitCopies();
void waitForCopies(unsigned groupsInFlight);

[[noreturn]] void fault(const char* format, ...) __attribute__((format(printf, 1, 2)));

// For the driver.
using Body = void (*)(void** parameters);
void configure(Order order, uint64_t seed);
bool launch(dim3 grid, dim3 block, unsigned sharedBytes, Body body, void** parameters);
const char* lastError();
long switches();

}  // namespace emulator
