#include "fiber.hpp"

#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#define ADDRESS_SANITIZER 1
#else
#define ADDRESS_SANITIZER 0
#endif

#if !defined(__x86_64__)
#error "the fiber switch is written for x86-64"
#endif

// Saves the callee-saved registers and the stack pointer, and continues on the other stack.
extern "C" void emulatorSwitch(void** save, void* to);
__asm__(
    ".text\n.globl emulatorSwitch\n.hidden emulatorSwitch\n.type emulatorSwitch,@function\nemulatorSwitch:\n"
    " pushq %rbp\n pushq %rbx\n pushq %r12\n pushq %r13\n pushq %r14\n pushq %r15\n"
    " movq %rsp,(%rdi)\n movq %rsi,%rsp\n"
    " popq %r15\n popq %r14\n popq %r13\n popq %r12\n popq %rbx\n popq %rbp\n ret\n");

namespace emulator {
namespace {
constexpr size_t GUARD_BYTES = 4096;
constexpr int SAVED_REGISTERS = 6;

void* schedulerStack;
#if ADDRESS_SANITIZER
const void* schedulerBottom;
size_t schedulerBytes;
#endif
}  // namespace

Fiber::~Fiber() {
  if (stack != nullptr) munmap(stack, STACK_BYTES);
}

void Fiber::prepare(void (*entry)()) {
  if (stack == nullptr) {
    void* memory =
        mmap(nullptr, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) abort();
    stack = static_cast<char*>(memory);
    mprotect(stack, GUARD_BYTES, PROT_NONE);
  }
#if ADDRESS_SANITIZER
  // The last function to run here never returned, so its frame still carries the sanitizer's marks.
  char* deepest = stackPointer == nullptr ? stack + STACK_BYTES : static_cast<char*>(stackPointer);
  __asan_unpoison_memory_region(deepest, stack + STACK_BYTES - deepest);
#endif
  // As if entry had been called from address 0 with the registers pushed by a switch.
  void** top = reinterpret_cast<void**>(reinterpret_cast<uintptr_t>(stack + STACK_BYTES) & ~uintptr_t{15});
  *--top = nullptr;
  *--top = reinterpret_cast<void*>(entry);
  for (int i = 0; i < SAVED_REGISTERS; i++) *--top = nullptr;
  stackPointer = top;
}

void Fiber::resume() {
#if ADDRESS_SANITIZER
  void* state;
  __sanitizer_start_switch_fiber(&state, stack, STACK_BYTES);
  emulatorSwitch(&schedulerStack, stackPointer);
  __sanitizer_finish_switch_fiber(state, nullptr, nullptr);
#else
  emulatorSwitch(&schedulerStack, stackPointer);
#endif
}

void Fiber::suspend() {
#if ADDRESS_SANITIZER
  __sanitizer_start_switch_fiber(&sanitizerState, schedulerBottom, schedulerBytes);
  emulatorSwitch(&stackPointer, schedulerStack);
  __sanitizer_finish_switch_fiber(sanitizerState, &schedulerBottom, &schedulerBytes);
#else
  emulatorSwitch(&stackPointer, schedulerStack);
#endif
}

void Fiber::started() {
#if ADDRESS_SANITIZER
  __sanitizer_finish_switch_fiber(nullptr, &schedulerBottom, &schedulerBytes);
#endif
}

}  // namespace emulator
