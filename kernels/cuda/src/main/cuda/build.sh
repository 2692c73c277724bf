#!/usr/bin/env bash
# Builds OUTDIR/pannier.fatbin with nvcc: code for sm_80 and sm_90, PTX for whatever comes after. Fails if a kernel
# spills registers or takes more of them than limits.txt allows.
#   build.sh OUTDIR
# Exit status 3: there is no nvcc.
set -euo pipefail

[ $# -eq 1 ] || { echo "usage: build.sh OUTDIR" >&2; exit 2; }
out=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command -v nvcc >/dev/null || { echo "build.sh: nvcc is missing. Install the CUDA toolkit, 13.0 or newer." >&2; exit 3; }
mkdir -p "$out"

# All kernels in one module: one translation unit that includes every source.
unit=$out/pannier.cu
sources=("$here"/*.cu)
for source in "${sources[@]}"; do printf '#include "%s"\n' "$(basename "$source")"; done >"$unit"

nvcc -std=c++17 -O3 -fatbin -I"$here" --threads 2 -Xptxas -v \
  -gencode arch=compute_80,code=sm_80 -gencode arch=compute_90,code=sm_90 -gencode arch=compute_80,code=compute_80 \
  "$unit" -o "$out/pannier.fatbin" 2>"$out/ptxas.log" || { cat "$out/ptxas.log" >&2; exit 1; }
if grep -E 'warning' "$out/ptxas.log" >&2; then echo "build.sh: warnings are errors" >&2; exit 1; fi

"$here/check-limits.sh" "$out/ptxas.log" "$here/limits.txt"
