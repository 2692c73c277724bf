// Tests of the emulator itself: what is undefined on a device is an error here, with a message, and the next launch is
// none the worse for it.
#include "device.cuh"
#include "testing.hpp"

namespace {

void checkFault(const char* kernel, const char* message, unsigned shared, int* data) {
  int code = tryLaunch(kernel, Grid(1), 64, shared, data);
  CHECK_THAT(code == 719 && std::string(emuLastError()).find(message) != std::string::npos, "%s: error %d, %s", kernel,
             code, emuLastError());
}

}  // namespace

KERNEL(64)
emu_half_at_barrier(int* data) {
  if (threadIdx.x < 32) __syncthreads();
  data[threadIdx.x] = 1;
}
REGISTER_KERNEL(emu_half_at_barrier, 64)

KERNEL(64)
emu_two_barriers(int* data) {
  if (threadIdx.x < 32) {
    __syncthreads();
    data[threadIdx.x] = 1;
  } else {
    __syncthreads();
  }
}
REGISTER_KERNEL(emu_two_barriers, 64)

KERNEL(64)
emu_lane_not_in_mask(int* data) { data[threadIdx.x] = __shfl_sync(0xffffu, 1, 0); }
REGISTER_KERNEL(emu_lane_not_in_mask, 64)

KERNEL(64)
emu_lane_missing(int* data) {
  if (laneId() < 16) data[threadIdx.x] = __ballot_sync(ALL_LANES, 1);
}
REGISTER_KERNEL(emu_lane_missing, 64)

KERNEL(64)
emu_source_outside_mask(int* data) {
  if (laneId() < 16) data[threadIdx.x] = __shfl_sync(0xffffu, 1, 20);
}
REGISTER_KERNEL(emu_source_outside_mask, 64)

KERNEL(64)
emu_different_collectives(int* data) {
  if (laneId() < 16)
    data[threadIdx.x] = __any_sync(ALL_LANES, 1);
  else
    data[threadIdx.x] = __shfl_sync(ALL_LANES, 1, 0);
}
REGISTER_KERNEL(emu_different_collectives, 64)

KERNEL(64)
emu_too_much_shared(int* data) {
  SharedArena arena;
  int* piece = arena.take<int>(64);
  data[threadIdx.x] = piece[threadIdx.x];
}
REGISTER_KERNEL(emu_too_much_shared, 64)

KERNEL(64)
emu_misaligned_copy(int* data) {
  SHARED_ARRAY(int, piece, 8);
  copyAsync16(piece, data + 1, 16);
  commitCopies();
  waitForCopies<0>();
}
REGISTER_KERNEL(emu_misaligned_copy, 64)

KERNEL(64)
emu_copy_nobody_waits_for(int* data) {
  SHARED_ARRAY(int, piece, 64 * 4);
  copyAsync4(piece + threadIdx.x, data, 4);
  commitCopies();
}
REGISTER_KERNEL(emu_copy_nobody_waits_for, 64)

// Reads what it copies before and after the wait.
KERNEL(64)
emu_copy_in_flight(int* data) {
  SHARED_ARRAY(int, piece, 64);
  copyAsync4(piece + threadIdx.x, data + threadIdx.x, 4);
  commitCopies();
  int early = piece[threadIdx.x];
  waitForCopies<0>();
  data[threadIdx.x] = early == -1 ? piece[threadIdx.x] : 0;
}
REGISTER_KERNEL(emu_copy_in_flight, 64)

// Collectives of half warps, each with a mask of its own, one of them more often than the other.
KERNEL(64)
emu_half_warps(int* data) {
  int sum = 0, half = laneId() / 16;
  unsigned mask = half == 0 ? 0xffffu : 0xffff0000u;
  for (int round = 0; round <= half; round++) sum += __reduce_add_sync(mask, laneId());
  unsigned same = __match_any_sync(ALL_LANES, laneId() % 3);
  data[threadIdx.x] = sum + 1000 * __popc(same);
}
REGISTER_KERNEL(emu_half_warps, 64)

TEST(emulator_finds_what_is_undefined) {
  DeviceArray<int> data(std::vector<int>(64, 7));
  checkFault("emu_half_at_barrier", "deadlock", 0, data.data());
  checkFault("emu_two_barriers", "divergent barrier", 0, data.data());
  checkFault("emu_lane_not_in_mask", "own mask", 0, data.data());
  checkFault("emu_lane_missing", "deadlock", 0, data.data());
  checkFault("emu_source_outside_mask", "outside mask", 0, data.data());
  checkFault("emu_different_collectives", "different collectives", 0, data.data());
  checkFault("emu_too_much_shared", "dynamic shared memory", 128, data.data());
  checkFault("emu_misaligned_copy", "misaligned", 0, data.data());
  checkFault("emu_copy_nobody_waits_for", "nobody waited", 0, data.data());
}

TEST(emulator_copies_at_the_wait) {
  DeviceArray<int> data(std::vector<int>(64, 7));
  launch("emu_copy_in_flight", Grid(1), 64, 0, data.data());
  for (int i = 0; i < 64; i++) CHECK(data[i] == 7);
}

TEST(emulator_runs_half_warps) {
  DeviceArray<int> data(64);
  launch("emu_half_warps", Grid(1), 64, 0, data.data());
  for (int i = 0; i < 64; i++) {
    int lane = i % 32, half = lane / 16, sum = half == 0 ? 120 : 2 * 376;
    CHECK(data[i] == sum + 1000 * (lane % 3 < 2 ? 11 : 10));
  }
}

TEST(emulator_refuses_bad_launches) {
  DeviceArray<int> data(64);
  CHECK(tryLaunch("emu_half_warps", Grid(1), 32, 0, data.data()) == 1);
  CHECK(tryLaunch("emu_half_warps", Grid(0), 64, 0, data.data()) == 1);
  CHECK(tryLaunch("emu_half_warps", Grid(1), 64, 300000, data.data()) == 1);
  CHECK(emuLaunchKernel("no_such_kernel", 1, 1, 1, 64, 1, 1, 0, nullptr) == 500);
  CHECK(std::string(emuSignature("emu_half_warps")) == "p" && emuSignature("no_such_kernel") == nullptr);
}
