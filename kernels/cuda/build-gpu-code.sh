#!/usr/bin/env bash
# Puts the GPU code among the classes, with a note of the compiler, where there is an nvcc; says so where there is none.
# Maven calls it in the module's folder. What was compiled is kept in target/gpu-code until a source changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work=target/gpu-code
classes=target/classes/io/pannier/kernels/cuda
if ! command -v nvcc >/dev/null; then
  rm -f "$classes"/pannier.fatbin*
  echo "kernels/cuda: no nvcc on the PATH, so this build has no GPU code and runs on the processor"
  exit 0
fi
if [ ! -f $work/pannier.fatbin ] || [ -n "$(find src/main/cuda -type f -newer $work/pannier.fatbin)" ]; then
  # Built aside, so that a build that fails leaves nothing that looks up to date.
  rm -rf $work $work.new
  src/main/cuda/build.sh $work.new
  mv $work.new $work
fi
read -r major minor < <(nvcc --version | sed -n 's/.*release \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
mkdir -p "$classes"
cp -p $work/pannier.fatbin "$classes/"
printf 'toolkit=%d\nleast-capability=%d\n' $((1000 * major + 10 * minor)) 80 >"$classes/pannier.fatbin.properties"
