// The kernels of this program by name, and how to call each from an array of argument pointers.
#pragma once
#include <cstddef>
#include <type_traits>
#include <utility>

#include "runtime.hpp"

namespace emulator {

struct Kernel {
  const char* name;
  Body body;
  unsigned threads;       // of a block, exactly
  const char* signature;  // a letter for each argument: p pointer, i int, f float
  Kernel* next;
};

extern Kernel* kernels;

template <class T>
constexpr char letterOf() {
  static_assert(std::is_pointer_v<T> || std::is_same_v<T, int> || std::is_same_v<T, float>,
                "an argument is a pointer, an int or a float");
  return std::is_pointer_v<T> ? 'p' : std::is_same_v<T, int> ? 'i' : 'f';
}

template <auto FUNCTION>
struct Registration;

template <class... Arguments, void (*FUNCTION)(Arguments...)>
struct Registration<FUNCTION> {
  static constexpr char SIGNATURE[] = {letterOf<Arguments>()..., 0};
  Kernel kernel;

  Registration(const char* name, unsigned threads) : kernel{name, &call, threads, SIGNATURE, kernels} {
    kernels = &kernel;
  }

  static void call(void** parameters) { unpack(parameters, std::index_sequence_for<Arguments...>()); }

  template <size_t... I>
  static void unpack(void** parameters, std::index_sequence<I...>) {
    FUNCTION(*static_cast<std::remove_cv_t<Arguments>*>(parameters[I])...);
  }
};

}  // namespace emulator

#define REGISTER_KERNEL(name, threads) static emulator::Registration<&name> registrationOf_##name(#name, threads);
