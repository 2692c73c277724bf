// The shared memory of one block: regions in the order in which its threads take them, each between two fences.
//
// A device lays regions side by side, so an index one too far reads the neighbour. Here it meets a fence: the address
// sanitizer reports it at once; without the sanitizer a read gives NaN and a write is found when the block ends.
#pragma once
#include <cstddef>
#include <vector>

namespace emulator {

class BlockMemory {
 public:
  BlockMemory();

  // Forgets all regions and poisons everything.
  void reset(size_t dynamicBytes);

  // The region number `ordinal`; the first thread to ask makes it. Null after a problem.
  void* region(size_t ordinal, size_t bytes, bool dynamic, int line);

  // Null, or what is wrong: a fence was overwritten, or region() refused.
  const char* problem();

 private:
  struct Region {
    size_t start, bytes;
    int line;
  };

  std::vector<unsigned char> arena;
  std::vector<Region> regions;
  size_t used = 0, dynamicTaken = 0, staticTaken = 0, dynamicLimit = 0;
  char message[160];
  bool broken = false;
};

}  // namespace emulator
