// Everything that device.cuh needs to run CUDA C++ on a CPU.
#pragma once
#include "intrinsics.hpp"
#include "registry.hpp"
#include "runtime.hpp"
#include "tensor_core.hpp"
#include "vector_types.hpp"
