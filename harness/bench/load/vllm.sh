#!/bin/sh
# A real vLLM, measured by mekiki load and by vLLM's own client ("vllm bench serve") in turns: the same server, the same lengths, streams and number of requests.
#
#   VLLM=…/bin/vllm MODEL=DIR harness/bench/load/vllm.sh [STREAMS…]
#
# MODEL is a folder in Hugging Face layout. ROUNDS: how often each client measures at each number of streams (default 5). STREAMS: 1 4 16 by default, four
# requests a stream and at least 16. INPUT, OUTPUT: tokens (64, 32). ARGUMENTS: of vllm serve, such as "--dtype float32 --enforce-eager".
# SERVER and CLIENT are prefixes such as "taskset -c 0".
set -eu
: "${VLLM:?names the program vllm}" "${MODEL:?names the folder of a model}"
home=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
port=${PORT:-8471}
export HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 VLLM_NO_USAGE_STATS=1
# shellcheck disable=SC2086
${SERVER:-} "$VLLM" serve "$MODEL" --served-model-name measured --host 127.0.0.1 --port "$port" --no-enable-prefix-caching ${ARGUMENTS:-} >"$work/server.log" 2>&1 &
server=$!
trap 'kill $server; wait $server 2>/dev/null; rm -rf "$work"' EXIT
until curl -sf "http://127.0.0.1:$port/health" >/dev/null; do
    kill -0 $server || { tail -n 20 "$work/server.log"; exit 1; }
    sleep 1
done

own() {
    ${CLIENT:-} "$home/mekiki" load "http://127.0.0.1:$port/v1" --model measured --api completions --concurrency "$1" --requests "$2" --warmup "$1" \
        --input "${INPUT:-64}" --output "${OUTPUT:-32}" --tokenizer "$MODEL" --seed "$3" --no-calibrate --format json >"$work/mekiki-$1-$3.json" 2>"$work/log"
}

theirs() {
    ${CLIENT:-} "$VLLM" bench serve --backend openai --base-url "http://127.0.0.1:$port" --endpoint /v1/completions --model measured --tokenizer "$MODEL" \
        --dataset-name random --random-input-len "${INPUT:-64}" --random-output-len "${OUTPUT:-32}" --random-range-ratio 0 --ignore-eos \
        --num-prompts "$2" --max-concurrency "$1" --num-warmups "$1" --temperature 0 --seed "$3" --disable-tqdm --percentile-metrics ttft,tpot,itl,e2el \
        --save-result --result-dir "$work" --result-filename "vllm-$1-$3.json" >"$work/log" 2>&1
}

for streams in ${*:-1 4 16}; do
    requests=$((4 * streams))
    [ $requests -ge 16 ] || requests=16
    for round in $(seq "${ROUNDS:-5}"); do
        if [ $((round % 2)) = 0 ]; then
            own "$streams" "$requests" "$round"
            theirs "$streams" "$requests" "$round"
        else
            theirs "$streams" "$requests" "$round"
            own "$streams" "$requests" "$round"
        fi
    done || { cat "$work/log"; exit 1; }
done
python3 - "$work" <<'PYTHON'
import glob, json, os, re, statistics, sys
seen = {}
for file in glob.glob(os.path.join(sys.argv[1], "*-*-*.json")):
    tool, streams, round = re.match(r"(\w+)-(\d+)-(\d+)\.json", os.path.basename(file)).groups()
    seen[int(streams), int(round), tool] = json.load(open(file))
# vLLM's TTFT is that of the first event, with or without text
measures = [("first event mean ms", lambda m: m["ttfr_ms"]["mean"], "mean_ttft_ms"), ("TPOT mean ms", lambda m: m["tpot_ms"]["mean"], "mean_tpot_ms"),
    ("request mean ms", lambda m: m["e2e_ms"]["mean"], "mean_e2el_ms"), ("output tokens/s", lambda m: m["output_tokens_per_s"], "output_throughput"),
    ("requests/s", lambda m: m["requests_per_s"], "request_throughput")]
for streams in sorted({key[0] for key in seen}):
    rounds = sorted({key[1] for key in seen if key[0] == streams})
    for name, ours, theirs in measures:
        pairs = [(ours(seen[streams, r, "mekiki"]), seen[streams, r, "vllm"][theirs]) for r in rounds]
        ratios = sorted(a / b for a, b in pairs)
        print(f"{streams} streams, {name}: mekiki {statistics.median(a for a, _ in pairs):.1f}, vllm bench {statistics.median(b for _, b in pairs):.1f};"
            f" ratio, median of {len(ratios)} {statistics.median(ratios):.3f} ({ratios[0]:.3f}–{ratios[-1]:.3f})")
PYTHON
