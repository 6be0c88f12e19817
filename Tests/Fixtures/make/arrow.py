"""Arrow streams and files as pyarrow and datasets write them, each with its rows as JSON lines.

    python arrow.py

writes ../arrow: NAME.arrow and NAME.jsonl, which has what `to_pylist` makes of the file, spelled as `parquet.py` does.
"""

import base64
import datetime as dt
import decimal
import json
import pathlib

import pyarrow as pa

OUT = pathlib.Path(__file__).resolve().parent.parent / "arrow"
OUT.mkdir(exist_ok=True)
for old in OUT.iterdir():
    old.unlink()


def plain(value):
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            decoded = value.decode()
            if "\0" in decoded:
                raise ValueError
            return decoded
        except ValueError:
            return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {k if isinstance(k, str) else text(plain(k)): plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value


def text(value):
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def write(name, table, file=False, batch=3, **options):
    options = pa.ipc.IpcWriteOptions(**options)
    make = pa.ipc.new_file if file else pa.ipc.new_stream
    with pa.OSFile(str(OUT / f"{name}.arrow"), "wb") as sink, make(sink, table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=batch)
    if name.startswith("unread"):
        return
    rows = table.to_pylist(maps_as_pydicts="strict")
    (OUT / f"{name}.jsonl").write_text("".join(text(plain(row)) + "\n" for row in rows))


utc = dt.timezone.utc
flat = pa.table({
    "i8": pa.array([1, None, -128, 127, 0, 5, 6], pa.int8()), "u8": pa.array([0, 255, None, 1, 2, 3, 4], pa.uint8()),
    "i64": pa.array([2**63 - 1, -2**63, 0, None, 1, 2, 3]), "u64": pa.array([2**64 - 1, 0, None, 1, 2, 3, 4], pa.uint64()),
    "f32": pa.array([0.5, None, -1.25, 3, 4, 5, 6], pa.float32()), "f64": pa.array([0.1, None, 1e300, -0.0, 4, 5, 6]),
    "f16": pa.array([0.5, None, -2.0, 1, 4, 5, 6], pa.float16()), "ok": pa.array([True, None, False, True, True, False, True]),
    "t": ["a", None, "é 🙂", "", "two\nlines", "\"", "x"], "lt": pa.array(["a", None, "b", "", "c", "d", "e"], pa.large_string()),
    "b": pa.array([b"text", None, b"\xff\x00", b"", b"x", b"y", b"z"]), "lb": pa.array([b"\xfe", None, b"a", b"b", b"c", b"d", b"e"], pa.large_binary()),
    "fixed": pa.array([b"ab", None, b"\xff\xff", b"cd", b"ef", b"gh", b"ij"], pa.binary(2)), "none": pa.nulls(7),
    "dec": pa.array([decimal.Decimal("12.50"), None, decimal.Decimal("-0.01"), decimal.Decimal(0), decimal.Decimal(1), decimal.Decimal(2), decimal.Decimal(3)], pa.decimal128(20, 2)),
    "d": pa.array([dt.date(2024, 2, 29), None, dt.date(1969, 12, 31), dt.date(1, 1, 1), dt.date(2000, 1, 1), dt.date(2000, 1, 2), dt.date(2000, 1, 3)]),
    "d64": pa.array([dt.date(2024, 2, 29), None, dt.date(1969, 12, 31), dt.date(1, 1, 1), dt.date(2000, 1, 1), dt.date(2000, 1, 2), dt.date(2000, 1, 3)], pa.date64()),
    "time": pa.array([dt.time(1, 2, 3), None, dt.time(4, 5, 6, 7000), dt.time(0), dt.time(1), dt.time(2), dt.time(3)], pa.time64("us")),
    "s": pa.array([dt.datetime(2024, 1, 2, 3, 4, 5), None, dt.datetime(1969, 1, 1), *[dt.datetime(2000, 1, 1)] * 4], pa.timestamp("s")),
    "us": pa.array([dt.datetime(2024, 1, 2, 3, 4, 5, 6), None, dt.datetime(1969, 1, 1), *[dt.datetime(2000, 1, 1)] * 4], pa.timestamp("us")),
    "utc": pa.array([dt.datetime(2024, 1, 2, 3, 4, 5, 6000, utc), None, *[dt.datetime(2000, 1, 1, tzinfo=utc)] * 5], pa.timestamp("ms", "UTC")),
})
write("flat-stream", flat)
write("flat-file", flat, file=True)
write("flat-zstd", flat, compression="zstd")
write("unread-lz4", flat, compression="lz4")
write("flat-old", flat, use_legacy_format=True)
write("flat-sliced", flat.slice(2, 4), batch=2)
nested = pa.table({
    "l": pa.array([[1, 2], None, [], [None, 3]]), "ll": pa.array([[["a"], []], None, [None], []]),
    "large": pa.array([[1], None, [], [2, 3]], pa.large_list(pa.int32())),
    "pair": pa.array([[1, 2], None, [3, 4], [None, 6]], pa.list_(pa.int32(), 2)),
    "s": pa.array([{"a": 1, "b": "x"}, None, {"a": None, "b": "y"}, {"a": 2, "b": None}]),
    "messages": pa.array([[{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], None, [], [{"role": "user", "content": None}]]),
    "m": pa.array([[("k", 1), ("l", None)], None, [], [("z", 3)]], pa.map_(pa.string(), pa.int64())),
    "mi": pa.array([[(1, "x")], None, [], [(2, "y"), (3, None)]], pa.map_(pa.int32(), pa.string())),
    "deep": pa.array([{"x": [{"y": [1.5]}]}, None, {"x": None}, {"x": []}]),
})
write("nested-stream", nested)
write("nested-file", nested, file=True, batch=2)
write("nested-sliced", nested.slice(1, 3))
words = pa.table({
    "d": pa.array(["a", "b", None, "a", "c", "b"]).dictionary_encode(),
    "i": pa.DictionaryArray.from_arrays(pa.array([1, 0, None, 1, 0, 0], pa.uint8()), pa.array([10, 20])),
    "l": pa.array([["x"], ["y", "x"], None, [], ["x"], ["y"]], pa.list_(pa.dictionary(pa.int16(), pa.string()))),
})
write("dictionary-stream", words, batch=2)
write("dictionary-file", words, file=True)
write("empty", flat.slice(0, 0))
write("unread-union", pa.table({"u": pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array([1, 2]), pa.array(["a", "b"])])}))
write("unread-duration", pa.table({"t": pa.array([1, 2], pa.duration("s"))}))
print(sum(f.stat().st_size for f in OUT.iterdir()), "bytes in", len(list(OUT.iterdir())), "files")
