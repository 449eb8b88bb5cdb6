#!/bin/sh
# What a quantisation costs, and whether it may replace the original: a plan of two candidates on everyday questions in English, compared and gated by sample.
#
#   harness/bench/quantisation/run.sh ORIGINAL.gguf QUANTISED.gguf [FOLDER]
#
# FOLDER: default runs/quantisation. MEKIKI: the program, default ./mekiki; it finds llama.cpp as ever (MEKIKI_LLAMA_LIB). Takes minutes with 135 million parameters on a
# processor that is not shared; where it is, THREADS=1 helps, since llama.cpp's threads wait for each other. The exit code is the gate's: 0 passed, 1 failed, 4 undecided. Done again, it goes on where it stopped.
set -eu
[ $# -ge 2 ] || { sed -n 2,7p "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
original=$(realpath "$1")
quantised=$(realpath "$2")
folder=${3:-runs/quantisation}
mekiki=${MEKIKI:-./mekiki}
options="context: 512${THREADS:+, threads: $THREADS}"
mkdir -p "$folder"
cat > "$folder/plan.yaml" <<PLAN
plan: mekiki/1
name: quantisation
candidates:
  - {name: original, model: "$original", options: {$options}}
  - {name: quantised, model: "$quantised", options: {$options}}
suites:
  - {suite: "$here/everyday.yaml"}
run: {seed: 7, deadline: 300s}
PLAN
"$mekiki" run "$folder/plan.yaml" --out "$folder/run"
"$mekiki" compare "$folder/run" "$folder/run" --candidate-a original --candidate-b quantised
exec "$mekiki" gate --policy "$here/policy.yaml" --baseline "$folder/run" --baseline-name original \
    --candidate "$folder/run" --candidate-name quantised --html "$folder/gate.html" --junit "$folder/gate.xml"
