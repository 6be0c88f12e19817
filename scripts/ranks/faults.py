"""What a trial does to one rank: a full disk, another program, another model, another processor."""

import shutil
import subprocess
import time

from jobs import ROOT, ROWS

# By a model that is not the embedded one: what its files hold is found out when it is first used.
OWN_MODEL = 'set model "own"\n' + ROWS + 'data | score loss | save "loss.jsonl"\n'


def refused(trial, label, statuses, word, files=(), environment=(), script=None, before=None):
    """Rank 1 differs: every rank has to end with one of these statuses, and rank 0 to say in what."""
    folder = trial.new("refused")
    if before:
        before(folder)
    trial.hosts.furnish("h1", files(folder) if callable(files) else files, environment)
    start = time.monotonic()
    process = trial.start(folder, folder.command(trial.program, "score", script), 2, more=["--tag-output"])
    try:
        status = process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        status = None
    took = time.monotonic() - start
    trial.hosts.furnish("h1")
    said = trial.said(folder)
    ours = [line for line in said.splitlines() if word in line]
    if status not in statuses:
        trial.fail(f"{label}: status {status}: {said[-1500:]}")
    if not ours:
        trial.fail(f"{label}: nothing names it: {said[-1500:]}")
    if not trial.hosts.wait_empty(10)[0]:
        trial.fail(f"{label}: processes are left")
        trial.hosts.kill()
    print(f"{label}: status {status} after {took:.1f} s: {ours[0].strip()[:300] if ours else '-'}", flush=True)


def full_disk(trial):
    """A store of few bytes: an error as of one process, and with room the same results."""
    texts = []
    for ranks in (1, 2):
        folder = trial.new("full")
        store = folder.path / "store"
        store.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "cact-trial", str(store)], check=True)
        try:
            command = folder.command(trial.program, "all")
            if ranks == 1:
                done = subprocess.run(command, cwd=folder.path, capture_output=True, text=True,
                                      env=trial.environment(), stdin=subprocess.DEVNULL, timeout=300)
                status, said = done.returncode, done.stderr
            else:
                process = trial.start(folder, command, ranks)
                try:
                    status = process.wait(300)
                except subprocess.TimeoutExpired:
                    process.kill()
                    status = None
                said = trial.said(folder)
                if not trial.hosts.wait_empty(10)[0]:
                    trial.fail("full disk: processes are left")
                    trial.hosts.kill()
            lines = [line.strip() for line in said.splitlines() if "space" in line or "disk is full" in line]
            texts.append((status, lines[:1]))
            print(f"full disk, {ranks} processes: status {status}: {lines[0][:300] if lines else said[-300:]}", flush=True)
            subprocess.run(["mount", "-o", "remount,size=1g", str(store)], check=True)
            if ranks > 1:
                trial.finish(folder, "all", ranks, "full disk, then room")
        finally:
            subprocess.run(["umount", "-l", str(store)], check=True)
    if texts[0][0] != texts[1][0]:
        trial.fail(f"full disk: {texts[0]} of one process, {texts[1]} of ranks")


def run(trial):
    folder = trial.folder
    program = folder / "program"
    shutil.copy(trial.program, program)
    with open(program, "ab") as file:
        file.write(b"\0")
    refused(trial, "another program on rank 1", {2}, "program:", [(program, trial.program)])

    share = trial.program.parent.parent.parent / "share"
    place = (share if share.exists() else ROOT / "share") / "model/cact-4m/model.safetensors"
    model = folder / "model.safetensors"
    changed = bytearray(place.read_bytes())
    changed[-1000] ^= 1
    model.write_bytes(changed)
    refused(trial, "another embedded model on rank 1", {2}, "embedded model:", [(model, place)])
    refused(trial, "another processor on rank 1", {2}, "products:", environment=[("CACT_CPU", "avx2")])

    def own(folder):
        shutil.copytree(place.parent, folder.path / "own")

    refused(trial, "another model of one's own on rank 1", {5}, "another model", script=OWN_MODEL, before=own,
            files=lambda folder: [(model, folder.path / "own/model.safetensors")])
    refused(trial, "no model of one's own on rank 1", {5}, "rank 1", script=OWN_MODEL, before=own,
            files=lambda folder: [(trial.empty(), folder.path / "own")])
    full_disk(trial)
