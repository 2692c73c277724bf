#!/usr/bin/env bash
# Builds a libcublas.so.12 that computes in the memory of build-driver.sh's library: build-cublas.sh DRIVER_LIBRARY OUT
# Its symbols carry the version that JCuda's library asks for. What is not there would fail only when it is called.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
driver=$1 out=$2
mkdir -p "$(dirname "$out")"
g++ -std=c++17 -O3 -mavx2 -mfma -fPIC -shared -Wall -Wextra -Werror -Wl,-soname,libcublas.so.12 \
  -Wl,--version-script=<(echo "libcublas.so.12 { global: cublas*; local: *; };") \
  "$here/libcublas.cpp" "$driver" "-Wl,-rpath,$(dirname "$driver")" -o "$out"
