#!/usr/bin/env python3
"""What a step of a tuning and a batch of a scoring cost over a network, measured and fitted; and what that foretells.

    make mpi && swift build -c release --product cact
    sudo scripts/ranks/network.py --program .build/release/cact --rounds 3 --log network.jsonl    # measures, fits, prints tables
    scripts/ranks/network.py --from network.jsonl                                               # fits and prints again
    scripts/ranks/network.py --foretell                                                         # computes alone

Measured are two ranks on two hosts made of network namespaces, each of which sends with a delay and at a rate (tc netem, tbf), with the
embedded model; where the kernel has no netem, rates alone. Fitted by least squares of relative errors: seconds = own + trips * delay + bytes / rate. The tables are those of
docs/scaling.md, in Markdown. Measuring needs root, Open MPI, iproute2 and util-linux; Python 3 alone.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from foretell import PARAMETERS_4M, sent_a_step, tables
from hosts import Hosts
from jobs import ROOT, Folder

DELAYS = [0, 0.1, 1, 10]
RATES = [0, 10, 1, 0.1]
JOBS = {
    # Parts of a step, by the tokens that it has at most.
    "step of 2 parts": ("tune", 2048, 2),
    "step of 4 parts": ("tune", 4096, 4),
    "scoring": ("score", 0, 0),
}
EPOCHS = (1, 3)


def script(kind, tokens, epochs):
    if kind == "score":
        return 'load "rows.jsonl" | score loss\n'
    return f'load "rows.jsonl" | take 100 | pack 1024 | tune step_tokens {tokens} epochs {epochs} control 0\n'


class Network:
    def __init__(self, options, hosts, folder):
        self.options = options
        self.hosts = hosts
        self.folder = Path(folder)
        self.made = 0

    def seconds(self, kind, text):
        """By the stage's own clock, of a tuning with what is kept at its end; and the steps of a tuning."""
        self.made += 1
        folder = Folder(self.folder / str(self.made), 260)
        with open(folder.path / "out", "w") as out, open(folder.path / "errors", "w") as errors:
            process = self.hosts.start(folder.command(Path(self.options.program).resolve(), "job", text), folder.path, 2,
                                       stdout=out, stderr=errors)
            status = process.wait()
        if status != 0:
            sys.exit((folder.path / "errors").read_text()[-3000:])
        answer = json.loads((folder.path / "out").read_text().splitlines()[-1])
        shutil.rmtree(folder.path)
        if kind == "tune":
            return answer["value"]["seconds"], answer["value"]["steps"]
        return next(s for s in answer["bill"]["stages"] if s["stage"].startswith("score"))["seconds"], 0

    def measure(self, name):
        kind, tokens, _ = JOBS[name]
        if kind == "score":
            return self.seconds(kind, script(kind, 0, 0))[0]
        # What is the same for few steps and for many is none of a step's.
        few, many = (self.seconds(kind, script(kind, tokens, epochs)) for epochs in EPOCHS)
        return (many[0] - few[0]) / (many[1] - few[1])


def solve(rows, values):
    """Least squares by the normal equations."""
    n = len(rows[0])
    a = [[sum(r[i] * r[j] for r in rows) for j in range(n)] + [sum(r[i] * v for r, v in zip(rows, values))]
         for i in range(n)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(a[k][i]))
        a[i], a[pivot] = a[pivot], a[i]
        for k in range(n):
            if k != i:
                factor = a[k][i] / a[i][i]
                a[k] = [x - factor * y for x, y in zip(a[k], a[i])]
    return [a[i][n] / a[i][i] for i in range(n)]


def fit(points):
    """(own seconds, trips, bytes) of (delay in s, rate in byte/s or 0, seconds), and the relative errors. Trips are None where no
    delay was measured."""
    has_delays = any(delay for delay, _, _ in points)
    rows, values = [], []
    for delay, rate, seconds in points:
        rows.append([x / seconds for x in (1, delay, 1 / rate if rate else 0)])
        values.append(1.0)
    # Bytes are large numbers beside seconds: scaled, so that the equations stay well conditioned.
    scaled = [[a, *([b] if has_delays else []), c * 1e7] for a, b, c in rows]
    own, *trips, volume = solve(scaled, values)
    volume *= 1e7
    trips = trips[0] if trips else None
    errors = [(own + (trips or 0) * d + (volume / r if r else 0)) / s - 1 for d, r, s in points]
    return own, trips, volume, errors


def report(measured):
    """`measured`: of each job, by (delay in ms, rate in Gbit/s), the seconds of each round."""
    for name, points in measured.items():
        print(f"\n{name}: seconds, medians\n\n| delay | " + " | ".join(f"{r} Gbit/s" if r else "unlimited" for r in RATES)
              + " |\n|--:|" + "--:|" * len(RATES))
        for delay in sorted({delay for delay, _ in points}):
            cells = [statistics.median(points[delay, rate]) if points.get((delay, rate)) else None for rate in RATES]
            print(f"| {delay} ms | " + " | ".join("-" if c is None else f"{c:.3f}" for c in cells) + " |")
        own, trips, volume, errors = fit(
            [(d / 1e3, r * 1e9 / 8, statistics.median(s)) for (d, r), s in points.items()])
        root = (sum(e * e for e in errors) / len(errors)) ** 0.5
        late = "" if trips is None else f" + {trips:.1f} × delay"
        line = (f"\nfitted: {own:.3f} s{late} + {volume / 1e6:.1f} MB / rate; relative error "
                f"{100 * root:.0f} % (root mean square), {100 * max(map(abs, errors)):.0f} % at most")
        kind, _, parts = JOBS[name]
        if kind == "tune":
            line += f"; bytes by the formula: {sent_a_step(4 * PARAMETERS_4M, 2, parts) / 1e6:.1f} MB"
        print(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / ".build/release/cact"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--log", help="file that each measurement is added to, a JSON line each")
    parser.add_argument("--from", dest="source", help="such a file, in place of measuring")
    parser.add_argument("--foretell", action="store_true", help="no measuring")
    options = parser.parse_args()
    lines = []
    if options.source:
        lines = [json.loads(line) for line in Path(options.source).read_text().splitlines()]
    elif not options.foretell:
        folder = tempfile.mkdtemp(prefix="cact-network-")
        try:
            with Hosts(2) as hosts:
                network = Network(options, hosts, folder)
                delays = DELAYS if hosts.can_delay() else [0]
                if len(delays) == 1:
                    print("this kernel has no netem: delays are not measured", file=sys.stderr)
                for _ in range(options.rounds):
                    for delay in delays:
                        for rate in RATES:
                            hosts.shape(delay, rate)
                            for name in JOBS:
                                lines.append({"job": name, "delay_ms": delay, "gbit": rate, "load": os.getloadavg()[0],
                                              "seconds": network.measure(name)})
                                print(json.dumps(lines[-1]), file=sys.stderr, flush=True)
                                if options.log:
                                    with open(options.log, "a") as log:
                                        log.write(json.dumps(lines[-1]) + "\n")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    if lines:
        measured = {name: {} for name in JOBS}
        for line in lines:
            measured[line["job"]].setdefault((line["delay_ms"], line["gbit"]), []).append(line["seconds"])
        loads = [line["load"] for line in lines]
        report(measured)
        print(f"\nload average {min(loads):.1f} to {max(loads):.1f}")
    print(tables())
    return 0


if __name__ == "__main__":
    sys.exit(main())
