#!/usr/bin/env python3
"""What ranks cost and save on one machine: one process with all threads against as many ranks with one thread each, in turns.

    make mpi && swift build -c release --product cact
    Benchmarks/ranks.py MODEL DATA --program .build/release/cact --pairs 5                   # scoring and tuning
    Benchmarks/ranks.py MODEL DATA --only apart                                              # the most that scoring can reach
    Benchmarks/ranks.py MODEL DATA --only memory --ranks 1 2 4                               # peaks by rank
    Benchmarks/ranks.py MODEL DATA --only ddp --python PYTHON                                # PyTorch DDP with gloo

MODEL is a directory in Hugging Face's layout, DATA a JSON file of rows with `instruction` and `output` (see
docs/guides/benchmarks.md). Tokens a second are those of the stage by its own clock, weights shared out and all; of tuning from the
first step to the last. Every run is a job of its own; `load` is the machine's load average before it, so that a table says how
quiet it was. The runs go to standard error as JSON lines. Needs Python 3 alone, and with `ddp` a Python that has torch and
transformers.
"""

import argparse
import concurrent.futures
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCORE = 'set model "{model}"\nset template alpaca\nload "{data}" | where tokens <= 1024 | take {rows} | score complexity\n'
TUNE = ('set model "{model}"\nset template alpaca\n'
        'load "{data}" | where tokens <= 1024 | take {rows} | pack 2048'
        ' | tune step_tokens {step} epochs 1 control 0\n')


def peak(process):
    """Bytes that a process held at most; nil where it is gone."""
    try:
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None


def ranks_of(launcher):
    """The processes that mpirun started, by their numbers in the job; without a launcher the process itself."""
    try:
        children = Path(f"/proc/{launcher}/task/{launcher}/children").read_text().split()
    except OSError:
        return {}
    found = {}
    for child in children:
        try:
            for mark in Path(f"/proc/{child}/environ").read_bytes().split(b"\0"):
                if mark.startswith(b"OMPI_COMM_WORLD_RANK="):
                    found[int(mark.split(b"=")[1])] = int(child)
        except OSError:
            pass
    return found


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder

    def run(self, script, ranks, threads, core=None):
        """One job with a store of its own, on one core if so asked: what its last statement printed, and each rank's peak."""
        work = Path(tempfile.mkdtemp(dir=self.folder))
        (work / "job.cact").write_text(script)
        command = [str(Path(self.options.program).resolve()), "run", "job.cact", "--store", "store", "--format", "json",
                   "--threads", str(threads)]
        if ranks > 1 or self.options.launch_one:
            root = ["--allow-run-as-root"] if os.getuid() == 0 else []
            cores = ranks <= len(os.sched_getaffinity(0))
            place = ["--bind-to", "core"] if cores and threads == 1 else ["--bind-to", "none", "--oversubscribe"]
            command = ["mpirun", *root, "-n", str(ranks), *place, *command]
        if core is not None:
            command = ["taskset", "-c", str(core), *command]
        load = os.getloadavg()[0]
        with open(work / "errors", "w") as errors, open(work / "out", "w") as out:
            process = subprocess.Popen(command, cwd=work, stdin=subprocess.DEVNULL, stdout=out, stderr=errors)
            peaks = {}
            while process.poll() is None:
                for rank, number in (ranks_of(process.pid) or {0: process.pid}).items():
                    peaks[rank] = max(peaks.get(rank, 0), peak(number) or 0)
                time.sleep(0.05)
        if process.returncode != 0:
            sys.exit(f"{' '.join(command)}: {process.returncode}\n{(work / 'errors').read_text()[-3000:]}")
        answer = json.loads((work / "out").read_text().splitlines()[-1])
        return answer, [peaks[rank] for rank in sorted(peaks)], load

    def rate(self, kind, ranks, threads, core=None):
        options = self.options
        script = (SCORE if kind == "score" else TUNE).format(
            model=Path(options.model).resolve(), data=Path(options.data).resolve(),
            rows=options.rows if kind == "score" else options.tuned, step=options.step)
        answer, peaks, load = self.run(script, ranks, threads, core)
        if kind == "score":
            stage = next(s for s in answer["bill"]["stages"] if s["stage"].startswith("score"))
            tokens, seconds = answer["value"]["tokens"], stage["seconds"]
        else:
            tokens, seconds = answer["value"]["total_tokens"], answer["value"]["seconds"]
        figures = {"job": kind, "ranks": ranks, "threads": threads, "tokens": tokens, "seconds": seconds,
                   "tok_s": tokens / seconds, "load": load, "peaks_mb": [p // 1_000_000 for p in peaks]}
        print(json.dumps(figures), file=sys.stderr, flush=True)
        return figures

    def pairs(self, kind):
        """One process against ranks, in turns, every second pair in reverse order."""
        n = self.options.cores
        found = {1: [], n: []}
        for pair in range(self.options.pairs):
            for ranks in (1, n) if pair % 2 == 0 else (n, 1):
                found[ranks].append(self.rate(kind, ranks, n // ranks))
        ratios = [b["tok_s"] / a["tok_s"] for a, b in zip(found[1], found[n])]
        one, many = (statistics.median(f["tok_s"] for f in found[r]) for r in (1, n))
        loads = [f["load"] for f in found[1] + found[n]]
        print(f"| {kind} | {one:,.0f} | {many:,.0f} | {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) "
              f"| {min(loads):.1f} to {max(loads):.1f} |", flush=True)

    def apart(self):
        """As many processes at once that share nothing, one thread on a core each, against one process with all threads, in turns: what
        ranks can reach at most."""
        cores = sorted(os.sched_getaffinity(0))[:self.options.cores]
        ratios = []
        for pair in range(self.options.pairs):
            one = self.rate("score", 1, len(cores))["tok_s"]
            with concurrent.futures.ThreadPoolExecutor() as pool:
                each = list(pool.map(lambda core: self.rate("score", 1, 1, core)["tok_s"], cores))
            ratios.append(sum(each) / one)
        print(f"| score, apart | {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) |", flush=True)

    def memory(self):
        """Peaks by rank, one thread each."""
        for ranks in self.options.ranks:
            figures = self.rate("tune", ranks, 1)
            print(f"| {ranks} | " + " ".join(f"{p:,}" for p in figures["peaks_mb"]) + " |", flush=True)

    def ddp(self):
        peer = [self.options.python, str(ROOT / "Benchmarks/peers/ddp.py"), self.options.model, self.options.data,
                "--step", str(self.options.step), "--steps", str(self.options.steps)]
        found = {1: [], 2: []}
        for pair in range(self.options.pairs):
            for ranks in (1, 2) if pair % 2 == 0 else (2, 1):
                load = os.getloadavg()[0]
                done = subprocess.run([*peer, "--processes", str(ranks), "--threads", str(2 // ranks)],
                                      capture_output=True, text=True)
                if done.returncode != 0:
                    sys.exit(done.stderr[-3000:])
                figures = {**json.loads(done.stdout.splitlines()[-1]), "load": load}
                print(json.dumps(figures), file=sys.stderr, flush=True)
                found[ranks].append(figures["tok_s"])
        ratios = [b / a for a, b in zip(found[1], found[2])]
        print(f"| tune, PyTorch DDP (gloo) | {statistics.median(found[1]):,.0f} | {statistics.median(found[2]):,.0f} "
              f"| {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("data")
    parser.add_argument("--program", default=str(ROOT / ".build/release/cact"))
    parser.add_argument("--only", nargs="+", choices=["score", "apart", "tune", "memory", "ddp"], default=["score", "tune"])
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--cores", type=int, default=2, help="ranks of one thread, and threads of one process")
    parser.add_argument("--rows", type=int, default=400, help="that are scored")
    parser.add_argument("--tuned", type=int, default=96, help="rows that are tuned on")
    parser.add_argument("--step", type=int, default=4096, help="tokens of an optimizer step")
    parser.add_argument("--steps", type=int, default=6, help="of the peer")
    parser.add_argument("--ranks", type=int, nargs="+", default=[1, 2, 4], help="of the memory's table")
    parser.add_argument("--launch-one", action="store_true", help="one process is started by mpirun too")
    parser.add_argument("--python", default=os.environ.get("CACT_PYTHON", "python3"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cact-bench-") as folder:
        bench = Bench(options, folder)
        for kind in options.only:
            {"score": lambda: bench.pairs("score"), "tune": lambda: bench.pairs("tune"), "memory": bench.memory,
             "apart": bench.apart, "ddp": bench.ddp}[kind]()


if __name__ == "__main__":
    main()
