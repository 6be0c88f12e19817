#!/usr/bin/env python3
"""Subjects cact to kills, signals, damaged files and random input, and counts what it did not survive.

    scripts/soak/soak.py .build/release/cact --seed 1 [--kills 200] [--signals 200] [--stores 100] [--models 100] [--lines 10000000] ...

Each line shows what was tried, how often, and how often it was lost, crashed or hung; each failure is printed with the seed that
reproduces it. Exits with status 1 after any failure. Needs only Python 3.
"""

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# What a batch job does: choose, tune, keep. Small enough that a random moment may fall anywhere in it.
SCRIPT = """\
let data = load "rows.jsonl" | hold 30
let scored = data | score complexity
scored | select diverse 50% | save "chosen.jsonl"
scored | select diverse 50% | pack 1024 | tune epochs 1 control 0 | save "model"
"""
RESULTS = ["chosen.jsonl", "model/model.safetensors"]
# All that a job leaves in its folder.
KEPT = {"rows.jsonl", "job.cact", "store", "session.json", "chosen.jsonl", ".chosen.jsonl.cact.json", "model"}
# Longer than any response may take on a busy machine; anything that takes longer hangs.
HUNG = 60.0
# A signal is to be answered within two seconds; starting and stopping a process is not in that.
ANSWER = 2.5


@dataclass
class Count:
    """One kind of fault, and its outcomes."""

    name: str
    tried: int = 0
    lost: int = 0
    crashed: int = 0
    hung: int = 0
    # Refused with a message, where that is right.
    refused: int = 0
    remarks: list = field(default_factory=list)

    def found(self, what, remark):
        setattr(self, what, getattr(self, what) + 1)
        self.remarks.append(f"{what}: {remark}")

    def line(self):
        refused = f"   {self.refused} refused" if self.refused else ""
        return f"{self.name:<28}{self.tried:>8}{self.lost:>8}{self.crashed:>9}{self.hung:>7}{refused}"


class Job:
    """A working directory with rows, a script, a store and a session, and the runs in it."""

    def __init__(self, program):
        self.program = program
        self.folder = Path(tempfile.mkdtemp(prefix="cact-soak-"))
        lines = (ROOT / "share/teaching/train.jsonl").read_text().splitlines()[:70]
        (self.folder / "rows.jsonl").write_text("\n".join(lines) + "\n")
        (self.folder / "job.cact").write_text(SCRIPT)

    def start(self, *more):
        arguments = [self.program, "run", "job.cact", "--store", "store", *more]
        return subprocess.Popen(
            arguments, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def finish(self, *more):
        """Status and standard error of a run to its end; None for the status of one that hangs."""
        process = self.start(*more)
        try:
            errors = process.communicate(timeout=HUNG)[1]
            return process.returncode, errors.decode(errors="replace")
        except subprocess.TimeoutExpired:
            process.kill()
            return None, process.communicate()[1].decode(errors="replace")

    def results(self):
        return {name: digest(self.folder / name) for name in RESULTS}

    def forget(self):
        """Begins anew: no store, no session, no results."""
        for name in ["store", "model", "chosen.jsonl", ".chosen.jsonl.cact.json", "session.json"]:
            remove(self.folder / name)

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.exists() or path.is_symlink():
        path.unlink()


def tail(errors):
    return " / ".join(errors.strip().splitlines()[-3:])[:300]


def reference(job):
    """Results and seconds of an undisturbed run."""
    job.forget()
    start = time.monotonic()
    status, errors = job.finish()
    if status != 0:
        sys.exit(f"an undisturbed run fails: {tail(errors)}")
    return job.results(), time.monotonic() - start


def settle(job, expected, count, label, *more, refusal=None):
    """Runs the job to its end and compares; a run that was disturbed must have harmed nothing. With `refusal`, a status of 2
    that says so is an answer too."""
    status, errors = job.finish(*more)
    if refusal and status == 2 and refusal in errors:
        count.refused += 1
    elif status is None:
        count.found("hung", label)
    elif status < 0:
        count.found("crashed", f"{label}: signal {-status}: {tail(errors)}")
    elif status != 0:
        count.found("lost", f"{label}: status {status}: {tail(errors)}")
    elif job.results() != expected:
        count.found("lost", f"{label}: other results")
    else:
        session = job.folder / "session.json"
        try:
            if session.exists():
                json.loads(session.read_text())
        except ValueError:
            count.found("lost", f"{label}: the session")


def kills(program, number, seed):
    """Kill -9 at random moments; now and then the job is let go on to its end."""
    count = Count("kills (-9)")
    draw = random.Random(seed)
    job = Job(program)
    expected, seconds = reference(job)
    job.forget()
    while count.tried < number:
        if draw.random() < 0.3:
            job.forget()
        moment = draw.uniform(0, seconds)
        process = job.start("--session", "session.json")
        try:
            process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            count.tried += 1
        process.kill()
        process.communicate()
        if draw.random() < 0.3:
            settle(job, expected, count, f"kill {count.tried}, seed {seed}", "--session", "session.json")
    settle(job, expected, count, f"the last kill, seed {seed}", "--session", "session.json")
    left = set(os.listdir(job.folder)) - KEPT
    if left:
        count.found("lost", f"left over after the last run: {', '.join(sorted(left))}")
    job.close()
    return count


def signals(program, number, seed):
    """The signals of keyboards and batch systems: an answer in time, its status, and the same results afterwards."""
    count = Count("signals")
    draw = random.Random(seed)
    job = Job(program)
    expected, seconds = reference(job)
    job.forget()
    statuses = {signal.SIGINT: 130, signal.SIGTERM: 75, signal.SIGHUP: 75, signal.SIGXCPU: 75}
    while count.tried < number:
        if draw.random() < 0.3:
            job.forget()
        sent = draw.choice(list(statuses))
        label = f"signal {count.tried + 1} ({sent.name}), seed {seed}"
        # Before its handlers stand a signal has its usual effect: that is the system's, not the program's.
        moment = draw.uniform(0.15, max(0.2, seconds))
        process = job.start("--session", "session.json")
        try:
            process.wait(timeout=moment)
            process.communicate()
            continue
        except subprocess.TimeoutExpired:
            count.tried += 1
        start = time.monotonic()
        process.send_signal(sent)
        try:
            errors = process.communicate(timeout=HUNG)[1].decode(errors="replace")
            took = time.monotonic() - start
            if took > ANSWER:
                count.found("hung", f"{label}: answered after {took:.1f} s")
            # It may have come too late to stop anything.
            if process.returncode < 0:
                count.found("crashed", f"{label}: signal {-process.returncode}: {tail(errors)}")
            elif process.returncode not in (0, statuses[sent]):
                count.found("lost", f"{label}: status {process.returncode}: {tail(errors)}")
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            count.found("hung", label)
        if draw.random() < 0.3:
            settle(job, expected, count, label, "--session", "session.json")
    settle(job, expected, count, f"the last signal, seed {seed}", "--session", "session.json")
    job.close()
    return count


def stores(program, number, seed):
    """A store whose bytes are no longer what was written gives the answers of an empty one, or says why not."""
    count = Count("damaged stores")
    job = Job(program)
    expected, _ = reference(job)
    whole = job.folder / "whole"
    shutil.copytree(job.folder / "store", whole)
    for index in range(number):
        for name in ["store", "model", "chosen.jsonl", ".chosen.jsonl.cact.json"]:
            remove(job.folder / name)
        shutil.copytree(whole, job.folder / "store")
        label = f"damage_store.py with seed {seed + index}"
        done = subprocess.run(
            [sys.executable, HERE / "damage_store.py", job.folder / "store", str(seed + index)],
            capture_output=True, text=True, check=True)
        count.tried += 1
        # A layout number from the future may be true: such a store is left alone.
        refusal = "made by a newer cact" if "user_version = 3" in done.stdout else None
        settle(job, expected, count, f"{label} ({done.stdout.strip()[:120]})", refusal=refusal)
        subprocess.run(["chmod", "-R", "u+rwX", job.folder / "store"], check=False)
    job.close()
    return count


def models(program, number, seed, part):
    """A model's directory with one mutation: it works, or a message says what is wrong with it."""
    count = Count(f"mutated models: {part}")
    source = ROOT / "share/model/cact-4m"
    line = "load | take 5 | score complexity"
    for index in range(number):
        folder = Path(tempfile.mkdtemp(prefix="cact-soak-"))
        label = f"mutate_model.py --part {part} --seed {seed + index}"
        subprocess.run(
            [sys.executable, HERE / "mutate_model.py", source, folder / "model", "--part", part, "--seed",
             str(seed + index)], capture_output=True, check=True)
        count.tried += 1
        process = subprocess.Popen(
            [program, "run", "-e", line, "--model", folder / "model", "--store", folder / "store"], cwd=folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            errors = process.communicate(timeout=30)[1].decode(errors="replace")
            if process.returncode < 0:
                count.found("crashed", f"{label}: signal {-process.returncode}: {tail(errors)}")
            elif process.returncode not in (0, 2, 3, 5) or (process.returncode and "error" not in errors):
                count.found("lost", f"{label}: status {process.returncode}: {tail(errors)}")
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            count.found("hung", label)
        shutil.rmtree(folder, ignore_errors=True)
    return count


def lines(program, number, seed):
    """Damaged lines, parsed and checked by `InputProbe`, which `make test` builds beside the program; a process for each processor."""
    count = Count("damaged lines")
    probe = program.parent / "InputProbe"
    if not probe.exists():
        sys.exit(f"{probe} is not there: `make test` builds it")
    corpus = [ROOT / "Tests/TerminalTests/Goldens/mistakes.md", ROOT / "Tests/TerminalTests/Goldens/not-yet-proud.md", ROOT / "README.md"]
    corpus += sorted((ROOT / "examples").glob("*.cact")) + sorted((ROOT / "Tests/SyntaxTests/Goldens").glob("tour-*.md"))
    parts = os.cpu_count() or 1
    folder = Path(tempfile.mkdtemp(prefix="cact-soak-"))
    processes = [
        subprocess.Popen(
            [probe, folder / f"store{part}", str(-(-number // parts)), str(seed * 1_000 + part), *corpus], cwd=folder,
            env=os.environ | {"CACT_SHARE": str(ROOT / "share")}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for part in range(parts)
    ]
    for part, process in enumerate(processes):
        said = process.communicate()[0].splitlines()
        label = f"InputProbe with seed {seed * 1_000 + part}"
        done = re.match(r"(\d+) inputs, (\d+) failures", said[-1] if said else "")
        count.tried += int(done[1]) if done else 0
        for failure in [line for line in said if line.startswith("input ")]:
            count.found("hung" if ": took " in failure else "lost", f"{label}: {failure}")
        if process.returncode < 0:
            count.found("crashed", f"{label}: signal {-process.returncode} after {said[-1] if said else 'nothing'}")
    shutil.rmtree(folder, ignore_errors=True)
    return count


def reported(name, command, **figures):
    """What a program of its own counted, found by patterns in what it prints."""
    count = Count(name)
    done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, check=False)
    for what, pattern in figures.items():
        # What it said on the way comes before.
        found = re.findall(pattern, done.stdout)
        if not found:
            sys.exit(f"{command[0]} does not say how many were {what}: {tail(done.stderr or done.stdout)}")
        setattr(count, what, int(found[-1].replace(",", "")))
    if done.returncode:
        count.remarks += done.stdout.strip().splitlines()[-20:]
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    defaults = {"kills": 200, "signals": 200, "stores": 100, "models": 100, "programs": 100_000, "lines": 10_000_000,
                "keys": 100_000}
    for name, number in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=number, help=f"{number} by default; 0 leaves them out")
    given = parser.parse_args()
    program, seed = given.program.resolve(), given.seed

    jobs = []
    if given.kills:
        jobs.append(lambda: kills(program, given.kills, seed))
    if given.signals:
        jobs.append(lambda: signals(program, given.signals, seed))
    if given.stores:
        jobs.append(lambda: stores(program, given.stores, seed))
    for part in ["config", "tokenizer", "weights"] if given.models else []:
        jobs.append(lambda part=part: models(program, given.models, seed, part))
    if given.programs:
        command = [HERE / "programs.py", program, "--count", given.programs, "--seed", seed]
        jobs.append(lambda: reported(
            "fuzzed programs", command, tried=r"tried ([\d,]+) programs", crashed=r"crashed ([\d,]+),",
            hung=r"hung ([\d,]+),", lost=r"other status ([\d,]+)"))
    if given.lines:
        jobs.append(lambda: lines(program, given.lines, seed))
    if given.keys:
        keys = [HERE / "keys.py", program, "--keys", given.keys, "--seed", seed]
        jobs.append(lambda: reported(
            "keys", keys, tried=r"([\d,]+) keys tried", crashed=r"([\d,]+) crashed", hung=r"([\d,]+) hung",
            lost=r"([\d,]+) terminal left raw"))

    print(f"{'':<28}{'tried':>8}{'lost':>8}{'crashed':>9}{'hung':>7}   seed {seed}", flush=True)
    failed = False
    for job in jobs:
        start = time.monotonic()
        count = job()
        print(f"{count.line()}   {time.monotonic() - start:.0f} s", flush=True)
        for remark in count.remarks:
            print(f"    {remark}", flush=True)
        failed = failed or bool(count.remarks)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
