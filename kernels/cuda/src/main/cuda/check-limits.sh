#!/usr/bin/env bash
# Compares what ptxas -v says about each kernel with a table of limits.
#   check-limits.sh PTXAS_LOG LIMITS
set -euo pipefail

[ $# -eq 2 ] || { echo "usage: check-limits.sh PTXAS_LOG LIMITS" >&2; exit 2; }
awk '
  FILENAME == ARGV[2] {
    if ($0 ~ /Compiling entry function/) { split($0, quoted, "\047"); kernel = quoted[2]; target = quoted[4] }
    if ($0 ~ /bytes spill stores/) {
      for (i = 2; i <= NF; i++) if ($i == "bytes" && $(i + 1) == "spill" && $(i - 1) + 0 > 0) spilled = 1
      if (spilled) { print "limits: " kernel " on " target " spills registers:" $0; bad = 1; spilled = 0 }
    }
    if ($0 ~ /Used [0-9]+ registers/) {
      match($0, /Used [0-9]+/); used = substr($0, RSTART + 5, RLENGTH - 5) + 0
      seen[kernel] = 1
      if (!(kernel in limit)) { print "limits: " kernel " has no line in the limits; it uses " used " registers"; bad = 1 }
      else if (used > limit[kernel]) {
        print "limits: " kernel " on " target " uses " used " registers, " limit[kernel] " are allowed"; bad = 1
      }
    }
    next
  }
  /^#/ || NF == 0 { next }
  { limit[$1] = $2 + 0 }
  END {
    for (kernel in limit) if (!(kernel in seen)) { print "limits: " kernel " is in the limits but was not compiled"; bad = 1 }
    exit bad
  }
' "$2" "$1" >&2
