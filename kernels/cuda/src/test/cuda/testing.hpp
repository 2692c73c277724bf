// The frame of the kernel tests: cases that register themselves, checks, random data, launches, closeness.
#pragma once
#include <cmath>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "device_array.hpp"
#include "driver.hpp"

using Bits16 = uint16_t;

// ---- cases ----

struct Case {
  const char* name;
  void (*run)();
};
std::vector<Case>& cases();
// True in the sanitizer build: such cases take fewer and smaller sizes.
extern bool smallSizes;

#define TEST(name)                                                                \
  static void name();                                                             \
  static const bool registered_##name = (cases().push_back({#name, name}), true); \
  static void name()

void fail(const char* file, int line, const std::string& what);
#define CHECK(condition) \
  if (!(condition)) fail(__FILE__, __LINE__, #condition)
#define CHECK_THAT(condition, ...) \
  if (!(condition)) fail(__FILE__, __LINE__, text(__VA_ARGS__))

std::string text(const char* format, ...) __attribute__((format(printf, 1, 2)));

// ---- launches ----

template <class T>
constexpr char letter() {
  return std::is_pointer_v<T> ? 'p' : std::is_same_v<T, int> ? 'i' : std::is_same_v<T, float> ? 'f' : '?';
}

struct Grid {
  unsigned x = 1, y = 1, z = 1;
  Grid(int x = 1, int y = 1) : x(x), y(y) {}
};

// The error code of a launch.
template <class... A>
int tryLaunch(const char* name, Grid grid, unsigned block, unsigned shared, A... arguments) {
  const char given[] = {letter<A>()..., 0};
  const char* expected = emuSignature(name);
  CHECK_THAT(expected != nullptr && std::string(expected) == given, "%s takes %s, not %s", name,
             expected == nullptr ? "nothing: it is missing" : expected, given);
  void* parameters[] = {static_cast<void*>(&arguments)..., nullptr};
  return emuLaunchKernel(name, grid.x, grid.y, grid.z, block, 1, 1, shared, parameters);
}

template <class... A>
void launch(const char* name, Grid grid, unsigned block, unsigned shared, A... arguments) {
  int code = tryLaunch(name, grid, block, shared, arguments...);
  CHECK_THAT(code == 0, "error %d: %s", code, emuLastError());
}

template <class... Arrays>
void checkIntact(const Arrays&... arrays) {
  bool all[] = {arrays.intact()...};
  for (size_t i = 0; i < sizeof...(arrays); i++) CHECK_THAT(all[i], "array %zu was written past its ends", i);
}

// ---- data ----

class Random {
 public:
  explicit Random(unsigned seed) : engine(seed) {}
  float normal() { return distribution(engine); }
  int below(int bound) { return int(engine() % unsigned(bound)); }
  std::vector<float> normals(size_t count, float scale = 1) {
    std::vector<float> values(count);
    for (float& x : values) x = normal() * scale;
    return values;
  }

 private:
  std::mt19937 engine;
  std::normal_distribution<float> distribution;
};

inline int ceilDiv(int a, int b) { return (a + b - 1) / b; }
inline int up(int a, int b) { return ceilDiv(a, b) * b; }

Bits16 bf16(float x);
float fromBf16(Bits16 bits);
// Values that a bf16 holds exactly, so that a reference need not round.
std::vector<float> roundedToBf16(std::vector<float> values);
std::vector<Bits16> toBf16(const std::vector<float>& values);

// ---- closeness ----

// The greatest error against float64 is at most twice that of plain loops in the same precision, plus a floor relative
// to the greatest value.
void checkClose(const char* what, const std::vector<float>& got, const std::vector<double>& exact,
                const std::vector<float>& naive, double floor = 2e-7);
// The greatest error is at most this part of the greatest value.
void checkWithin(const char* what, const std::vector<float>& got, const std::vector<double>& exact, double tolerance);
bool sameBits(const float* a, const float* b, size_t count);
