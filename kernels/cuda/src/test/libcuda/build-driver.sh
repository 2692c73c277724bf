#!/usr/bin/env bash
# Builds a libcuda.so.1 whose device is the emulator: build-driver.sh JCUDA_LIBRARY EMULATOR_LIBRARY OUT
# Every function of the driver that JCUDA_LIBRARY imports is there; those that the launcher never calls refuse.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jcuda=$1 emulator=$2 out=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$(dirname "$out")"
g++ -std=c++17 -O1 -fPIC -Wall -Wextra -Werror -c "$here/libcuda.cpp" -o "$work/libcuda.o"
nm --defined-only "$work/libcuda.o" | awk '$2 == "T" { print $3 }' | sort >"$work/present"
nm -D --undefined-only "$jcuda" | awk '$2 ~ /^cu[A-Z]/ { print $2 }' | sort >"$work/needed"
NOT_SUPPORTED=801
comm -13 "$work/present" "$work/needed" | awk -v code=$NOT_SUPPORTED '{ print "int " $1 "(void) { return " code "; }" }' \
  >"$work/refusals.c"
gcc -fPIC -c "$work/refusals.c" -o "$work/refusals.o"
g++ -shared -Wl,-soname,libcuda.so.1 "$work/libcuda.o" "$work/refusals.o" "$emulator" \
  "-Wl,-rpath,$(dirname "$emulator")" -o "$out"
