"""What EvalPlus writes of programs that it tried, and what SciPy says of two such files. Formats: ../README.md.

EvalPlus's requirements are those of every program that it can ask for answers; what it takes to try programs is less:
    pip install --no-deps evalplus==0.3.1 wget tempdir appdirs multipledispatch tqdm termcolor fire numpy psutil scipy
With evalplus==0.2.0 in its place, `old` is made, in the form of EvalPlus before 0.3, and nothing else.
"""
import importlib.metadata
import json
import os
import pathlib
import sys
import tempfile
import types

OUT = pathlib.Path(__file__).resolve().parents[1] / "evalplus"
WORK = pathlib.Path(tempfile.mkdtemp())
os.environ["HUMANEVAL_OVERRIDE_PATH"] = str(WORK / "problems.jsonl")
os.environ["XDG_CACHE_HOME"] = str(WORK)
(WORK / "evalplus").mkdir()
for name, member in [("datasets", "load_dataset"), ("evalplus.codegen", "run_codegen")]:
    # Both are for answers, which are here.
    sys.modules[name] = types.ModuleType(name)
    setattr(sys.modules[name], member, None)

import numpy as np  # noqa: E402

PROBLEMS = 40


def problem(number):
    return dict(
        task_id=f"HumanEval/{number}", prompt=f"def f{number}(x):\n    \"\"\"x and {number}.\"\"\"\n", contract="",
        canonical_solution=f"    return x + {number}\n", entry_point=f"f{number}", base_input=[[1], [2]],
        plus_input=[[-1], [100]], atol=0)


def program(number, kind):
    head = f"def f{number}(x):\n"
    return {
        "right": head + f"    return x + {number}\n",
        "weak": head + f"    return x + {number} if x > 0 else \"é\\n\"\n",
        "wrong": head + "    return None\n",
        # EvalPlus takes a program that says nothing any more for one that is too slow.
        "endless": head + "    import os\n    os._exit(1)\n",
        "open": f"def f{number}(x:",
        "empty": "",
    }[kind]


def kinds(draw, right):
    others = ["weak", "weak", "weak", "wrong", "wrong", "wrong", "endless", "open", "empty"]
    return ["right" if draw.random() < right else others[draw.integers(len(others))] for _ in range(PROBLEMS)]


def tried(name, samples, problems=PROBLEMS, **options):
    """Has EvalPlus try samples, and keeps its file."""
    import evalplus.evaluate as evaluation
    (WORK / "problems.jsonl").write_text("".join(json.dumps(problem(i)) + "\n" for i in range(problems)))
    path = WORK / f"{name}.jsonl"
    path.write_text("".join(json.dumps(dict(task_id=f"HumanEval/{i}", solution=s)) + "\n" for i, s in samples))
    if hasattr(evaluation, "main") and importlib.metadata.version("evalplus") < "0.3":
        sys.argv = ["evaluate", "--dataset", "humaneval", "--samples", str(path), "--parallel", "2"]
        evaluation.main()
    else:
        evaluation.evaluate("humaneval", samples=str(path), parallel=2, **options)
    value = json.loads((WORK / f"{name}_eval_results.json").read_text())
    value["date"] = "2024-10-01 12:00"  # the only part that another run would write otherwise
    # Tasks stand in the order in which their programs ended.
    value["eval"] = dict(sorted(value["eval"].items(), key=lambda item: int(item[0].split("/")[1])))
    (OUT / f"{name}_eval_results.json").write_text(json.dumps(value))
    return value["eval"]


def expected(a, b):
    from evalplus.eval import estimate_pass_at_k
    from scipy.stats import binomtest, bootstrap
    found = {}
    for tests in ["base", "plus"]:
        def passes(sample):
            return sample["base_status"] == "pass" and (tests == "base" or sample["plus_status"] == "pass")
        first, second = ([[passes(s) for s in results[task]] for task in a] for results in (a, b))
        x, y = np.array([p[0] for p in first]), np.array([p[0] for p in second])
        only_a, only_b = int((x & ~y).sum()), int((y & ~x).sum())

        def model(v):
            wilson = binomtest(int(v.sum()), len(v)).proportion_ci(0.95, method="wilson")
            rate = estimate_pass_at_k(np.ones(len(v), int), v.astype(int), 1).mean()
            return {"pass@1": float(rate), "wilson": [float(wilson.low), float(wilson.high)]}
        paired = bootstrap((x.astype(float) - y,), np.mean, n_resamples=10000, method="percentile", random_state=np.random.default_rng(1))
        found[tests] = dict(
            a=model(x), b=model(y), both=int((x & y).sum()), only_a=only_a, only_b=only_b, neither=int((~x & ~y).sum()),
            p=float(binomtest(only_a, only_a + only_b, 0.5).pvalue), difference=float(x.mean() - y.mean()),
            interval=[float(paired.confidence_interval.low), float(paired.confidence_interval.high)])
    return found


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    draw = np.random.default_rng(7)
    if importlib.metadata.version("evalplus") < "0.3":
        tried("old", [(i, program(i, kind)) for i in range(6) for kind in (["right", "weak", "endless", "wrong", "open", "right"][i], "right")], problems=6)
    else:
        both = [[(i, program(i, kind)) for i, kind in enumerate(kinds(draw, right))] for right in (0.7, 0.35)]
        a, b = (tried(name, samples) for name, samples in zip("ab", both))
        tried("base_only", both[0][:4], problems=4, base_only=True)
        (OUT / "expected.json").write_text(json.dumps(expected(a, b), indent=1) + "\n")
