// An array in "device" memory of exactly the given size: poisoned where it is not filled, and guarded on both sides.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

template <class T>
class DeviceArray {
 public:
  explicit DeviceArray(size_t count) : count(count) {
    block = static_cast<unsigned char*>(aligned_alloc(16, up(2 * GUARD + bytes() + 16)));
    memset(block, POISON, up(2 * GUARD + bytes() + 16));
#if defined(__SANITIZE_ADDRESS__)
    // The sanitizer guards better than we can, if the array ends where the allocation does.
    free(block);
    block = static_cast<unsigned char*>(malloc(bytes() == 0 ? 1 : bytes()));
    memset(block, POISON, bytes());
#endif
  }
  explicit DeviceArray(const std::vector<T>& values) : DeviceArray(values.size()) {
    if (!values.empty()) memcpy(data(), values.data(), bytes());
  }
  DeviceArray(const DeviceArray&) = delete;
  DeviceArray& operator=(const DeviceArray&) = delete;
  ~DeviceArray() { free(block); }

  T* data() const { return reinterpret_cast<T*>(block + offset()); }
  size_t size() const { return count; }
  T operator[](size_t i) const { return data()[i]; }
  std::vector<T> values() const { return std::vector<T>(data(), data() + count); }
  void set(const std::vector<T>& values) { memcpy(data(), values.data(), bytes()); }

  // False if something was written before or after it.
  bool intact() const {
#if !defined(__SANITIZE_ADDRESS__)
    for (size_t i = 0; i < GUARD; i++) {
      if (block[i] != POISON || block[GUARD + bytes() + i] != POISON) return false;
    }
#endif
    return true;
  }

 private:
  static constexpr size_t GUARD = 64;
  static constexpr unsigned char POISON = 0xFF;

  static size_t up(size_t bytes) { return (bytes + 15) / 16 * 16; }
  size_t bytes() const { return count * sizeof(T); }
  size_t offset() const {
#if defined(__SANITIZE_ADDRESS__)
    return 0;
#else
    return GUARD;
#endif
  }

  size_t count;
  unsigned char* block;
};
