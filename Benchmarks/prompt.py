#!/usr/bin/env python3
"""How long the prompt lets a person wait, on a pseudo-terminal of 100 columns; medians in milliseconds.

    Benchmarks/prompt.py .build/release/cact [--rounds 9] [--peer 'ipython --simple-prompt' …]

Of the program: from its start to the prompt; from a key to the character on the screen; from Tab to the list; from Enter to the next prompt
of a pipeline on the teaching set that is remembered. Of a peer (any shell with a prompt that ends in `In [1]: ` or `D `): from its start to
the prompt. Needs only Python 3, and the peers.
"""

import argparse
import fcntl
import os
import platform
import pty
import re
import select
import shlex
import shutil
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

CODES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[@-_])|\r")
PIPELINE = "load | score complexity | select diverse 10% | show row topic | take 3"


class Terminal:
    """A program behind a pseudo-terminal, and what it has written."""

    def __init__(self, words, environment):
        self.began = time.perf_counter()
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.execvpe(words[0], words, environment)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        self.raw, self.seen = b"", 0

    def until(self, wanted, seconds=120):
        """Milliseconds since the last `send`, or the start, until `wanted` is on the screen."""
        end = time.perf_counter() + seconds
        while wanted not in CODES.sub(b"", self.raw)[self.seen :]:
            if not select.select([self.file], [], [], max(0, end - time.perf_counter()))[0]:
                sys.exit(f"{wanted} did not come: {CODES.sub(b'', self.raw)[self.seen:][-300:]}")
            try:
                self.raw += os.read(self.file, 65_536)
            except OSError:
                sys.exit(f"the program ended: {self.raw[-300:]}")
        now = time.perf_counter()
        text = CODES.sub(b"", self.raw)
        self.seen = text.index(wanted, self.seen) + len(wanted)
        return (now - self.began) * 1_000

    def send(self, keys):
        self.began = time.perf_counter()
        os.write(self.file, keys.encode())

    def close(self):
        try:
            os.write(self.file, b"\x04\x04exit\r")
        except OSError:
            pass
        deadline = time.time() + 5
        while time.time() < deadline:
            if os.waitpid(self.process, os.WNOHANG)[0]:
                break
            if select.select([self.file], [], [], 0.05)[0]:
                try:
                    os.read(self.file, 65_536)
                except OSError:
                    pass
        else:
            os.kill(self.process, 9)
            os.waitpid(self.process, 0)
        os.close(self.file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", type=lambda text: str(Path(text).resolve()))
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--peer", action="append", default=[], help="a command with a prompt of its own")
    given = parser.parse_args()

    home = tempfile.mkdtemp(prefix="cact-prompt-")
    environment = os.environ | {"HOME": home, "CACT_STORE": home + "/store", "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    environment.pop("NO_COLOR", None)
    found = {"start to prompt": [], "key to screen": [], "Tab to list": [], "remembered pipeline": []}
    try:
        first = Terminal([given.program], environment)
        first.until(b"[1] ")
        first.send(PIPELINE + "\r")
        first.until(b"[2] ", 600)
        first.close()
        for _ in range(given.rounds):
            terminal = Terminal([given.program], environment)
            found["start to prompt"].append(terminal.until(b"[1] "))
            time.sleep(0.3)
            for key in "load":
                terminal.send(key)
                found["key to screen"].append(terminal.until(key.encode()))
                time.sleep(0.02)
            terminal.send(" | s\t")
            found["Tab to list"].append(terminal.until(b"sort"))
            # The line comes back below the list; Ctrl-C then takes it away, with what has been typed since.
            terminal.until(b"[1] load | s")
            time.sleep(0.1)
            terminal.send("\x03")
            terminal.until(b"[1] ")
            time.sleep(0.1)
            terminal.send(PIPELINE + "\r")
            found["remembered pipeline"].append(terminal.until(b"[2] "))
            terminal.close()
        for peer in given.peer:
            times = []
            for _ in range(given.rounds):
                terminal = Terminal(shlex.split(peer), environment)
                times.append(terminal.until(b"In [1]: " if "python" in peer else b"D "))
                terminal.close()
            found[f"{shlex.split(peer)[0]}: start to prompt"] = times
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print(platform.machine(), "·", os.cpu_count(), "threads")
    for name, times in found.items():
        print(f"{name:<32}{statistics.median(times):8.1f} ms   {min(times):8.1f} to {max(times):.1f}")


if __name__ == "__main__":
    main()
