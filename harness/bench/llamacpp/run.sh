#!/bin/sh
# Figures of the engine llama.cpp, each measured in turns with what it is compared with.
#
#   harness/bench/llamacpp/run.sh [llama-bench|protocol|batching|cycles] ...        default: the first three
#
# MEKIKI_LLAMA_LIB  folder of libllama; llama-bench of the same build, named in LLAMA_BENCH (default: beside it)
# MODEL             a GGUF file (a tiny one shows protocol best); ROUNDS: how often each thing is measured (default 5); CYCLES: of loading (default 1000)
# CLASSPATH         the benchmarks' test classes, harness/engines and its libraries
# RUN               a prefix such as "taskset -c 1"
set -eu
: "${MEKIKI_LLAMA_LIB:?names the folder of libllama}" "${MODEL:?names a GGUF file}" "${CLASSPATH:?names the classes}"
home=$(cd "$(dirname "$0")/../../.." && pwd)
. "$home/.mvn/find-jdk.sh"
find_jdk 25 || { echo "no JDK 25 or newer found; name one in JAVA_HOME" >&2; exit 2; }
[ -f "$MODEL" ] || { echo "no such file: $MODEL" >&2; exit 2; }
"$MEKIKI_JDK/bin/javap" -cp "$CLASSPATH" dev.mekiki.bench.LlamaCppFigures >/dev/null 2>&1 \
    || { echo "CLASSPATH has no dev.mekiki.bench.LlamaCppFigures" >&2; exit 2; }

figures() {
    kind=$1
    shift
    # a small heap that is there from the start, so that memory which grows is not Java's
    ${RUN:-} "$MEKIKI_JDK/bin/java" -Xms64m -Xmx64m -XX:+UseSerialGC -XX:+AlwaysPreTouch --enable-native-access=ALL-UNNAMED \
        -Drounds="${ROUNDS:-5}" -cp "$CLASSPATH" dev.mekiki.bench.LlamaCppFigures "$kind" "$MEKIKI_LLAMA_LIB" "$MODEL" "$@"
}

[ $# -gt 0 ] || set -- llama-bench protocol batching
for kind in "$@"; do
    echo "== $kind"
    case $kind in
        llama-bench)
            bench=${LLAMA_BENCH:-$MEKIKI_LLAMA_LIB/llama-bench}
            [ -x "$bench" ] || { echo "no llama-bench at $bench; name one in LLAMA_BENCH, or ask for: protocol batching" >&2; exit 2; }
            figures llama-bench "$bench" ;;
        protocol) figures protocol 128 ;;
        batching) figures batching 4 ;;
        cycles) figures cycles "${CYCLES:-1000}" ;;
        *) echo "no figures called $kind" >&2; exit 2 ;;
    esac
done
