#!/usr/bin/env bash
# Builds the kernels for the emulator: OUTDIR/libpannier-emulator.so, which Java loads, and OUTDIR/kernel-tests.
#   build-emulator.sh OUTDIR [--sanitize] [--fault NAME]
# --sanitize  only the tests, with the address and undefined behaviour sanitizers
# --fault     only the tests, with one of the faults of faults.txt planted
set -euo pipefail

[ $# -ge 1 ] || { echo "usage: build-emulator.sh OUTDIR [--sanitize] [--fault NAME]" >&2; exit 2; }
out=$1
shift
sanitize=no
fault=
while [ $# -gt 0 ]; do
  case $1 in
    --sanitize) sanitize=yes ;;
    --fault) fault=$2; shift ;;
    *) echo "build-emulator.sh: $1 is not an option" >&2; exit 2 ;;
  esac
  shift
done
command -v g++ >/dev/null || { echo "build-emulator.sh: g++ is missing. Install the package g++." >&2; exit 3; }

tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kernels=$(cd "$tests/../../main/cuda" && pwd)
mkdir -p "$out/objects"

# The kernels use fused multiply-adds where they say so and nowhere else, as results are compared bit by bit.
flags=(-std=c++17 -g1 -fPIC -mavx2 -mfma -ffp-contract=off -Wall -Wextra -Werror -DPANNIER_EMULATOR
  "-I$tests/emulator" "-I$kernels")
if [ $sanitize = yes ]; then
  flags+=(-O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
else
  flags+=(-O2)
fi
[ -z "$fault" ] || flags+=("-DFAULT_$fault=1")

# An object is made again when its source or any header is newer, or when it was made with other flags.
if [ "$(cat "$out/flags" 2>/dev/null)" != "${flags[*]}" ]; then
  rm -f "$out"/objects/*.cu.o
  # A fault can only be in the kernels; what else is there already stays.
  [ -n "$fault" ] || rm -f "$out"/objects/*.o
  echo "${flags[*]}" >"$out/flags"
fi
sources=()
for source in "$kernels"/*.cu "$tests"/emulator/*.cpp "$tests"/*.cpp; do
  object=$out/objects/$(basename "$source").o
  newer=$(find "$source" "$kernels" "$tests" -newer "$object" \( -path "$source" -o -name '*.cuh' -o -name '*.hpp' \) -print -quit 2>/dev/null || echo missing)
  if [ ! -f "$object" ] || [ -n "$newer" ]; then sources+=("$source"); fi
done

compile() {  # output folder, source, flags
  g++ "${@:3}" -x c++ -c "$2" -o "$1/objects/$(basename "$2").o"
}
export -f compile
[ ${#sources[@]} -eq 0 ] || printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -I{} bash -c 'compile "$@"' _ "$out" {} "${flags[@]}"

emulator=()
for source in "$kernels"/*.cu "$tests"/emulator/*.cpp; do emulator+=("$out/objects/$(basename "$source").o"); done
checks=()
for source in "$tests"/*.cpp; do checks+=("$out/objects/$(basename "$source").o"); done
g++ "${flags[@]}" "${emulator[@]}" "${checks[@]}" -o "$out/kernel-tests"
if [ $sanitize = no ] && [ -z "$fault" ]; then
  g++ -shared "${flags[@]}" "${emulator[@]}" -o "$out/libpannier-emulator.so"
fi
