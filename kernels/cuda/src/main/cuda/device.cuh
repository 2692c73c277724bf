// The one place that knows where device code runs: compiled by nvcc it is CUDA, compiled by a C++ compiler with
// PANNIER_EMULATOR defined it runs in the emulator of src/test/cuda, one fiber for each thread.
//
// Kernels take shared memory only through SharedArena and SHARED_ARRAY, and reach instructions that C++ has no word
// for only through the functions below, so that the emulator sees all of them.
#pragma once
#include <cstddef>
#include <cstdint>

#if defined(PANNIER_EMULATOR)
#include "emulator.hpp"
#include "faults.hpp"
#define DEVICE inline
#define KERNEL(threads) extern "C" void
// A place where a fault can be planted, to prove that the tests would find it.
#define PLANT(fault, right, wrong) (FAULT_##fault ? (wrong) : (right))
#define SHARED_ARRAY(type, name, count) \
  type* name = static_cast<type*>(emulator::takeShared(sizeof(type) * (count), false, __LINE__))
#define UNROLL
#define KEEP_LOOP
#else
#include <cuda_bf16.h>
#define DEVICE __device__ __forceinline__
#define KERNEL(threads) extern "C" __global__ void __launch_bounds__(threads, 1)
#define REGISTER_KERNEL(name, threads)
#define PLANT(fault, right, wrong) right
#define SHARED_ARRAY(type, name, count) __shared__ __align__(16) type name[count]
#define UNROLL _Pragma("unroll")
// Not unrolled: keeps registers for what is live across the loop.
#define KEEP_LOOP _Pragma("unroll 1")
#endif

constexpr int WARP_SIZE = 32;
constexpr unsigned ALL_LANES = 0xffffffffu;

using u64 = unsigned long long;
// A bf16 as its bits: the upper half of an fp32.
using Bf16 = uint16_t;

DEVICE int laneId() { return threadIdx.x % WARP_SIZE; }
DEVICE int warpId() { return threadIdx.x / WARP_SIZE; }

// The dynamic shared memory of the block, handed out piece by piece; each thread asks for the same pieces in the same
// order. Pieces are 16-byte aligned.
class SharedArena {
 public:
#if defined(PANNIER_EMULATOR)
  template <class T>
  T* take(int count, int line = __builtin_LINE()) {
    return static_cast<T*>(emulator::takeShared(sizeof(T) * count, true, line));
  }
#else
  __device__ __forceinline__ SharedArena() {
    extern __shared__ __align__(16) unsigned char dynamicShared[];
    next = dynamicShared;
  }
  template <class T>
  __device__ __forceinline__ T* take(int count) {
    T* piece = reinterpret_cast<T*>(next);
    next += (sizeof(T) * count + 15) / 16 * 16;
    return piece;
  }

 private:
  unsigned char* next;
#endif
};

// ---- asynchronous copies from global to shared memory (cp.async, sm_80) ----
// A copy has happened for this thread after waitForCopies, and for the others after a barrier that follows it.

#if defined(PANNIER_EMULATOR)
DEVICE void copyAsync16(void* shared, const void* global, int validBytes) {
  emulator::enqueueCopy(shared, global, 16, validBytes);
}
DEVICE void copyAsync4(void* shared, const void* global, int validBytes) {
  emulator::enqueueCopy(shared, global, 4, validBytes);
}
DEVICE void commitCopies() { emulator::commitCopies(); }
template <int IN_FLIGHT>
DEVICE void waitForCopies() {
  emulator::waitForCopies(IN_FLIGHT);
}
#else
// Copies validBytes of 16 and fills the rest with zeros; 0 reads nothing. Both addresses are 16-byte aligned.
DEVICE void copyAsync16(void* shared, const void* global, int validBytes) {
  unsigned to = static_cast<unsigned>(__cvta_generic_to_shared(shared));
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(global), "r"(validBytes) : "memory");
}
DEVICE void copyAsync4(void* shared, const void* global, int validBytes) {
  unsigned to = static_cast<unsigned>(__cvta_generic_to_shared(shared));
  asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;" ::"r"(to), "l"(global), "r"(validBytes) : "memory");
}
DEVICE void commitCopies() { asm volatile("cp.async.commit_group;" ::: "memory"); }
// Waits until at most IN_FLIGHT of this thread's committed groups are not done.
template <int IN_FLIGHT>
DEVICE void waitForCopies() {
  asm volatile("cp.async.wait_group %0;" ::"n"(IN_FLIGHT) : "memory");
}
#endif

// ---- bf16 ----

#if defined(PANNIER_EMULATOR)
DEVICE Bf16 toBf16(float x) {
  unsigned bits = __float_as_uint(x);
  return static_cast<Bf16>((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}
DEVICE uint32_t packBf16(float low, float high) { return toBf16(low) | static_cast<uint32_t>(toBf16(high)) << 16; }
#else
// Rounds to nearest even.
DEVICE Bf16 toBf16(float x) { return __bfloat16_as_ushort(__float2bfloat16_rn(x)); }
DEVICE uint32_t packBf16(float low, float high) {
  uint32_t pair;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(high), "f"(low));
  return pair;
}
#endif

// ---- tensor cores (mma.sync and ldmatrix, sm_80) ----
// Fragment layouts are those of the PTX manual, see emulator/tensor_core.hpp. Whole warps only.

#if defined(PANNIER_EMULATOR)
DEVICE void mmaBf16(float d[4], const uint32_t a[4], const uint32_t b[2], int line = __builtin_LINE()) {
  emulator::mmaBf16(d, a, b, line);
}
DEVICE void mmaInt8(int d[4], const uint32_t a[4], const uint32_t b[2], int line = __builtin_LINE()) {
  emulator::mmaInt8(d, a, b, line);
}
DEVICE void loadMatrices4(uint32_t to[4], const void* row, int line = __builtin_LINE()) {
  emulator::loadMatrices<4>(to, row, false, line);
}
DEVICE void loadMatrices2(uint32_t to[2], const void* row, int line = __builtin_LINE()) {
  emulator::loadMatrices<2>(to, row, false, line);
}
DEVICE void loadMatrices4Transposed(uint32_t to[4], const void* row, int line = __builtin_LINE()) {
  emulator::loadMatrices<4>(to, row, true, line);
}
#else
// d (16x8, fp32) += a (16x16, bf16) · b (16x8, bf16).
DEVICE void mmaBf16(float d[4], const uint32_t a[4], const uint32_t b[2]) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3},{%4,%5,%6,%7},{%8,%9},{%0,%1,%2,%3};"
               : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
// d (16x8, s32) += a (16x32, s8) · b (32x8, s8).
DEVICE void mmaInt8(int d[4], const uint32_t a[4], const uint32_t b[2]) {
  asm volatile("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0,%1,%2,%3},{%4,%5,%6,%7},{%8,%9},{%0,%1,%2,%3};"
               : "+r"(d[0]), "+r"(d[1]), "+r"(d[2]), "+r"(d[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
// Four 8x8 matrices of 16-bit elements; lane 8m + i points at row i of matrix m, 16-byte aligned.
DEVICE void loadMatrices4(uint32_t to[4], const void* row) {
  unsigned from = static_cast<unsigned>(__cvta_generic_to_shared(row));
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
               : "r"(from)
               : "memory");
}
// Two of them; lanes from 16 on may point anywhere in shared memory.
DEVICE void loadMatrices2(uint32_t to[2], const void* row) {
  unsigned from = static_cast<unsigned>(__cvta_generic_to_shared(row));
  asm volatile("ldmatrix.sync.aligned.m8n8.x2.shared.b16 {%0,%1}, [%2];"
               : "=r"(to[0]), "=r"(to[1])
               : "r"(from)
               : "memory");
}
// Each of the four matrices transposed.
DEVICE void loadMatrices4Transposed(uint32_t to[4], const void* row) {
  unsigned from = static_cast<unsigned>(__cvta_generic_to_shared(row));
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
               : "r"(from)
               : "memory");
}
#endif

// 2^x to about 2 ulp: one instruction; for the bf16 kernels, whose inputs are far coarser.
DEVICE float fastExp2(float x) {
#if defined(PANNIER_EMULATOR)
  return std::exp2(x);
#else
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
#endif
}

constexpr float MINUS_INFINITY = -__builtin_huge_valf();
