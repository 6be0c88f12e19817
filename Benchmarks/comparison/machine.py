"""Runs of the programs that are compared, each a process of its own, and what machine they ran on."""
import datetime
import json
import os
import pathlib
import shlex
import subprocess
import sys

from comparison.figures import percent, span, spread

ROOT = pathlib.Path(__file__).resolve().parents[2]
# A run in which the machine itself varied by more than this says nothing.
LARGEST_SPREAD = 0.15
PACKAGES = ["torch", "trl", "transformers", "tokenizers", "scikit-learn", "numpy"]


class Failed(Exception):
    """A program that ended badly, or said something else than was expected."""


class Machine:
    def __init__(self, arguments):
        self.binary = pathlib.Path(arguments.binary)
        self.peers = pathlib.Path(arguments.peers)
        self.python = arguments.python
        self.threads = arguments.threads
        self.log = open(arguments.log, "a", encoding="utf-8") if arguments.log else sys.stderr
        self.ceilings = []
        self.libraries = {}
        if not self.binary.exists():
            raise Failed(f"{self.binary} is not there: swift build -c release --product Benchmarks")

    def cact(self, *words):
        """What `Benchmarks` says, a JSON line."""
        return self._run([str(self.binary), *words, "--threads", str(self.threads)])

    def peer(self, script, *words, own=False):
        """What a peer's script says; `own`: one of the repository's."""
        folder = ROOT / "Benchmarks/peers" if own else self.peers
        if not (folder / script).exists():
            raise Failed(f"{folder / script} is not there: name the folder of the peers' scripts with --peers")
        return self._run([self.python, str(folder / script), *words])

    def run_python(self, script, *words):
        """What another script says that needs the peers' packages."""
        return self._run([self.python, script, *words])

    def ceiling(self, model, dtype):
        """GFLOP/s of products alone, now."""
        said = self.cact("ceiling", model, "--dtype", dtype)
        self.libraries = said
        self.ceilings.append(said[dtype]["gflops"])
        return self.ceilings[-1]

    def identify(self):
        """Asks for the libraries' versions where no ceiling is measured."""
        self.libraries = self.cact("ceiling", "--dtype", "fp32", "--seconds", "1")

    def note(self, **facts):
        print(json.dumps(facts), file=self.log, flush=True)

    def _run(self, words):
        # The libraries of both sides take their number of threads from here where they are not told.
        names = ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"]
        environment = {**os.environ, **{name: str(self.threads) for name in names}}
        done = subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"{shlex.join(words)} ended with {done.returncode}:\n{done.stderr}")
        for line in reversed(done.stdout.splitlines()):
            try:
                said = json.loads(line)
            except ValueError:
                continue
            if isinstance(said, dict):
                self.note(command=shlex.join(words), **said)
                return said
        raise Failed(f"{shlex.join(words)} said no JSON line:\n{done.stdout}{done.stderr}")

    # What the table says of the run

    def is_void(self):
        return len(self.ceilings) > 1 and spread(self.ceilings) > LARGEST_SPREAD

    def ceiling_row(self):
        row = f"{span(self.ceilings)} GFLOP/s, spread {percent(spread(self.ceilings), 1)}"
        return row + (f" — **VOID**: more than {percent(LARGEST_SPREAD)}" if self.is_void() else "")

    def description(self, packages=PACKAGES):
        """The lines under a table: versions, machine, date and command."""
        code = ("import importlib.metadata as m, json, sys\nfound = {}\nfor name in sys.argv[1:]:\n"
                "    try: found[name] = m.version(name)\n    except m.PackageNotFoundError: pass\nprint(json.dumps(found))")
        versions = self._run([self.python, "-c", code, *packages]) if packages else {}
        parts = [f"{name} {version}" for name, version in versions.items()]
        if self.libraries:
            said = self.libraries
            parts += [said["products"], f"oneDNN {said['onednn']}" if said["onednn"] else "no oneDNN"]
        parts += [processor(), f"{self.threads} threads", datetime.date.today().isoformat()]
        prefix = [f"{name}={os.environ[name]}" for name in ("CACT_CPU", "OPENBLAS_CORETYPE") if name in os.environ]
        # Neither the machine's folders nor its Python belong to what one would type elsewhere.
        command = " ".join([*prefix, "python3", "Benchmarks/compare.py", shlex.join(shown(sys.argv[1:]))])
        return f"{'; '.join(parts)}.\n\n`{command}`"


def shown(words):
    """The command's words, folders of files that are outside the working directory left out."""
    return [os.path.basename(word.rstrip("/")) if os.path.isabs(word) else word for word in words]


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return "processor unknown"
    facts = dict([part.strip() for part in line.split(":", 1)] for line in lines if ":" in line)
    flags = facts.get("flags", "").split()
    kinds = [name for flag, name in [("avx512f", "AVX-512"), ("avx512_bf16", "AVX512-BF16"), ("amx_bf16", "AMX")]
             if flag in flags]
    name = facts.get("model name", "processor unknown")
    # A cloud's processor may name its maker alone: family and model tell Zen 4 from Zen 5.
    numbers = [f"{key.split()[-1]} {facts[key]}" for key in ("cpu family", "model") if key in facts]
    name += f" ({', '.join(numbers)})" if numbers else ""
    return " with ".join([name, *([" and ".join(kinds)] if kinds else [])])
