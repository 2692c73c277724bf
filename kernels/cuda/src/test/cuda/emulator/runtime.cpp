#include "runtime.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <deque>
#include <memory>
#include <vector>

#include "block_memory.hpp"
#include "fiber.hpp"

namespace emulator {
namespace {

enum class State { READY, AT_BARRIER, MEETING, DONE };

struct Copy {
  void* to;
  const void* from;
  unsigned bytes, valid;
};

struct Thread {
  Position position;
  Fiber fiber;
  State state;
  size_t sharedTaken;
  std::vector<Copy> copies;       // not performed yet, oldest first
  std::deque<size_t> groupSizes;  // copies of each committed group, oldest first
  size_t uncommitted;
};

// One collective of the lanes of one mask; two generations of payloads, since a lane may be in the next collective
// before another has read this one.
struct Meeting {
  unsigned mask, arrived, generation;
  const char* operation;
  int line;
  Payload payload[2][WARP];
};

std::vector<std::unique_ptr<Thread>> threads;
std::vector<std::vector<std::unique_ptr<Meeting>>> meetings;  // by warp
BlockMemory memory;
Thread* current;
Body kernel;
void** kernelParameters;
unsigned threadCount, atBarrier, done;
int barrierLine;
bool failed;
char errorMessage[512];

constexpr unsigned STAY = 8;  // a warp stays the one that runs for so many turns on average, in random order

Order schedulingOrder = Order::FORWARD;
uint64_t randomState = 1;
long switchCount;

uint64_t nextRandom() {  // PCG's multiplier; the high bits are good enough for shuffling
  randomState = randomState * 6364136223846793005ull + 1442695040888963407ull;
  return randomState >> 33;
}

void arrange(std::vector<unsigned>& ordinals) {
  if (schedulingOrder == Order::REVERSE) {
    std::sort(ordinals.begin(), ordinals.end(), [](unsigned a, unsigned b) { return a > b; });
  } else if (schedulingOrder == Order::RANDOM) {
    for (size_t i = ordinals.size(); i > 1; i--) std::swap(ordinals[i - 1], ordinals[nextRandom() % i]);
  }
}

void waitAs(State state) {
  Thread* me = current;
  me->state = state;
  switchCount++;
  me->fiber.suspend();
}

void record(const char* message) {
  if (failed) return;
  failed = true;
  snprintf(errorMessage, sizeof errorMessage, "%s", message);
}

void threadMain() {
  Fiber::started();
  kernel(kernelParameters);
  if (!current->copies.empty())
    fault("ended with %zu asynchronous copies that nobody waited for", current->copies.size());
  done++;
  waitAs(State::DONE);
}

void startBlock(dim3 block, dim3 grid, dim3 index, unsigned sharedBytes) {
  memory.reset(sharedBytes);
  done = atBarrier = 0;
  while (threads.size() < threadCount) threads.push_back(std::make_unique<Thread>());
  meetings.resize((threadCount + WARP - 1) / WARP);
  for (auto& warp : meetings) {
    for (auto& meeting : warp) meeting->arrived = 0;
  }
  for (unsigned t = 0; t < threadCount; t++) {
    Thread& thread = *threads[t];
    dim3 at(t % block.x, t / block.x % block.y, t / (block.x * block.y));
    thread.position = {at, index, block, grid, t, t % WARP, t / WARP};
    thread.state = State::READY;
    thread.sharedTaken = 0;
    thread.copies.clear();
    thread.groupSizes.clear();
    thread.uncommitted = 0;
    thread.fiber.prepare(threadMain);
  }
}

void describeDeadlock() {
  char text[400];
  int at = snprintf(text, sizeof text, "deadlock: %u threads ended, %u wait at a barrier", done, atBarrier);
  for (size_t w = 0; w < meetings.size(); w++) {
    for (auto& meeting : meetings[w]) {
      if (meeting->arrived != 0 && at < 300) {
        at += snprintf(text + at, sizeof text - at, "; warp %zu: %s at line %d has lanes %08x of mask %08x", w,
                       meeting->operation, meeting->line, meeting->arrived, meeting->mask);
      }
    }
  }
  record(text);
}

bool ready(unsigned thread) { return threads[thread]->state == State::READY; }

bool anyReady(unsigned warp) {
  for (unsigned t = warp * WARP; t < threadCount && t < (warp + 1) * WARP; t++) {
    if (ready(t)) return true;
  }
  return false;
}

// The warp that runs next, or one past the last if none can.
unsigned nextWarp(unsigned last) {
  unsigned warps = unsigned(meetings.size());
  if (schedulingOrder == Order::RANDOM) {
    bool stay = last < warps && nextRandom() % STAY != 0 && anyReady(last);
    if (stay) return last;
    unsigned start = nextRandom() % warps;
    for (unsigned i = 0; i < warps; i++) {
      if (anyReady((start + i) % warps)) return (start + i) % warps;
    }
    return warps;
  }
  for (unsigned i = 0; i < warps; i++) {
    unsigned warp = schedulingOrder == Order::FORWARD ? i : warps - 1 - i;
    if (anyReady(warp)) return warp;
  }
  return warps;
}

void runBlock() {
  std::vector<unsigned> pass;
  unsigned warp = unsigned(meetings.size());
  while (done < threadCount && !failed) {
    pass.clear();
    warp = nextWarp(warp);
    for (unsigned t = warp * WARP; t < threadCount && t < (warp + 1) * WARP; t++) {
      if (ready(t)) pass.push_back(t);
    }
    arrange(pass);
    for (unsigned t : pass) {
      current = threads[t].get();
      running = &current->position;
      current->fiber.resume();
      if (failed) return;
    }
    if (atBarrier == threadCount) {
      atBarrier = 0;
      for (unsigned t = 0; t < threadCount; t++) threads[t]->state = State::READY;
    } else if (pass.empty()) {
      describeDeadlock();
    }
  }
}

}  // namespace

Position* running;

void fault(const char* format, ...) {
  char text[400];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  char whole[500];
  const Position& p = current->position;
  snprintf(whole, sizeof whole, "block (%u,%u,%u) thread %u: %s", p.block.x, p.block.y, p.block.z, p.linear, text);
  record(whole);
  for (;;) waitAs(State::DONE);
}

void barrier(int line) {
  if (atBarrier > 0 && barrierLine != line) {
    fault("divergent barrier: line %d here, line %d in other threads", line, barrierLine);
  }
  barrierLine = line;
  atBarrier++;
  waitAs(State::AT_BARRIER);
}

const Payload* meet(unsigned mask, const void* data, size_t bytes, const char* operation, int line) {
  unsigned lane = current->position.lane, warp = current->position.warp;
  if (!(mask >> lane & 1)) fault("%s at line %d: lane %u is not in its own mask %08x", operation, line, lane, mask);
  Meeting* meeting = nullptr;
  for (auto& known : meetings[warp]) {
    if (known->mask == mask) meeting = known.get();
  }
  if (meeting == nullptr) {
    meetings[warp].push_back(std::make_unique<Meeting>());
    meeting = meetings[warp].back().get();
    meeting->mask = mask;
  }
  if (meeting->arrived != 0 && (meeting->line != line || strcmp(meeting->operation, operation) != 0)) {
    fault("lanes of a warp meet in different collectives: %s at line %d, %s at line %d", operation, line,
          meeting->operation, meeting->line);
  }
  meeting->operation = operation;
  meeting->line = line;
  Payload* payload = meeting->payload[meeting->generation & 1];
  if (bytes > 0) memcpy(payload[lane].word, data, bytes);
  meeting->arrived |= 1u << lane;
  if (meeting->arrived != mask) {
    waitAs(State::MEETING);
    return payload;
  }
  meeting->arrived = 0;
  meeting->generation++;
  unsigned first = warp * WARP;
  for (unsigned l = 0; l < WARP && first + l < threadCount; l++) {
    Thread& other = *threads[first + l];
    if (l != lane && (mask >> l & 1)) other.state = State::READY;
  }
  return payload;
}

void* takeShared(size_t bytes, bool dynamic, int line) {
  void* region = memory.region(current->sharedTaken++, bytes, dynamic, line);
  if (region == nullptr) fault("%s", memory.problem());
  return region;
}

void enqueueCopy(void* to, const void* from, unsigned bytes, unsigned valid) {
  bool aligned = reinterpret_cast<uintptr_t>(to) % bytes == 0 && reinterpret_cast<uintptr_t>(from) % bytes == 0;
  if (!aligned) fault("asynchronous copy of %u bytes with misaligned addresses %p, %p", bytes, to, from);
  memset(to, 0xFF, bytes);  // in flight: whoever reads it now reads nonsense
  current->copies.push_back({to, from, bytes, valid});
  current->uncommitted++;
}

void commitCopies() {
  current->groupSizes.push_back(current->uncommitted);
  current->uncommitted = 0;
}

void waitForCopies(unsigned groupsInFlight) {
  Thread& me = *current;
  size_t count = 0;
  while (me.groupSizes.size() > groupsInFlight) {
    count += me.groupSizes.front();
    me.groupSizes.pop_front();
  }
  for (size_t i = 0; i < count; i++) {
    const Copy& copy = me.copies[i];
    memset(copy.to, 0, copy.bytes);
    if (copy.valid > 0) memcpy(copy.to, copy.from, copy.valid);
  }
  me.copies.erase(me.copies.begin(), me.copies.begin() + count);
}

void configure(Order order, uint64_t seed) {
  schedulingOrder = order;
  randomState = seed;
}

bool launch(dim3 grid, dim3 block, unsigned sharedBytes, Body body, void** parameters) {
  kernel = body;
  kernelParameters = parameters;
  threadCount = block.x * block.y * block.z;
  failed = false;
  std::vector<unsigned> blocks(grid.x * grid.y * grid.z);
  for (unsigned i = 0; i < blocks.size(); i++) blocks[i] = i;
  arrange(blocks);
  for (unsigned b : blocks) {
    startBlock(block, grid, dim3(b % grid.x, b / grid.x % grid.y, b / (grid.x * grid.y)), sharedBytes);
    runBlock();
    if (!failed && memory.problem() != nullptr) record(memory.problem());
    if (failed) return false;
  }
  return true;
}

const char* lastError() { return errorMessage; }

long switches() { return switchCount; }

}  // namespace emulator
