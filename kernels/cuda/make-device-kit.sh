#!/usr/bin/env bash
# Packs what a machine with a GPU needs to test and measure the CUDA kernels, without a JDK or Maven there: a small
# runtime made by jlink, the classes with the GPU code, the tests, and a script `run`. Needs a finished build here:
#   mvn package dependency:copy-dependencies -pl kernels/cuda -am -DskipTests
#   kernels/cuda/make-device-kit.sh OUTDIR
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: make-device-kit.sh OUTDIR" >&2; exit 2; }
out=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
[ -f "$here/target/classes/io/pannier/kernels/cuda/pannier.fatbin" ] ||
  { echo "make-device-kit.sh: target/classes holds no GPU code; build the module with nvcc on the PATH" >&2; exit 3; }
[ -d "$here/target/dependency" ] ||
  { echo "make-device-kit.sh: target/dependency is missing; run the mvn command at the top of this script" >&2; exit 3; }
java=$("$root/ops/find-java")
rm -rf "$out"
mkdir -p "$out/lib"
"$(dirname "$java")/jlink" --compress zip-9 --strip-debug --no-header-files --no-man-pages --output "$out/jdk" \
  --add-modules java.base,java.logging,java.management,jdk.management,java.xml,jdk.unsupported,jdk.incubator.vector
cp -r "$here/target/classes" "$here/target/test-classes" "$out/"
cp "$here"/target/dependency/*.jar "$out/lib/"
cat >"$out/run" <<'RUN'
#!/usr/bin/env bash
# run test: the contract of all backends on the GPU.  run bench: the figures.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case ${1:-} in
  test) main=(io.pannier.kernels.cuda.ContractRun io.pannier.kernels.cuda.JcudaContract) ;;
  bench) main=(io.pannier.kernels.cuda.DeviceBenchmark "${@:2}") ;;
  *) echo "usage: run test|bench" >&2; exit 2 ;;
esac
exec "$here/jdk/bin/java" -Xmx24g --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector \
  -cp "$here/classes:$here/test-classes:$here/lib/*" "${main[@]}"
RUN
chmod +x "$out/run"
du -sh "$out" | cut -f1
