#!/usr/bin/env python3
"""Whether cact over MPI gives what one process gives, also after kills; on hosts made of network namespaces.

    make mpi && swift build -c release --product cact
    sudo scripts/ranks/trial.py --program .build/release/cact --ranks 2 4 --kills 40 --seed 1

Compares the files and figures of `score`, `select`, `tune`, LoRA, `eval` and `compare` over so many ranks, one a host, joined by TCP,
with those of one process, to the bit; kills ranks at random moments (the whole job has to be gone within ten seconds, and the same
command to end with the same results); stops mpirun or rank 0 by SIGTERM; fills rank 0's disk; and gives rank 1 another program, another model
and another processor, which have to be refused. Prints what was tried and what failed; status 1 after any failure.
Needs root, Open MPI, iproute2, util-linux and Python 3 alone.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import faults
from hosts import Hosts
from jobs import JOBS, ROOT, Folder, differences

# After a kill nothing may be left for longer, and a stop may not take longer.
GONE = 10.0
HUNG = 900.0


class Trial:
    def __init__(self, options, hosts, folder):
        self.options = options
        self.hosts = hosts
        self.folder = Path(folder)
        self.program = Path(options.program).resolve()
        self.failures = []
        self.expected = {}
        self.usual = {}
        self.made = 0

    def fail(self, what):
        self.failures.append(what)
        print(f"FAILED {what}", flush=True)

    def new(self, name):
        """A folder that nothing has run in."""
        self.made += 1
        return Folder(self.folder / f"{name}{self.made}", self.options.rows)

    def empty(self):
        """A folder with nothing in it."""
        place = self.folder / "empty"
        place.mkdir(exist_ok=True)
        return place

    def environment(self):
        return {**os.environ, "HOME": str(self.folder), "CACT_STORE": str(self.folder / "store")}

    def alone(self, name):
        """One process: what is right, and how long it takes."""
        folder = self.new(name)
        start = time.monotonic()
        done = subprocess.run(folder.command(self.program, name), cwd=folder.path, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, env=self.environment())
        if done.returncode != 0:
            sys.exit(f"{name} alone ends with {done.returncode}: {done.stderr[-2000:]}")
        self.expected[name] = folder.results(done.stdout)
        return time.monotonic() - start

    def start(self, folder, command, ranks, more=()):
        """A job over ranks, and the files that its two streams go to."""
        out, errors = (open(folder.path / stream, "w") for stream in ("out", "errors"))
        with out, errors:
            return self.hosts.start(command, folder.path, ranks, more, stdout=out, stderr=errors,
                                    env=self.environment())

    def said(self, folder):
        return (folder.path / "errors").read_text(errors="replace")

    def finish(self, folder, name, ranks, label):
        """Runs to the end and compares."""
        process = self.start(folder, folder.command(self.program, name), ranks)
        work = {}
        start = time.monotonic()
        while process.poll() is None:
            for rank, number in self.hosts.ranks().items():
                work[rank] = max(work.get(rank, 0), seconds(number))
            if time.monotonic() - start > HUNG:
                process.kill()
                self.fail(f"{label}: hangs")
                break
            time.sleep(0.25)
        status = process.wait()
        left, _ = self.hosts.wait_empty(GONE)
        if not left:
            self.fail(f"{label}: processes are left")
        if status != 0:
            self.fail(f"{label}: status {status}: {self.said(folder)[-1500:]}")
        else:
            for line in differences(self.expected[name], folder.results((folder.path / "out").read_text())):
                self.fail(f"{label}: {line}")
        return time.monotonic() - start, work

    def compare(self, name, ranks):
        before = self.hosts.sent()
        took, work = self.finish(self.new(name), name, ranks, f"{name} over {ranks}")
        sent = [b - a for a, b in zip(before, self.hosts.sent())][:ranks]
        self.usual[name, ranks] = took
        print(f"{name:<10}{ranks:>2} ranks {took:>7.1f} s   processor seconds by rank: "
              + " ".join(f"{work.get(rank, 0):.1f}" for rank in range(ranks))
              + "   MB sent by host: " + " ".join(f"{bytes / 1e6:.1f}" for bytes in sent), flush=True)
        for rank in range(1, ranks):
            # A rank that only waits needs a fraction of a second.
            if name != "score" and work.get(rank, 0) < 0.5 or sent[rank] < 10_000:
                self.fail(f"{name} over {ranks}: rank {rank} has done nothing")

    def killed(self, folder, name, ranks, generator, statuses, label):
        """Starts the job and kills a rank at a random moment; the seconds until all of it is gone."""
        moment = generator.uniform(0.3, self.usual[name, ranks])
        process = self.start(folder, folder.command(self.program, name), ranks)
        victim = None
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            found = self.hosts.ranks()
            if found:
                victim = generator.choice(sorted(found))
                try:
                    os.kill(found[victim], signal.SIGKILL)
                except ProcessLookupError:
                    victim = None
        who = "nobody, it was over" if process.poll() is not None and victim is None else "mpirun"
        if victim is not None:
            who = "rank 0" if victim == 0 else "another rank"
        elif process.poll() is None:
            # Too early for any rank to be there.
            process.send_signal(signal.SIGKILL)
        start = time.monotonic()
        try:
            status = process.wait(GONE)
        except subprocess.TimeoutExpired:
            status = "none"
            self.fail(f"{label}: rank {victim} killed after {moment:.1f} s: mpirun runs on")
            process.kill()
            process.wait()
        is_gone, took = self.hosts.wait_empty(max(0.1, GONE - (time.monotonic() - start)))
        if not is_gone:
            self.fail(f"{label}: rank {victim} killed after {moment:.1f} s: processes are left: "
                      + str(self.hosts.ranks()))
            self.hosts.kill()
        statuses[who, status] += 1
        return time.monotonic() - start

    def kill(self, count, ranks, seed):
        statuses = Counter()
        slowest = 0.0
        for number in range(count):
            generator = random.Random(f"{seed} {number}")
            folder = self.new("kill")
            label = f"kill {number} of seed {seed}"
            for _ in range(1 + (generator.random() < 0.25)):
                slowest = max(slowest, self.killed(folder, "all", ranks, generator, statuses, label))
            self.finish(folder, "all", ranks, label)
            shutil.rmtree(folder.path)
        print(f"kills: {count} jobs, gone after at most {slowest:.1f} s; killed, and mpirun's status: "
              + "; ".join(f"{who}: {status} ({n} times)" for (who, status), n in sorted(statuses.items(), key=str)),
              flush=True)

    def terminate(self, count, ranks, seed):
        statuses = Counter()
        slowest = 0.0
        for number in range(count):
            generator = random.Random(f"{seed} terminate {number}")
            folder = self.new("terminate")
            process = self.start(folder, folder.command(self.program, "all"), ranks)
            to = "none"
            try:
                process.wait(generator.uniform(1, 0.9 * self.usual["all", ranks]))
            except subprocess.TimeoutExpired:
                found = self.hosts.ranks()
                to = "rank 0" if number % 2 and 0 in found else "mpirun"
                os.kill(found[0] if to == "rank 0" else process.pid, signal.SIGTERM)
            start = time.monotonic()
            try:
                statuses[to, process.wait(GONE)] += 1
            except subprocess.TimeoutExpired:
                self.fail(f"SIGTERM {number} to {to}: mpirun runs on")
                process.kill()
            if not self.hosts.wait_empty(max(0.1, GONE - (time.monotonic() - start)))[0]:
                self.fail(f"SIGTERM {number}: processes are left")
                self.hosts.kill()
            slowest = max(slowest, time.monotonic() - start)
            self.finish(folder, "all", ranks, f"SIGTERM {number}")
            shutil.rmtree(folder.path)
        print(f"SIGTERM: {count} jobs, gone after at most {slowest:.1f} s; signalled, and mpirun's status: "
              + "; ".join(f"{to}: {status} ({n} times)" for (to, status), n in sorted(statuses.items())), flush=True)


def seconds(process):
    """Of the processor, that a process has had."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / ".build/release/cact"))
    parser.add_argument("--ranks", type=int, nargs="+", default=[2, 4])
    parser.add_argument("--jobs", nargs="*", choices=sorted(JOBS), default=sorted(JOBS))
    parser.add_argument("--rows", type=int, default=260)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--terminations", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-faults", action="store_true", help="no full disk, and no ranks that differ")
    parser.add_argument("--keep", action="store_true", help="leaves the working folders")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="cact-ranks-")
    most = max(options.ranks)
    try:
        with Hosts(most) as hosts:
            trial = Trial(options, hosts, folder)
            disturbs = options.kills or options.terminations or not options.no_faults
            names = set(options.jobs) | ({"all"} if disturbs else set())
            for name in sorted(names):
                took = trial.alone(name)
                print(f"{name:<10} 1 process {took:>5.1f} s", flush=True)
                for ranks in options.ranks:
                    trial.compare(name, ranks)
            if options.kills:
                trial.kill(options.kills, most, options.seed)
            if options.terminations:
                trial.terminate(options.terminations, most, options.seed)
            if not options.no_faults:
                faults.run(trial)
    finally:
        if options.keep:
            print(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(trial.failures)} failures")
    return 1 if trial.failures else 0


if __name__ == "__main__":
    sys.exit(main())
