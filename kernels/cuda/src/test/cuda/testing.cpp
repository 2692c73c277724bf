#include "testing.hpp"

#include <cstdarg>
#include <cstring>
#include <stdexcept>

std::vector<Case>& cases() {
  static std::vector<Case> all;
  return all;
}

bool smallSizes = false;

void fail(const char* file, int line, const std::string& what) {
  const char* name = strrchr(file, '/');
  throw std::runtime_error(text("%s:%d: %s", name == nullptr ? file : name + 1, line, what.c_str()));
}

std::string text(const char* format, ...) {
  char buffer[900];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  return buffer;
}

Bits16 bf16(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return Bits16((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

float fromBf16(Bits16 half) {
  uint32_t bits = uint32_t(half) << 16;
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

std::vector<float> roundedToBf16(std::vector<float> values) {
  for (float& x : values) x = fromBf16(bf16(x));
  return values;
}

std::vector<Bits16> toBf16(const std::vector<float>& values) {
  std::vector<Bits16> bits;
  for (float x : values) bits.push_back(bf16(x));
  return bits;
}

namespace {

struct Errors {
  double greatest = 0, scale = 0;
};

Errors errors(const char* what, const std::vector<float>& got, const std::vector<double>& exact) {
  CHECK_THAT(got.size() == exact.size(), "%s: %zu values, %zu expected", what, got.size(), exact.size());
  Errors e;
  for (size_t i = 0; i < got.size(); i++) {
    CHECK_THAT(std::isfinite(got[i]), "%s: value %zu is %g", what, i, got[i]);
    e.greatest = std::max(e.greatest, std::fabs(got[i] - exact[i]));
    e.scale = std::max(e.scale, std::fabs(exact[i]));
  }
  return e;
}

}  // namespace

void checkClose(const char* what, const std::vector<float>& got, const std::vector<double>& exact,
                const std::vector<float>& naive, double floor) {
  Errors ours = errors(what, got, exact), plain = errors("naive", naive, exact);
  double bound = 2 * plain.greatest + floor * ours.scale;
  CHECK_THAT(ours.greatest <= bound, "%s: error %.3g, plain fp32 has %.3g, values up to %.3g", what, ours.greatest,
             plain.greatest, ours.scale);
}

void checkWithin(const char* what, const std::vector<float>& got, const std::vector<double>& exact, double tolerance) {
  Errors e = errors(what, got, exact);
  CHECK_THAT(e.greatest <= tolerance * e.scale, "%s: error %.3g of values up to %.3g", what, e.greatest, e.scale);
}

bool sameBits(const float* a, const float* b, size_t count) { return memcmp(a, b, count * sizeof(float)) == 0; }
