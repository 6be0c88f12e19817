"""The scripts that trials run, and what of their output has to be the same on any number of ranks."""

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = 'let data = load "rows.jsonl" | hold 40 target 14 search 12\n'
# Large enough that a step has parts: 32 rows are about 4,000 tokens, in four parts.
TUNE = "pack 1024 | tune epochs 2 batch 32 control 0"
JOBS = {
    "score": ROWS + """\
data | score complexity | save "complexity.jsonl"
data | score loss | save "loss.jsonl"
data | score target | save "target.jsonl"
data | sample 60 | score gradient | save "gradient.jsonl"
data | score lexical | save "lexical.jsonl"
""",
    "select": ROWS + """\
data | score complexity | select diverse 40% | save "diverse.jsonl"
data | embed | select representative 30% | save "representative.jsonl"
data | embed | save "embedded.jsonl" embeddings
data | select nearest 20% space words | save "nearest.jsonl"
""",
    "tune": ROWS + f"""\
let tuned = data | {TUNE}
tuned | save "model"
tuned | eval
tuned | losses | save "losses.jsonl"
data | pack 1024 | tune epochs 1 batch 48 control 1
data | pack 1024 | tune epochs 1 batch 32 gradient_checkpointing control 0 | save "checkpointing"
""",
    "lora": ROWS + """\
let tuned = data | pack 1024 | tune epochs 1 batch 32 lora rank 4 dropout 0.1 control 0
tuned | save "adapter"
tuned | merge | save "merged"
tuned | losses | save "losses.jsonl"
""",
    "compare": ROWS + """\
data | compare { by_words 40% } { select random 40% } draws 2 then { pack 512 | tune epochs 1 batch 24 }
""",
    # What is killed: every kind of shared work in one. Looks at sealed rows are counted, by a run that goes on as by another: the
    # comparison is on rows that may be looked at.
    "all": ROWS + f"""\
let scored = data | score complexity
scored | select diverse 60% | save "chosen.jsonl"
let tuned = data | {TUNE}
tuned | save "model"
tuned | losses | save "losses.jsonl"
data | compare {{ by_words 40% }} {{ select random 40% }} draws 2 on search then {{ pack 512 | tune epochs 1 batch 24 }}
""",
}
# What a run took, and what is said of that.
TOOK = {"seconds", "core_hours", "operations", "peak_memory", "joules", "energy", "money", "next", "random_share"}


def without_costs(value):
    if isinstance(value, dict):
        return {key: without_costs(item) for key, item in value.items()
                if key not in TOOK and not key.endswith("_seconds")}
    return [without_costs(item) for item in value] if isinstance(value, list) else value


class Folder:
    """A working directory with rows, a script and a store."""

    def __init__(self, path, rows):
        self.path = Path(path)
        self.path.mkdir(parents=True)
        lines = (ROOT / "share/teaching/train.jsonl").read_text().splitlines()[:rows]
        (self.path / "rows.jsonl").write_text("\n".join(lines) + "\n")

    def command(self, program, name, script=None, more=()):
        (self.path / f"{name}.cact").write_text(script or JOBS[name])
        return [str(program), "run", f"{name}.cact", "--store", "store", "--format", "json", "--threads", "1", *more]

    def results(self, output):
        """What a run has come to: digests of the files that it saved, and its figures."""
        found = {}
        for path in sorted(self.path.rglob("*")):
            name = path.relative_to(self.path)
            if path.suffix in (".jsonl", ".safetensors") and name.parts[0] != "store" and str(name) != "rows.jsonl":
                found[str(name)] = hashlib.sha256(path.read_bytes()).hexdigest()
        for number, line in enumerate(output.splitlines()):
            try:
                found[f"statement {number + 1}"] = json.dumps(without_costs(json.loads(line)), sort_keys=True)
            except ValueError:
                found[f"statement {number + 1}"] = line
        return found


def differences(one, other):
    """What is not the same, by name; of figures where they begin to differ."""
    lines = []
    for name in sorted(one.keys() | other.keys()):
        a, b = one.get(name), other.get(name)
        if a == b:
            continue
        if a is None or b is None:
            lines.append(f"{name}: only {'there' if a is None else 'here'}")
            continue
        place = next((i for i, pair in enumerate(zip(a, b)) if pair[0] != pair[1]), min(len(a), len(b)))
        lines.append(f"{name}: …{a[max(0, place - 40):place + 40]}… against …{b[max(0, place - 40):place + 40]}…")
    return lines
