// A fiber: a stack of its own and a switch to and from it that costs some 20 instructions.
#pragma once
#include <cstddef>

namespace emulator {

class Fiber {
 public:
  static constexpr size_t STACK_BYTES = 256 * 1024;

  Fiber() = default;
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  ~Fiber();

  // Makes the next resume() start entry() on a fresh stack, wherever the fiber is now; entry must never return.
  void prepare(void (*entry)());

  // Runs the fiber until it suspends. Called by the scheduler only.
  void resume();

  // Gives control back to the scheduler. Called on the fiber only.
  void suspend();

  // First thing on a fresh fiber: tells the address sanitizer on which stack it is.
  static void started();

 private:
  void* stackPointer = nullptr;
  char* stack = nullptr;
  void* sanitizerState = nullptr;
};

}  // namespace emulator
