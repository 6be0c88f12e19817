#!/usr/bin/env python3
"""Drives the notebook with random keys on a pseudo-terminal, and looks after each piece whether it still answers.

    keys.py PROGRAM --keys 100000 --seed 1

Keys are characters, control keys, escape sequences, pastes with and without brackets, resizes, and stops: a shell with job
control runs the program, so that Ctrl-Z and fg mean what they mean to a person. Ctrl-\\ ends the program and is counted apart.
At the end it prints what was tried, and how often the program crashed (ended by a signal or with a status of its own
making), hung (gave no prompt back), or left the terminal other than it found it. Status 1 when any of these is not 0.
"""

import argparse
import fcntl
import os
import pty
import random
import re
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time

# The shell's prompt, which says how the program ended, or that it was stopped.
PROMPT = re.compile(rb"status=(\d+);shell>")
STOPPED = 128 + signal.SIGTSTP

WORDS = [
    "load", "take 3", "show row", "|", "where", "tokens > 20", "let a =", "_", "_1", "(", ")", "{", "}", '"', "#",
    ":cells", ":undo", ":settings", ":help", ":drop 1", ":rerun 1", "?take", "help", "sort tokens desc", "select",
    "def f(n) =", "take $n", "set seed 3", "explain", "größe", "日本", "e\u0301", "👩‍👩‍👧", "\u202e", '"""',
]
CONTROLS = [c for c in range(1, 32) if c not in (0x03, 0x1A, 0x1C)]
SEQUENCES = [
    b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[H", b"\x1b[F", b"\x1b[3~", b"\x1b[1;5C", b"\x1b[1;5D",
    b"\x1bOP", b"\x1b[15~", b"\x1bb", b"\x1bx", b"\x1bf", b"\x1bd", b"\x1b\x7f", b"\x1b[201~", b"\x1b[M !!", b"\x1b[?1;2c",
    b"\x1b[<0;3;4M", b"\x1b]11;rgb:0000/0000/0000\x07", b"\x1b\x1b", b"\x1b", b"\x1b[", b"\x1b[2", b"\x7f", b"\t",
]
PASTES = [
    "load | take 2", "load\n  | take 2\n  | show row\n", "load |\n\ttake 2\n", 'load "a\tb.jsonl"', "a\tb\tc", "\n\n\n",
    "# a remark\nload | take 1\n", "x" * 3000, "\x01\x02\x0b\x15\x17", "\x1b[A\x1b[B", "{\n{\n{\n", '"""\nopen\n',
    "größe 日本 \u202e 👩‍👩‍👧", "load\r\n| take 1\r\n", ":cells\n:help\n", "\x00\x00",
]


class Terminal:
    """A shell with job control on a pseudo-terminal, and in it the program."""

    def __init__(self, program, folder, columns, rows):
        self.program = program
        self.folder = folder
        self.output = b""
        self.shell, self.master = pty.fork()
        if self.shell == 0:
            environment = {
                "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": folder, "XDG_STATE_HOME": folder + "/state",
                "CACT_STORE": folder + "/store", "TERM": "xterm", "LANG": "C.UTF-8", "PS1": "status=$?;shell>",
                "HISTFILE": "/dev/null",
            }
            for name in ("OPENBLAS_CORETYPE", "CACT_SHARE"):
                if name in os.environ:
                    environment[name] = os.environ[name]
            os.chdir(folder)
            # Whoever runs this in the background may have these ignored, and what is ignored stays so in every child.
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            os.execve("/bin/bash", ["bash", "--noprofile", "--norc", "--noediting", "-i"], environment)
        self.resize(columns, rows)
        self.wait_for(PROMPT, 20)
        # The echo of an answer would be taken for the answer.
        self.settings = self.modes()

    def modes(self):
        found = termios.tcgetattr(self.master)
        return found[:4] + [found[6]]

    def resize(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, data):
        while data:
            self.read(0)
            _, ready, _ = select.select([], [self.master], [], 10)
            if not ready:
                return
            data = data[os.write(self.master, data[:512]):]

    def read(self, seconds):
        """Takes what there is, waiting so long for the first of it; the length of what came."""
        count = 0
        while select.select([self.master], [], [], seconds if count == 0 else 0)[0]:
            try:
                piece = os.read(self.master, 1 << 16)
            except OSError:
                break
            if not piece:
                break
            count += len(piece)
            self.output = (self.output + piece)[-(1 << 20):]
        return count

    def wait_for(self, text, seconds):
        """Whether `text` (bytes or a pattern) came; takes everything up to its end."""
        end = time.monotonic() + seconds
        while True:
            if isinstance(text, bytes):
                place = self.output.find(text)
                place = place + len(text) if place >= 0 else -1
            else:
                found = text.search(self.output)
                place = found.end() if found else -1
            if place >= 0:
                self.output = self.output[place:]
                return True
            left = end - time.monotonic()
            if left <= 0:
                return False
            self.read(min(left, 0.5))

    def start(self):
        """Starts the program and waits for its first prompt."""
        self.output = b""
        self.send(f"'{self.program}' --quiet --color never\n".encode())
        return self.wait_for(re.compile(rb"\[\d+\] "), 60)

    def status(self):
        """With what the program ended; None while it runs."""
        found = PROMPT.search(self.output)
        return int(found.group(1)) if found else None

    def close(self):
        try:
            os.kill(self.shell, signal.SIGKILL)
            os.close(self.master)
            os.waitpid(self.shell, 0)
        except OSError:
            pass


def piece(random_, counts):
    """One piece of random input: bytes to send, or an action."""
    kind = random_.choices(
        ["word", "character", "control", "sequence", "paste", "burst", "resize", "stop", "enter", "interrupt", "byte"],
        [24, 20, 12, 10, 6, 2, 3, 2, 8, 3, 4])[0]
    counts[kind] = counts.get(kind, 0) + 1
    if kind == "word":
        return random_.choice(WORDS).encode() + b" "
    if kind == "character":
        return chr(random_.randrange(32, 127)).encode()
    if kind == "control":
        return bytes([random_.choice(CONTROLS)])
    if kind == "sequence":
        return random_.choice(SEQUENCES)
    if kind == "paste":
        return b"\x1b[200~" + random_.choice(PASTES).encode() + b"\x1b[201~"
    if kind == "burst":
        return random_.choice(PASTES).replace("\n", "\r").replace("\x00", "").encode()
    if kind == "enter":
        return b"\r"
    if kind == "byte":
        return bytes([random_.randrange(128, 256)])
    return kind


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--keys", type=int, default=1000, help="pieces of input: a key, a word, a paste, a resize")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=50, help="pieces between two looks whether it still answers")
    parser.add_argument("--quits", type=int, default=20, help="how often Ctrl-\\ is tried besides")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    random_ = random.Random(options.seed)
    folder = tempfile.mkdtemp(prefix="cact-keys-")
    tried = crashed = hung = raw = ended = quits = 0
    counts = {}
    recent = []
    report = lambda what: print(f"{what} after {tried} keys (seed {options.seed}); the last: {recent[-60:]}", flush=True)
    began = time.monotonic()

    def fresh():
        terminal = Terminal(program, folder, 80, 24)
        if not terminal.start():
            print(terminal.output[-2000:])
            raise SystemExit(f"{program} gives no prompt")
        return terminal

    def check_end(terminal, status, expected):
        """After the program has ended: with what, and how the terminal is."""
        nonlocal crashed, raw
        if status not in expected:
            crashed += 1
            report(f"CRASHED with status {status}")
            print(terminal.output[-1500:])
        # The shell edits no line itself, so these are the settings that the program left.
        if terminal.modes() != terminal.settings:
            raw += 1
            report(f"TERMINAL LEFT in other modes, {terminal.modes()} for {terminal.settings}")

    terminal = fresh()
    try:
        while tried < options.keys:
            tried += 1
            what = piece(random_, counts)
            recent = (recent + [what])[-400:]
            if what == "resize":
                terminal.resize(random_.randrange(1, 200), random_.randrange(1, 60))
            elif what == "interrupt":
                terminal.send(b"\x03")
                # Two within two seconds stop a running cell hard; both kinds are wanted.
                time.sleep(random_.choice([0.01, 0.12]))
            elif what == "stop":
                terminal.output = b""
                # After Ctrl-V, Ctrl-Z is a character like any other: a key of its own takes that away. Output that a Ctrl-S has
                # stopped goes on, or nothing could be written before the stop.
                terminal.send(b"\x11x")
                time.sleep(0.05)
                terminal.read(0.05)
                terminal.send(b"\x1a")
                end = time.monotonic() + 30
                while terminal.status() is None and time.monotonic() < end:
                    terminal.read(0.2)
                if terminal.status() == STOPPED:
                    if random_.random() < 0.5:
                        terminal.resize(random_.randrange(20, 200), random_.randrange(5, 60))
                    terminal.output = b""
                    terminal.send(b"fg\n")
                    terminal.wait_for(b"\n", 10)
                    time.sleep(0.05)
                elif terminal.status() is None:
                    hung += 1
                    report("HUNG: Ctrl-Z does not stop it")
                    print(terminal.output[-1500:])
                    terminal.close()
                    terminal = fresh()
            else:
                terminal.send(what)
            terminal.read(0.002)
            if tried % options.every and tried < options.keys:
                if terminal.status() is None:
                    continue
            # A look: whatever is open is cleared, and a fresh prompt answers, on a narrow screen in several lines. A cell that runs is
            # stopped by it.
            status = None
            answers = False
            for attempt in range(20):
                # Output that Ctrl-S has stopped goes on, a paste that was begun ends; then Ctrl-C.
                terminal.send(b"\x11\x1b[201~")
                time.sleep(0.02)
                terminal.send(b"\x03")
                terminal.read(0.2)
                status = terminal.status()
                if status is not None:
                    break
                terminal.output = b""
                mark = f"nosuch{tried}x{attempt}"
                terminal.send(f":{mark}\r".encode())
                if terminal.wait_for(re.compile(rb"no\s+notebook\s+command"), 1 + attempt):
                    answers = True
                    break
                status = terminal.status()
                if status is not None:
                    break
            if status == STOPPED:
                # A Ctrl-C came before the shell had read `fg`, and took that away: it is stopped still.
                terminal.output = b""
                terminal.send(b"fg\n")
                terminal.wait_for(b"\n", 10)
            elif status is not None:
                # A random Ctrl-D or `exit`: allowed, also with a Ctrl-C upon it, and the next one begins.
                ended += 1
                check_end(terminal, status, {0, 130})
                terminal.close()
                terminal = fresh()
            elif not answers:
                hung += 1
                report("HUNG: no answer")
                print(terminal.output[-1500:])
                terminal.close()
                terminal = fresh()
            if tried % 1000 < options.every:
                print(
                    f"{tried} keys, {time.monotonic() - began:.0f} s: {crashed} crashed, {hung} hung, {raw} left raw",
                    flush=True)
        # An end by Ctrl-D, then ends by Ctrl-\ in the middle of a line.
        for number in range(options.quits + 1):
            if number > 0:
                quits += 1
                for _ in range(random_.randrange(0, 6)):
                    what = piece(random_, {})
                    if isinstance(what, bytes) and b"\r" not in what and b"\n" not in what:
                        terminal.send(what)
            terminal.output = b""
            if number > 0:
                terminal.send(b"\x1c")
            else:
                # While a cell runs the terminal is in its own mode, where Ctrl-D ends no program.
                for attempt in range(5):
                    if terminal.status() is not None:
                        break
                    for key in (b"\x11x", b"\x1b[201~", b"\x03", b"\x04"):
                        terminal.send(key)
                        while terminal.read(0.4 + attempt):
                            pass
            end = time.monotonic() + 30
            while terminal.status() is None and time.monotonic() < end:
                terminal.read(0.2)
            if terminal.status() is None:
                hung += 1
                report("HUNG at the end")
                print(terminal.output[-1500:])
            else:
                if terminal.modes() != terminal.settings:
                    raw += 1
                    report(f"TERMINAL LEFT in other modes, {terminal.modes()} for {terminal.settings}")
            terminal.close()
            if number < options.quits:
                terminal = fresh()
    finally:
        terminal.close()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"seed {options.seed}: {tried} keys tried ({', '.join(f'{v} {k}' for k, v in sorted(counts.items()))}),")
    print(f"{ended} ended by themselves, {quits} by Ctrl-\\; {crashed} crashed, {hung} hung, {raw} terminal left raw")
    return 1 if crashed or hung or raw else 0


if __name__ == "__main__":
    sys.exit(main())
