"""Streams from `mekiki mock` as other benches do, and says what that costs: lag of each chunk behind its sending, CPU per chunk.

aiohttp: the request function of vLLM's `bench serve` (iter_any, split by blank lines, json.loads of each event).
httpx: guidellm's backend (client.stream, aiter_lines, orjson of each line).
Both are written anew here from those tools' public sources. Usage: client.py aiohttp|httpx URL STREAMS CHUNKS
"""

import asyncio
import json
import sys
import time

BODY = {"model": "paced-20000us", "messages": [{"role": "user", "content": "較正"}], "stream": True,
        "stream_options": {"include_usage": True, "continuous_usage_stats": True}, "temperature": 0}


async def with_aiohttp(url, streams, chunks, lags):
    import aiohttp

    async def one(session):
        mine = []
        buffer = b""
        async with session.post(url + "/chat/completions", json=BODY | {"max_tokens": chunks}) as response:
            async for data in response.content.iter_any():
                buffer += data
                while (end := buffer.find(b"\n\n")) >= 0:
                    event, buffer = buffer[:end], buffer[end + 2:]
                    text = event.decode().removeprefix("data: ")
                    if text != "[DONE]":
                        now = time.perf_counter_ns()
                        sent = json.loads(text).get("mekiki_sent_ns")
                        if sent:
                            mine.append(now - sent)
        lags.append(mine)

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None)) as session:
        await asyncio.gather(*(one(session) for _ in range(streams)))


async def with_httpx(url, streams, chunks, lags):
    import httpx
    import orjson

    async def one(client):
        mine = []
        async with client.stream("POST", url + "/chat/completions", json=BODY | {"max_tokens": chunks}) as response:
            async for line in response.aiter_lines():
                if line.startswith("data: ") and line != "data: [DONE]":
                    now = time.perf_counter_ns()
                    sent = orjson.loads(line[6:]).get("mekiki_sent_ns")
                    if sent:
                        mine.append(now - sent)
        lags.append(mine)

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(limits=limits, timeout=None) as client:
        await asyncio.gather(*(one(client) for _ in range(streams)))


def main():
    kind, url, streams, chunks = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    run = {"aiohttp": with_aiohttp, "httpx": with_httpx}[kind]
    lags = []
    start, cpu = time.perf_counter(), time.process_time()
    asyncio.run(run(url, streams, chunks, lags))
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    settled = sorted(lag for mine in lags for lag in mine[50:])
    total = sum(len(mine) for mine in lags)
    rank = lambda share: settled[max(0, -(-int(share * 100) * len(settled) // 100) - 1)] / 1e6
    print(f"{kind} {streams}: lag p50 {rank(.5):.3f} ms, p99 {rank(.99):.3f} ms, CPU {1e6 * cpu / total:.1f} us/chunk, "
          f"wall {wall:.2f} s for {chunks * 0.02:.2f} s of stream")


main()
