"""Parquet, CSV and compressed files as pyarrow, pandas and duckdb write them, each with its rows as JSON lines.

    python parquet.py

writes ../parquet: NAME.parquet (or another ending), and names.json, which says of each NAME in which .jsonl file its rows stand. That has what `to_pylist` makes of the file, through `json`:
dates and times by isoformat, decimals as numbers with their digits, maps as objects, bytes as text or base64. The files in `legacy-*`
are written here byte by byte, as no writer of today makes them.
"""

import base64
import datetime as dt
import decimal
import json
import pathlib
import random
import struct
import uuid
import zlib

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

OUT = pathlib.Path(__file__).resolve().parent.parent / "parquet"
OUT.mkdir(exist_ok=True)
for old in OUT.iterdir():
    old.unlink()
rng = random.Random(7)


class Raw(float):
    """A decimal, with its digits."""

    def __new__(cls, value):
        number = super().__new__(cls, float(value))
        number.text = format(value, "f")
        return number

    def __repr__(self):
        return self.text


def plain(value):
    if isinstance(value, decimal.Decimal):
        return Raw(value)
    if isinstance(value, (dt.datetime, dt.date, dt.time, pd.Timestamp)):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, bytes):
        try:
            text = value.decode()
            if "\0" in text:
                raise ValueError
            return text
        except ValueError:
            return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {key(k): plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value


def key(value):
    value = plain(value)
    return value if isinstance(value, str) else text(value)


def text(value):
    """json.dumps, but that floats are written by their own repr."""
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, dict):
        return "{" + ", ".join(f"{text(k)}: {text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


names = {}
known = {}


def expect(name, rows):
    lines = "".join(text(plain(row)) + "\n" for row in rows)
    names[name] = known.setdefault(lines, name)
    if names[name] == name:
        (OUT / f"{name}.jsonl").write_text(lines, encoding="utf-8")


def write(name, table, **options):
    options.setdefault("store_schema", False)
    options.setdefault("compression", "none")
    options.setdefault("use_dictionary", False)
    options.setdefault("write_statistics", False)
    path = OUT / f"{name}.parquet"
    pq.write_table(table, path, **options)
    expect(name, table.to_pylist(maps_as_pydicts="strict"))


def holes(values, every=4):
    return [None if place % every == every - 1 else value for place, value in enumerate(values)]


def words(count, seed=1):
    source = random.Random(seed)
    known = ["def", "return", "é", "🙂", 'a "b"', "\\n", "line\nend", "tab\t", "", "x = 1", "naïve", "\u2028"]
    return [" ".join(source.choice(known) for _ in range(source.randrange(4))) for _ in range(count)]


def ints(bits, signed=True):
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    return holes([low, high, 0, 0, 1, 7, high - 1, low + 1] + [rng.randint(low, high) for _ in range(12)])


# Types, a file for each kind, with and without missing values.
write("integers", pa.table({
    f"{'' if signed else 'u'}int{bits}": pa.array(ints(bits, signed), getattr(pa, f"{'' if signed else 'u'}int{bits}")())
    for bits in (8, 16, 32, 64) for signed in (True, False)}))
floats = [0.0, -0.0, 1.5, 1e300, -1e-300, 5e-324, 1e16, 1e22, 123456.789, 0.1, float("inf"), float("-inf"), float("nan")]
write("floats", pa.table({
    "double": holes(floats),
    "float": pa.array(holes([0.1, -2.5, 1e38, 1e-45, 16777216, 3.0, 0.3] + floats[10:] + [1, 2, 3]), pa.float32()),
    "half": pa.array(holes([0.5, -1.25, 65504, 6e-8, 0.000061, 0.1, 2] + floats[10:] + [1, 2, 3]), pa.float16())}))
write("booleans", pa.table({"full": [True, False, True, True] * 5, "holes": holes([True, True, False, False, True] * 4)}))
write("texts", pa.table({
    "text": words(24), "holes": holes(words(24, 2)), "large": pa.array(words(24, 3), pa.large_string()),
    "nothing": pa.nulls(24, pa.string())}))
write("bytes", pa.table({
    "bytes": pa.array(holes([b"", b"text", "é".encode(), b"\xff\x00", b"\x80abc", b"a\0b"] * 3), pa.binary()),
    "fixed": pa.array(holes([b"abcd", b"\0\1\2\3", b"wxyz"] * 6), pa.binary(4))}))
write("decimals", pa.table({
    "small": pa.array(holes([decimal.Decimal(v) for v in ("1.50", "-0.01", "999.99", "0.00")] * 3), pa.decimal128(5, 2)),
    "middle": pa.array([decimal.Decimal(v) for v in ("1234567890.12345", "-0.00001", "7.00000")] * 4, pa.decimal128(15, 5)),
    "large": pa.array([decimal.Decimal(v) for v in ("12345678901234567890123456.789", "-1.000", "0.007")] * 4, pa.decimal128(38, 3)),
    "huge": pa.array([decimal.Decimal(v) for v in ("-" + "9" * 60, "1" + "0" * 27, "42")] * 4, pa.decimal256(70, 0))}))
write("decimals-as-integers", pa.table({
    "small": pa.array(holes([decimal.Decimal(v) for v in ("1.50", "-0.01", "999.99")] * 3), pa.decimal128(5, 2)),
    "middle": pa.array([decimal.Decimal(v) for v in ("1234567890.12345", "-0.00001", "7.00000")] * 3, pa.decimal128(15, 5))}),
    store_decimal_as_integer=True)
days = [dt.date(1970, 1, 1), dt.date(1969, 12, 31), dt.date(2000, 2, 29), dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(1900, 3, 1)]
moments = [dt.datetime(1970, 1, 1), dt.datetime(1969, 12, 31, 23, 59, 59, 999000), dt.datetime(2024, 2, 29, 12, 34, 56, 789000),
           dt.datetime(2038, 1, 19, 3, 14, 8), dt.datetime(1901, 2, 3, 4, 5, 6)]
write("dates", pa.table({"date": pa.array(holes(days * 3), pa.date32()), "wide": pa.array(days * 3, pa.date64())}))
clock = [dt.time(0), dt.time(23, 59, 59, 999000), dt.time(12, 34, 56), dt.time(1, 2, 3, 4000)]
write("times", pa.table({
    "ms": pa.array(holes(clock * 3), pa.time32("ms")), "us": pa.array(clock * 3, pa.time64("us")),
    "ns": pa.array(clock * 3, pa.time64("ns"))}))
write("timestamps", pa.table({
    "s": pa.array(holes([m.replace(microsecond=0) for m in moments] * 2), pa.timestamp("s")),
    "ms": pa.array(moments * 2, pa.timestamp("ms")), "us": pa.array([m.replace(microsecond=7) for m in moments] * 2, pa.timestamp("us")),
    "utc": pa.array(moments * 2, pa.timestamp("us", "UTC"))}))
nanoseconds = pa.table({"ns": pa.array(holes([0, 1, 1_700_000_000_123_456_789, -1, 1_700_000_000_000_001_000] * 2), pa.timestamp("ns"))})
write("timestamps-ns", nanoseconds)
write("timestamps-int96", nanoseconds, use_deprecated_int96_timestamps=True)
write("timestamps-version-1", pa.table({"ms": pa.array(moments, pa.timestamp("ms")), "us": pa.array(moments, pa.timestamp("us"))}), version="1.0")
write("uuids", pa.table({"id": pa.array([uuid.UUID(int=rng.getrandbits(128)).bytes for _ in range(6)] + [None], pa.uuid())}))
write("json", pa.table({"json": pa.array(['{"a": [1, null]}', "[]", None, '"é"'], pa.json_(pa.string()))}))
write("nulls", pa.table({"nothing": pa.nulls(5), "n": [1, 2, 3, 4, 5]}))
write("enumerations", pa.table({"kind": pa.array(holes(["red", "green", "blue"] * 8)).dictionary_encode()}), use_dictionary=True)

# Encodings.
numbers = pa.table({
    "i32": pa.array(holes([rng.randint(-(1 << 31), (1 << 31) - 1) for _ in range(160)], 7), pa.int32()),
    "i64": pa.array([place * 3 + rng.randint(0, 5) for place in range(120)] + [-(1 << 63), (1 << 63) - 1] * 20, pa.int64()),
    "same": pa.array([5] * 160, pa.int64())})
write("delta-packed", numbers, column_encoding={name: "DELTA_BINARY_PACKED" for name in numbers.column_names}, compression="zstd")
strings = pa.table({"a": words(120), "b": holes([f"prefix/{place // 10}/{place}" for place in range(120)])})
write("delta-lengths", strings, column_encoding={name: "DELTA_LENGTH_BYTE_ARRAY" for name in "ab"}, compression="zstd")
write("delta-bytes", strings, column_encoding={name: "DELTA_BYTE_ARRAY" for name in "ab"}, compression="zstd")
write("delta-bytes-fixed", pa.table({"f": pa.array(holes([b"abc%d" % (place % 10) for place in range(40)]), pa.binary(4))}),
      column_encoding={"f": "DELTA_BYTE_ARRAY"})
split = pa.table({
    "f": pa.array(holes([place / 7 for place in range(40)]), pa.float32()), "d": [place / 7 for place in range(40)],
    "i": pa.array(range(40), pa.int32()), "l": holes(list(range(40))), "b": pa.array([b"%04d" % place for place in range(40)], pa.binary(4))})
write("byte-stream-split", split, column_encoding={name: "BYTE_STREAM_SPLIT" for name in split.column_names})
write("boolean-runs", pa.table({"b": holes([place % 9 < 5 for place in range(100)], 11)}), column_encoding={"b": "RLE"})
repeated = pa.table({
    "s": holes([["yes", "no", "perhaps ✓"][place % 3] for place in range(120)], 5), "n": [place % 6 for place in range(120)],
    "d": [(place % 4) / 8 for place in range(120)], "one": ["always"] * 120, "i96": pa.array([place % 5 * 10**9 for place in range(120)], pa.timestamp("ns"))})
write("dictionary", repeated, use_dictionary=True, compression="zstd")
write("dictionary-version-1", repeated, use_dictionary=True, version="1.0", use_deprecated_int96_timestamps=True)
write("dictionary-too-large", pa.table({"s": [f"value {place} " + "x" * (place % 30) for place in range(120)]}),
      use_dictionary=True, dictionary_pagesize_limit=500, data_page_size=400, write_batch_size=20, compression="snappy")

# Codecs and versions of pages.
mixed = pa.table({
    "id": range(60), "question": words(60, 4), "answer": holes(words(60, 5), 6),
    "tags": [None if place % 7 == 0 else [f"t{place % 3}"] * (place % 4) for place in range(60)], "score": [place / 8 for place in range(60)]})
for codec in ("none", "snappy", "gzip", "zstd"):
    for version in ("1.0", "2.0"):
        write(f"{codec}-pages-{version[0]}", mixed, compression=codec, data_page_version=version, use_dictionary=True)
for codec in ("lz4", "brotli"):
    pq.write_table(mixed, OUT / f"unread-{codec}.parquet", compression=codec, store_schema=False)

# Pages and groups.
long = pa.table({"n": range(250), "s": holes(words(250, 6), 9), "l": [[place] * (place % 3) for place in range(250)]})
write("many-pages", long, data_page_size=256, write_batch_size=16, compression="zstd", data_page_version="2.0")
write("many-groups", long, row_group_size=40, compression="zstd")
write("checksums", mixed, write_page_checksum=True, compression="snappy", use_dictionary=True)
write("indices", mixed, write_page_index=True, write_statistics=True, compression="zstd")
with pq.ParquetWriter(OUT / "empty-group.parquet", mixed.schema, store_schema=False, compression="none") as writer:
    for part in (mixed.slice(0, 2), mixed.slice(0, 0), mixed.slice(2, 3)):
        writer.write_table(part)
expect("empty-group", mixed.slice(0, 5).to_pylist())
pq.write_table(mixed.slice(0, 0), OUT / "unread-no-rows.parquet", store_schema=False)

# Nesting, and nothing at each level of it.
write("lists", pa.table({"list": [[1, 2], [], None, [None], [3, None, 4], [5]], "deep": [[[1], []], [], None, [None, [None, 2]], [[3, 4], [5]], [[]]],
                         "text": [["a", ""], None, [], [None], ["é"], ["b"] * 9]}))
write("structs", pa.table({"s": [{"a": 1, "b": {"c": "x", "d": None}}, None, {"a": None, "b": None}, {"a": 2, "b": {"c": None, "d": 1.5}}],
                           "only": [{"x": {"y": {"z": None}}}, {"x": {"y": None}}, {"x": None}, None]},
                          schema=pa.schema([("s", pa.struct([("a", pa.int32()), ("b", pa.struct([("c", pa.string()), ("d", pa.float64())]))])),
                                            ("only", pa.struct([("x", pa.struct([("y", pa.struct([("z", pa.int8())]))]))]))])))
chats = [[{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}], [], None, [{"role": "user", "content": None}], [None]]
write("list-of-structs", pa.table({"messages": chats, "n": [1, 2, 3, 4, 5]}))
write("structs-of-lists", pa.table({"s": [{"a": [1], "b": [["x"], None]}, {"a": [], "b": []}, {"a": None, "b": None}, None, {"a": [None, 2], "b": [[], [None]]}]}))
write("maps", pa.table({
    "map": pa.array([[("a", 1), ("b", None)], [], None, [("é", 3)]], pa.map_(pa.string(), pa.int32())),
    "numbers": pa.array([[(1, "x")], None, [(2, "y"), (3, None)], []], pa.map_(pa.int64(), pa.string())),
    "lists": pa.array([[("k", [1, 2])], [("k", None)], [("k", [])], None], pa.map_(pa.string(), pa.list_(pa.int64()))),
    "inside": pa.array([[[("k", {"v": 1})]], [], [None, []], None], pa.list_(pa.map_(pa.string(), pa.struct([("v", pa.int8())]))))}))
required = pa.schema([pa.field("n", pa.int32(), nullable=False), pa.field("l", pa.list_(pa.field("element", pa.string(), nullable=False)), nullable=False),
                      pa.field("s", pa.struct([pa.field("a", pa.int8(), nullable=False)]), nullable=False)])
write("required", pa.table({"n": [1, 2, 3], "l": [["a"], [], ["b", "c"]], "s": [{"a": 1}, {"a": 2}, {"a": 3}]}, schema=required))
write("other-list-names", pa.table({"l": [[1], [], None, [2, None]]}), use_compliant_nested_type=False)
write("fixed-lists", pa.table({"l": pa.array([[1, 2], [3, None], [5, 6]], pa.list_(pa.int64(), 2))}))
write("nested-pages", pa.table({"l": [[{"k": f"v{place}", "n": [place] * (place % 4)}] * (place % 5) if place % 11 else None for place in range(120)]}),
      data_page_size=200, write_batch_size=8, compression="gzip", use_dictionary=True)

# By others.
frame = mixed.to_pandas()
frame.to_parquet(OUT / "pandas.parquet")
expect("pandas", mixed.to_pylist())
database = duckdb.connect()
database.execute("SET threads = 1")
database.register("mixed", mixed)
for codec, version in (("snappy", "V1"), ("zstd", "V2"), ("gzip", "V1"), ("uncompressed", "V2")):
    name = f"duckdb-{codec}-{version.lower()}"
    database.execute(f"COPY (SELECT *, {{'a': id, 'b': [answer]}} AS nested, map {{'k': score}} AS m, id::UTINYINT AS u8, score::DECIMAL(9,3) AS d, "
                     f"DATE '2024-02-29' + id::INTEGER AS day FROM mixed) TO '{OUT}/{name}.parquet' (FORMAT parquet, COMPRESSION {codec}, PARQUET_VERSION {version})")
    expect(name, pq.read_table(OUT / f"{name}.parquet").to_pylist(maps_as_pydicts="strict"))

# Forms that only old writers made.


def varint(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def thrift(fields):
    """A struct: {number: int, str, list of structs or of ints, or struct}; ints are i32."""
    out, last = b"", 0
    for number, value in sorted(fields.items()):
        kind = 5 if isinstance(value, int) else 8 if isinstance(value, str) else 9 if isinstance(value, list) else 12
        out += bytes([number - last << 4 | kind]) + item(value)
        last = number
    return out + b"\0"


def item(value):
    if isinstance(value, int):
        return varint(value << 1 ^ value >> 63)
    if isinstance(value, str):
        return varint(len(value.encode())) + value.encode()
    if isinstance(value, list):
        kind = 5 if isinstance(value[0], int) else 8 if isinstance(value[0], str) else 12
        return bytes([len(value) << 4 | kind]) + b"".join(map(item, value))
    return thrift(value)


def old_levels(levels, width):
    bits = "".join(format(level, f"0{width}b") for level in levels)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))


def runs(levels, width):
    out = b"".join(varint(2) + bytes([level]) for level in levels)
    return struct.pack("<I", len(out)) + out


def legacy(name, schema, columns, rows, bits=False, page=None):
    body, chunks = b"PAR1", []
    for path, (kind, depth, repetitions, definition, definitions, data) in columns.items():
        levels = old_levels if bits else runs
        content = (levels(repetitions, depth) if depth else b"") + (levels(definitions, definition.bit_length()) if definition else b"") + data
        encoding = 4 if bits else 3
        head = thrift(page or {1: 0, 2: len(content), 3: len(content), 5: {1: len(definitions), 2: 0, 3: encoding, 4: encoding}})
        chunks.append({2: len(body), 3: {1: kind, 2: [0], 3: path.split("."), 4: 0, 5: len(definitions), 6: len(head + content), 7: len(head + content), 9: len(body)}})
        body += head + content
    footer = thrift({1: 1, 2: schema, 3: len(rows), 4: [{1: chunks, 2: len(body), 3: len(rows)}]})
    (OUT / f"{name}.parquet").write_bytes(body + footer + struct.pack("<I", len(footer)) + b"PAR1")
    expect(name, rows)


def node(name, repetition, children=None, converted=None, kind=None):
    fields = {3: repetition, 4: name}
    if children is not None:
        fields[5] = children
    if converted is not None:
        fields[6] = converted
    if kind is not None:
        fields[1] = kind
    return fields


values = struct.pack("<4i", 1, 2, 3, 4)
shape = ([0, 1, 0, 0, 1, 0], 2, [2, 2, 1, 2, 2, 0])
root = {4: "schema", 5: 1}
ragged = [[1, 2], [], [3, 4], None]
for bits in (False, True):
    end = "-bit-packed" if bits else ""
    legacy(f"legacy-list-of-values{end}", [root, node("l", 1, 1, 3), node("element", 2, kind=1)],
           {"l.element": (1, 1, *shape, values)}, [{"l": r} for r in ragged], bits)
    legacy(f"legacy-list-array{end}", [root, node("l", 1, 1, 3), node("array", 2, 1), node("a", 0, kind=1)],
           {"l.array.a": (1, 1, *shape, values)}, [{"l": r and [{"a": v} for v in r]} for r in ragged], bits)
    legacy(f"legacy-list-tuple{end}", [root, node("l", 1, 1, 3), node("l_tuple", 2, 1), node("a", 0, kind=1)],
           {"l.l_tuple.a": (1, 1, *shape, values)}, [{"l": r and [{"a": v} for v in r]} for r in ragged], bits)
two = {"l.pair.a": (1, 1, *shape, values), "l.pair.b": (1, 1, *shape, struct.pack("<4i", 5, 6, 7, 8))}
legacy("legacy-list-pairs", [root, node("l", 1, 1, 3), node("pair", 2, 2), node("a", 0, kind=1), node("b", 0, kind=1)], two,
       [{"l": r and [{"a": v, "b": v + 4} for v in r]} for r in ragged])
legacy("legacy-repeated", [root, node("r", 2, kind=1)], {"r": (1, 1, [0, 1, 0, 0, 1], 1, [1, 1, 0, 1, 1], values)}, [{"r": r} for r in ragged[:3]])
legacy("legacy-repeated-group", [root, node("g", 2, 1), node("a", 1, kind=1)],
       {"g.a": (1, 1, [0, 1, 0, 0, 1], 2, [2, 2, 0, 1, 2], struct.pack("<3i", 1, 2, 3))},
       [{"g": [{"a": 1}, {"a": 2}]}, {"g": []}, {"g": [{"a": None}, {"a": 3}]}])
legacy("legacy-map", [root, node("m", 1, 1, 2), node("map", 2, 2), node("key", 0, kind=6, converted=0), node("value", 1, kind=1)],
       {"m.map.key": (6, 1, [0, 1, 0, 0], 2, [2, 2, 1, 0], b"".join(struct.pack("<I", 1) + v for v in (b"a", b"b"))),
        "m.map.value": (1, 1, [0, 1, 0, 0], 3, [3, 2, 1, 0], struct.pack("<i", 9))},
       [{"m": {"a": 9, "b": None}}, {"m": {}}, {"m": None}])

# Text: what pandas and duckdb write.
odd = pd.DataFrame({
    "instruction": ["Say \"hi\"", "two\nlines", "comma, here", "tab\there", "é 🙂", "plain"], "output": ["a", "b\r\nc", "'", "=1", "1.5", "x"],
    "n": [1, 2, 3, 4, 5, 6], "f": [0.5, None, 2.0, 1e-7, -3.25, 7], "ok": [True, False, True, True, False, True], "t": ["007", "x", None, "1", "2", "3"]})
odd_rows = [{k: None if v != v or v is None else v for k, v in row.items()} for row in odd.to_dict("records")]
for name, options in {"comma.csv": {}, "tab.tsv": {"sep": "\t"}, "mark.csv": {"encoding": "utf-8-sig"}, "crlf.csv": {"lineterminator": "\r\n"},
                      "semicolon.csv": {"sep": ";"}, "packed.csv.gz": {"compression": {"method": "gzip", "mtime": 1}}, "packed.csv.zst": {}}.items():
    odd.to_csv(OUT / name, index=False, **options)
expect("pandas-csv", odd_rows)
database.register("odd", odd)
database.execute(f"COPY odd TO '{OUT}/duckdb.csv' (HEADER)")
database.execute(f"COPY odd TO '{OUT}/duckdb.tsv.gz' (HEADER, DELIMITER '\t', COMPRESSION gzip)")
database.execute(f"COPY odd TO '{OUT}/duckdb.json.zst' (FORMAT json, COMPRESSION zstd)")
odd.to_json(OUT / "pandas.jsonl.zst", orient="records", lines=True, force_ascii=False)
odd.to_json(OUT / "pandas.json.gz", orient="records", compression={"method": "gzip", "mtime": 1})
(OUT / "names.json").write_text(json.dumps(names, indent=0) + "\n")
print(sum(f.stat().st_size for f in OUT.iterdir()), "bytes in", len(list(OUT.iterdir())), "files")
