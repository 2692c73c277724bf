#!/usr/bin/env bash
# Plants each fault of faults.txt and says what found it; fails if one is missed.
#   run-faults.sh OUTDIR [--sanitize] [NAME...]
set -euo pipefail

[ $# -ge 1 ] || { echo "usage: run-faults.sh OUTDIR [--sanitize] [NAME...]" >&2; exit 2; }
out=$1
shift
options=()
sizes=()
if [ "${1:-}" = --sanitize ]; then
  options=(--sanitize)
  sizes=(--small)
  shift
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
missed=0
while read -r fault tests; do
  case $fault in '' | '#'*) continue ;; esac
  if [ $# -gt 0 ] && [[ " $* " != *" $fault "* ]]; then continue; fi
  "$here/build-emulator.sh" "$out" "${options[@]}" --fault "$fault"
  caught=
  for order in forward reverse random; do
    # shellcheck disable=SC2086  # the tests are words
    if log=$(timeout 120 "$out/fault-$fault/kernel-tests" "${sizes[@]}" --order "$order" $tests 2>&1); then continue; fi
    reason=$(grep -m1 -E '^FAILED|ERROR: AddressSanitizer|runtime error' <<<"$log" || tail -1 <<<"$log")
    caught="$caught $order"
    first=${first:-$reason}
  done
  if [ -n "$caught" ]; then
    echo "caught $fault (orders:$caught) by: $first"
  else
    echo "MISSED $fault"
    missed=1
  fi
  first=
done <"$here/faults.txt"
exit $missed
