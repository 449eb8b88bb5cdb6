#!/bin/sh
# What mekiki load, guidellm and aiperf say of a server whose truth is known: 200 ms to the first token, 50 tokens 20 ms apart, 1,180 ms a request.
#
#   GUIDELLM=…/bin/guidellm AIPERF=…/bin/aiperf TOKENIZER=DIR harness/bench/load/compare.sh [STREAMS…]
#
# Each tool is left out where its variable is empty (pip install guidellm, aiperf, each in a virtual environment of its own). TOKENIZER is a folder with a
# model's tokenizer.json, which both need. Streams: 64 256 by default; two requests a stream.
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
printf 'mock: mekiki/1\nmodel: mock\nanswers: [{first-token: 200ms, interval: 20ms, tokens: 50}]\n' >"$work/mock.yaml"
"$home/mekiki" mock --script "$work/mock.yaml" --port 0 >"$work/url" 2>/dev/null &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
until [ -s "$work/url" ]; do sleep 0.2; done
url=$(head -n 1 "$work/url")
# the server is a JVM too, and slow at first: nobody is to be measured against that
"$home/mekiki" load "$url" --model mock --concurrency 64 --requests 640 --input 64 --output 50 --no-calibrate >"$work/log" 2>&1
echo "truth: TTFT 200 ms, between tokens 20 ms, request 1180 ms"

said() {
    python3 - "$1" "$2" "$3" <<'PYTHON'
import json, sys
tool, streams, file = sys.argv[1:]
found = json.load(open(file))
def get(node, *keys):
    for key in keys:
        node = node.get(key) if isinstance(node, dict) else None
    return node
def percentile(node, name):
    value = get(node, name)
    if value is None:
        value = next((each.get("observed") for each in (node or {}).get("unsupported", []) if each["percentile"] == name), None)
    return value
if tool == "mekiki":
    ttft, itl, request = found["ttft_ms"], found["itl_ms"], found["e2e_ms"]["mean"]
    row = [percentile(ttft, "p50"), percentile(ttft, "p95"), percentile(ttft, "p99"), itl["mean"], request]
elif tool == "guidellm":
    metrics = found["benchmarks"][0]["metrics"]
    def of(name):
        return get(metrics, name, "successful") or {}
    ttft = of("time_to_first_token_ms")
    row = [get(ttft, "percentiles", p) for p in ("p50", "p95", "p99")] + [of("inter_token_latency_ms").get("mean"),
        1000 * of("request_latency").get("mean", float("nan"))]
else:
    def of(*names):
        return next((found[n] for n in names if n in found), {})
    ttft = of("time_to_first_token")
    row = [ttft.get(p) for p in ("p50", "p95", "p99")] + [of("inter_chunk_latency").get("avg"), of("request_latency").get("avg")]
print(f"{tool} {streams}: TTFT p50 %s, p95 %s, p99 %s; between tokens or chunks, mean %s; request, mean %s" %
      tuple("–" if v is None else f"{v:.1f}" for v in row))
PYTHON
}

# aiperf without a network takes tokenizers from a cache in the hub's layout only, not from a folder
if [ -n "${AIPERF:-}" ]; then
    cached="$work/hub/hub/models--local--tokenizer"
    revision=0000000000000000000000000000000000000000
    mkdir -p "$cached/refs" "$cached/snapshots/$revision"
    printf %s "$revision" >"$cached/refs/main"
    for file in "$TOKENIZER"/*.json; do
        ln -s "$(realpath "$file")" "$cached/snapshots/$revision/"
    done
fi

for streams in "${@:-64 256}"; do
    for n in $streams; do
        requests=$((2 * n))
        "$home/mekiki" load "$url" --model mock --concurrency "$n" --requests "$requests" --input 64 --output 50 \
            --format json >"$work/mekiki.json" 2>/dev/null && said mekiki "$n" "$work/mekiki.json"
        if [ -n "${GUIDELLM:-}" ]; then
            "$GUIDELLM" run --disable-console --backend "kind=openai_http,target=${url%/v1},model=mock" \
                --profile "kind=concurrent,streams=$n" --constraint "kind=max_requests,count=$requests" \
                --tokenizer "kind=huggingface_auto,model=$TOKENIZER" \
                --data "kind=synthetic_text,prompt_tokens=64,output_tokens=50" \
                --output "kind=json,path=$work/guidellm.json" >"$work/log" 2>&1 \
                && said guidellm "$n" "$work/guidellm.json" || tail -n 5 "$work/log"
        fi
        if [ -n "${AIPERF:-}" ]; then
            HF_HOME="$work/hub" HF_HUB_OFFLINE=1 "$AIPERF" profile --model mock --url "${url%/v1}" --endpoint-type chat --streaming --tokenizer local/tokenizer \
                --concurrency "$n" --request-count "$requests" --isl 64 --osl 50 --ui none \
                --artifact-dir "$work/aiperf" >"$work/log" 2>&1 \
                && said aiperf "$n" "$(find "$work/aiperf" -name 'profile_export_aiperf.json' | head -n 1)" || tail -n 5 "$work/log"
        fi
    done
done
