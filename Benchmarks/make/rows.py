#!/usr/bin/env python3
"""Files of rows for `compare.py rows`, the same wherever it runs: `rows.py FOLDER [--megabytes 1000] [--rows 100000] [--template 6000]`.

    large.jsonl      so many MB of instructions and of code with line ends, quotes and text beyond ASCII
    rows.jsonl       rows of 300 words out of 20,000, of which every twentieth is a near twin of an earlier row: 3 words differ
    rows.parquet     the same, as pyarrow writes it, with snappy
    ends.jsonl       rows of one template of 300 words, of which each has the last 20 of its own
    template.jsonl   the same with 10 words of its own, wherever they fall

Needs pyarrow. A file that is there is not made again.
"""
import argparse
import json
import os
import random


def large(path, megabytes):
    draw = random.Random(1)
    words = ["".join(draw.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(draw.randint(2, 9))) for _ in range(4_000)]
    words += ["naïve", "größer", "数据", "función", "🙂"]

    def code():
        name, value = draw.choice(words), draw.choice(words)
        return draw.choice([
            f"def {name}({value}):\n", f"    return \"{name}\" + {value}[{draw.randint(0, 99)}]\n",
            f"    for {value} in range({draw.randint(2, 999)}):\n        {name}.append({value} * {draw.randint(2, 9)})\n",
            f"# {name} {value} {draw.choice(words)}\n", f"if {name} == '\\t{value}':\n\tpass\n"])

    lines = [json.dumps(code(), ensure_ascii=False)[1:-1] for _ in range(20_000)]
    size = 0
    with open(path, "wb") as file:
        while size < megabytes * 1_000_000:
            rows = []
            for _ in range(1_000):
                question = " ".join(draw.choices(words, k=draw.randint(8, 50)))
                answer = "".join(draw.choices(lines, k=draw.randint(5, 60)))
                rows.append(f'{{"instruction": "{question}", "output": "{answer}", "level": {draw.randint(1, 5)}}}\n')
            size += file.write("".join(rows).encode())


def text(words):
    return {"instruction": " ".join(words[:100]), "output": " ".join(words[100:])}


def twins(count):
    draw = random.Random(2)
    rows = []
    for place in range(count):
        if place % 20 == 19:
            words = list(rows[draw.randrange(place)])
            for at in draw.sample(range(300), 3):
                words[at] = f"x{draw.randrange(20_000)}"
        else:
            words = [f"w{draw.randrange(20_000)}" for _ in range(300)]
        rows.append(words)
    return map(text, rows)


def template(count, places):
    draw = random.Random(3)
    first = [f"w{draw.randrange(20_000)}" for _ in range(300)]
    for _ in range(count):
        words = list(first)
        for at in places(draw):
            words[at] = f"x{draw.randrange(20_000)}"
        yield text(words)


def written(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")


def parquet(path, source):
    import pyarrow
    import pyarrow.parquet

    with open(source, encoding="utf-8") as file:
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist([json.loads(line) for line in file]), path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--megabytes", type=int, default=1_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--template", type=int, default=6_000)
    a = parser.parse_args()
    os.makedirs(a.folder, exist_ok=True)

    def make(name, body):
        path = os.path.join(a.folder, name)
        if not os.path.exists(path):
            body(path + ".part")
            os.rename(path + ".part", path)

    make("large.jsonl", lambda path: large(path, a.megabytes))
    make("rows.jsonl", lambda path: written(path, twins(a.rows)))
    make("rows.parquet", lambda path: parquet(path, os.path.join(a.folder, "rows.jsonl")))
    make("ends.jsonl", lambda path: written(path, template(a.template, lambda draw: range(280, 300))))
    make("template.jsonl", lambda path: written(path, template(a.template, lambda draw: draw.sample(range(300), 10))))
    print(json.dumps({name: os.path.getsize(os.path.join(a.folder, name)) for name in sorted(os.listdir(a.folder))}))


if __name__ == "__main__":
    main()
