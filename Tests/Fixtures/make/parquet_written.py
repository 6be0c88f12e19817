"""Reads ../parquet-written/*.parquet, which cact's tests write, with pyarrow, pandas and DuckDB, and compares the rows with those of
the .jsonl beside it. A key that a line lacks is null.

    CACT_RECORD=1 swift test --filter ParquetSavingTests && python parquet_written.py
"""

import json
import math
import pathlib

import duckdb
import pandas as pd
import pyarrow.parquet as pq

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "parquet-written"


def plain(value):
    """Without nulls of objects, in Python's own types."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if plain(v) is not None}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, float) and math.isnan(value):
        return None
    if value is pd.NA:
        return None
    return value


for path in sorted(FOLDER.glob("*.parquet")):
    expected = [plain(json.loads(line)) for line in path.with_suffix(".jsonl").read_text().splitlines()]
    file = pq.ParquetFile(path, page_checksum_verification=True)
    assert [plain(row) for row in file.read().to_pylist()] == expected, path
    frame = pd.read_parquet(path, dtype_backend="numpy_nullable")
    assert [plain(row) for row in frame.to_dict("records")] == expected, path
    database = duckdb.sql(f"SELECT * FROM '{path}'")
    names = database.columns
    assert [plain(dict(zip(names, row))) for row in database.fetchall()] == expected, path
    print(path.name, len(expected), "rows,", path.stat().st_size, "bytes; written by", file.metadata.created_by)
