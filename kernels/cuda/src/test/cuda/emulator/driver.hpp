// The emulator's C interface, in the shape of the CUDA driver's: the product's launcher calls it through the Foreign
// Function API exactly as it calls cuLaunchKernel.
#pragma once

extern "C" {

// 0 ok; 1 invalid configuration; 500 no kernel of that name; 719 the kernel did something undefined. One launch at a
// time: others wait.
int emuLaunchKernel(const char* name, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
                    unsigned blockZ, unsigned sharedBytes, void** parameters);

// 0 forward, 1 reverse, 2 random from the seed; for all launches from now on.
void emuConfigure(int order, unsigned long long seed);

// What the last error code was about; valid until the next launch.
const char* emuLastError();

// Switches between threads so far.
long emuSwitches();

// A letter for each argument of a kernel: p pointer, i int, f float. Null if there is no such kernel.
const char* emuSignature(const char* name);

// The name of the kernel number `ordinal`; null past the last.
const char* emuKernelName(int ordinal);
}
