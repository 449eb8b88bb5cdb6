"""Writes the Parquet files of ParquetSourceTest with pyarrow 21 or later: python make.py"""
import datetime
import decimal
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
rows = [
    {"id": 1, "question": "会社で人事を扱う部署は？ 😀", "choices": ["総務", "人事", None], "label": 1, "score": 0.1, "ok": True,
     "answers": {"text": ["人事"], "answer_start": [4]}, "u": 2**64 - 1, "day": datetime.date(2026, 11, 22),
     "at": datetime.datetime(2026, 11, 22, 9, 30, 0, 123456), "price": decimal.Decimal("12.50"), "tags": [("a", 1)], "passages": [{"t": "甲"}, {"t": "乙"}], "deep": [["x"], []]},
    {"id": 2, "question": None, "choices": [], "label": None, "score": None, "ok": False,
     "answers": None, "u": 0, "day": None, "at": None, "price": None, "tags": None, "passages": None, "deep": None},
]
schema = pa.schema([
    ("id", pa.int64()), ("question", pa.string()), ("choices", pa.list_(pa.string())), ("label", pa.int32()), ("score", pa.float32()), ("ok", pa.bool_()),
    ("answers", pa.struct([("text", pa.list_(pa.string())), ("answer_start", pa.list_(pa.int32()))])), ("u", pa.uint64()), ("day", pa.date32()),
    ("at", pa.timestamp("us")), ("price", pa.decimal128(9, 2)), ("tags", pa.map_(pa.string(), pa.int64())),
    ("passages", pa.list_(pa.struct([("t", pa.string())]))), ("deep", pa.list_(pa.list_(pa.string())))])
table = pa.Table.from_pylist(rows, schema)
for codec in ("none", "snappy", "gzip", "zstd", "brotli"):
    pq.write_table(table, HERE / f"{codec}.parquet", compression=codec)
many = pa.table({"id": pa.array(range(3000)), "text": [f"第{i % 7}問" for i in range(3000)]})
pq.write_table(many, HERE / "groups.parquet", compression="snappy", row_group_size=1000, data_page_version="2.0")
pq.write_table(pa.table({"image": pa.array([b"\xff\xd8\xff"], pa.binary())}), HERE / "bytes.parquet", compression="none")
