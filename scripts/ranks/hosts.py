"""Hosts made of network namespaces on one machine, and MPI jobs on them. For root on Linux, with Open MPI, iproute2 and util-linux.

Each host has a name, an address, a hostname and, where a trial wants it, files of its own in the places of others. They are joined by
a bridge in a namespace of its own, so that nothing of the machine's own network changes. All of it is gone at the end, also after
Ctrl-C; the names hold the process's number, so that trials can run side by side.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

AGENT = """\
#!/bin/sh
# What mpirun starts in place of ssh: HOST COMMAND...
host=$1
shift
exec ip netns exec {prefix}$host unshare --mount --uts sh -c '. "$0" && exec sh -c "$1"' {folder}/$host.sh "$*"
"""


def system(*arguments):
    """Runs a command that has to succeed."""
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{shlex.join(arguments)}: {done.stderr.strip() or done.returncode}")
    return done.stdout


class Hosts:
    """`with Hosts(4) as hosts:` has h0 to h3, at 10.79.0.1 to 10.79.0.4."""

    def __init__(self, count):
        self.names = [f"h{i}" for i in range(count)]
        self.prefix = f"ct{os.getpid()}"
        self.switch = f"{self.prefix}s"
        self.folder = Path(tempfile.mkdtemp(prefix="cact-hosts-"))

    def __enter__(self):
        # A signal ends the trial as Ctrl-C does: through the end of the `with`.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            self._make()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, *_):
        self._remove()

    def _make(self):
        system("ip", "netns", "add", self.switch)
        system("ip", "-n", self.switch, "link", "add", "bridge", "type", "bridge")
        system("ip", "-n", self.switch, "link", "set", "bridge", "up")
        table = "127.0.0.1 localhost\n" + "".join(f"10.79.0.{i + 1} {name}\n" for i, name in enumerate(self.names))
        for i, name in enumerate(self.names):
            space = self.prefix + name
            own = Path("/etc/netns") / space
            own.mkdir(parents=True)
            (own / "hosts").write_text(table)
            system("ip", "netns", "add", space)
            system("ip", "-n", self.switch, "link", "add", name, "type", "veth", "peer", "eth0", "netns", space)
            system("ip", "-n", self.switch, "link", "set", name, "master", "bridge", "up")
            system("ip", "-n", space, "address", "add", f"10.79.0.{i + 1}/24", "dev", "eth0")
            system("ip", "-n", space, "link", "set", "lo", "up")
            system("ip", "-n", space, "link", "set", "eth0", "up")
            self.furnish(name)
        self.agent = self.folder / "agent"
        self.agent.write_text(AGENT.format(prefix=self.prefix, folder=self.folder))
        self.agent.chmod(0o755)

    def kill(self):
        """Ends whatever runs on the hosts."""
        for name in self.names:
            for process in self.processes(name):
                try:
                    os.kill(process, signal.SIGKILL)
                except ProcessLookupError:
                    pass

    def _remove(self):
        self.kill()
        for name in [*self.names, "s"]:
            subprocess.run(["ip", "netns", "del", self.prefix + name], capture_output=True)
            shutil.rmtree(Path("/etc/netns") / (self.prefix + name), ignore_errors=True)
        try:
            Path("/etc/netns").rmdir()
        except OSError:
            pass
        shutil.rmtree(self.folder, ignore_errors=True)

    def furnish(self, name, files=(), environment=()):
        """What is different on that host from now on: (source, place) of files, (name, value) of the environment."""
        lines = [f"hostname {name}"]
        lines += [f"mount --bind {shlex.quote(str(source))} {shlex.quote(str(place))}" for source, place in files]
        lines += [f"export {key}={shlex.quote(value)}" for key, value in environment]
        (self.folder / f"{name}.sh").write_text("\n".join(lines) + "\n")

    def _discipline(self, name, *rule):
        return subprocess.run(["ip", "netns", "exec", self.prefix + name, "tc", "qdisc", *rule], capture_output=True,
                              text=True)

    def can_delay(self):
        """Whether the kernel has netem, without which there are rates alone."""
        done = self._discipline("h0", "add", "dev", "eth0", "root", "netem", "delay", "1ms")
        self._discipline("h0", "del", "dev", "eth0", "root")
        return done.returncode == 0

    def shape(self, delay_ms=0, gbit=0):
        """From now on each host sends with that delay and at that rate; 0: as fast as the machine does."""
        for name in self.names:
            self._discipline(name, "del", "dev", "eth0", "root")
            if delay_ms:
                rule = ["netem", "delay", f"{delay_ms}ms", *(["rate", f"{gbit}gbit"] if gbit else []), "limit", "200000"]
            elif gbit:
                # As much as comes between two ticks of the kernel's clock.
                burst = max(128_000, int(gbit * 1e9 / 8 / 250))
                rule = ["tbf", "rate", f"{gbit}gbit", "burst", str(burst), "latency", "1s"]
            else:
                continue
            done = self._discipline(name, "add", "dev", "eth0", "root", *rule)
            if done.returncode != 0:
                raise RuntimeError(f"tc {' '.join(rule)}: {done.stderr.strip()}")

    def start(self, command, folder, ranks=None, more=(), **streams):
        """Starts mpirun on h0 with a rank on each of the first `ranks` hosts; the process is mpirun's own."""
        names = self.names[:ranks]
        mpirun = ["mpirun", "--allow-run-as-root", "-n", str(len(names)), "--host", ",".join(f"{n}:1" for n in names),
                  "--bind-to", "none", "--wdir", str(folder),
                  "--mca", "plm_rsh_agent", str(self.agent), "--mca", "oob_tcp_if_include", "eth0",
                  "--mca", "btl", "self,tcp", "--mca", "btl_tcp_if_include", "eth0", "--mca", "pml", "ob1", *more]
        return subprocess.Popen(
            ["ip", "netns", "exec", self.prefix + "h0", "unshare", "--mount", "--uts", "sh", "-c",
             '. "$0" && exec "$@"', str(self.folder / "h0.sh"), *mpirun, *command],
            cwd=folder, stdin=subprocess.DEVNULL, **streams)

    def processes(self, name):
        """The numbers of all processes on that host."""
        done = subprocess.run(["ip", "netns", "pids", self.prefix + name], capture_output=True, text=True)
        return [int(line) for line in done.stdout.split()]

    def ranks(self):
        """The processes that are ranks, by their numbers in the job."""
        found = {}
        for name in self.names:
            for process in self.processes(name):
                try:
                    marks = Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
                except OSError:
                    continue
                for mark in marks:
                    # What a rank starts itself has its marks as well, and a parent that has them.
                    if mark.startswith(b"OMPI_COMM_WORLD_RANK="):
                        number = int(mark.split(b"=")[1])
                        found[number] = min(process, found.get(number, process))
        return found

    def wait_empty(self, seconds):
        """Whether no process is left on any host within that time; and how long it took."""
        start = time.monotonic()
        while True:
            if not any(self.processes(name) for name in self.names):
                return True, time.monotonic() - start
            if time.monotonic() - start > seconds:
                return False, time.monotonic() - start
            time.sleep(0.05)

    def sent(self):
        """Bytes that each host has sent to others since it was made."""
        return [int(system("ip", "netns", "exec", self.prefix + name, "cat", "/sys/class/net/eth0/statistics/tx_bytes"))
                for name in self.names]
