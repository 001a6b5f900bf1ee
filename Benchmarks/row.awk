# Makes a row of a table of what Benchmarks/measure prints: pipec's time in milliseconds and memory in KiB, then those of the others.
# `what` is the first cell; `kind` is `bare` (one other, with the ratio and pipec's memory) or `peers` (each with its ratio).

function time(value) { return value < 10 ? sprintf("%.1f ms", value) : value < 1000 ? sprintf("%.0f ms", value) : sprintf("%.1f s", value / 1000) }
function ratio(value) { return sprintf(value < 3 ? "%.2f×" : value < 10 ? "%.1f×" : "%.0f×", value) }

{ value[NR] = $1; memory[NR] = $2 }

END {
  if (NR < 2) exit 1
  printf "| %s | %s |", what, time(value[1])
  if (kind == "bare") printf " %s | %s | %.0f MB |", time(value[2]), ratio(value[1] / value[2]), memory[1] / 1024
  else for (other = 2; other <= NR; other++) printf " %s (%s) |", time(value[other]), ratio(value[other] / value[1])
  print ""
}
