#!/usr/bin/env bash
# Builds the kernels for the emulator: OUTDIR/libpannier-emulator.so, which Java loads, and OUTDIR/kernel-tests.
#   build-emulator.sh OUTDIR [--sanitize] [--fault NAME]
# --sanitize  only the tests, with the address and undefined behaviour sanitizers
# --fault     OUTDIR/fault-NAME/kernel-tests instead, with one of the faults of faults.txt planted
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
compile() {  # object, source, flags
  g++ "${@:3}" -x c++ -c "$2" -o "$1"
}
export -f compile

compile_all() {  # object and source alternating, one a line, on the standard input
  xargs -r -P "$(nproc)" -L 2 bash -c 'flags=("${@:1:$#-2}"); compile "${@: -2}" "${flags[@]}"' _ "$@"
}

# An object is made again when its source or any header is newer, or when it was made with other flags.
if [ -f "$out/flags" ] && [ "$(cat "$out/flags")" != "${flags[*]}" ]; then rm -f "$out"/objects/*.o; fi
echo "${flags[*]}" >"$out/flags"
for source in "$kernels"/*.cu "$tests"/emulator/*.cpp "$tests"/*.cpp; do
  object=$out/objects/$(basename "$source").o
  newer=yes
  [ ! -f "$object" ] || newer=$(find "$source" "$kernels" "$tests" -newer "$object" \( -path "$source" -o -name '*.cuh' -o -name '*.hpp' \) -print -quit)
  [ -z "$newer" ] || printf '%s\n%s\n' "$object" "$source"
done | compile_all "${flags[@]}"

emulator=()
for source in "$kernels"/*.cu "$tests"/emulator/*.cpp; do emulator+=("$out/objects/$(basename "$source").o"); done
checks=()
for source in "$tests"/*.cpp; do checks+=("$out/objects/$(basename "$source").o"); done

if [ -z "$fault" ]; then
  g++ "${flags[@]}" "${emulator[@]}" "${checks[@]}" -o "$out/kernel-tests"
  [ $sanitize = yes ] || g++ -shared "${flags[@]}" "${emulator[@]}" -o "$out/libpannier-emulator.so"
  exit
fi

# Only the kernels that the fault is planted in, directly or through a header, are compiled once more.
grep -qE "PLANT\($fault," "$kernels"/*.cu* || { echo "build-emulator.sh: no kernel has a place for the fault $fault" >&2; exit 2; }
mkdir -p "$out/fault-$fault"
touched=()
for source in "$kernels"/*.cu; do
  name=$(basename "$source").o
  # shellcheck disable=SC2046  # the list of what a source includes is words
  if grep -qE "PLANT\($fault," $(g++ "${flags[@]}" -x c++ -MM "$source" | sed 's/^[^:]*://; s/\\$//'); then
    touched+=("$out/fault-$fault/$name" "$source")
    emulator=("${emulator[@]/#"$out/objects/$name"/"$out/fault-$fault/$name"}")
  fi
done
printf '%s\n' "${touched[@]}" | compile_all "${flags[@]}" "-DFAULT_$fault=1"
g++ "${flags[@]}" "${emulator[@]}" "${checks[@]}" -o "$out/fault-$fault/kernel-tests"
