#!/usr/bin/env python3
"""Proves the kernel with Jupyter's own programs: `jupyter kernelspec`, jupyter_client, jupyter_kernel_test, `jupyter nbconvert --execute`.

    python3 -m venv env
    env/bin/pip install jupyter_client jupyter_kernel_test nbconvert ipykernel
    env/bin/python scripts/jupyter/check.py .build/release/cact

Installs the kernel into the environment that runs this, in the place of one that is there, and removes it in the end. Exits with
status 1 where something is not as it should be."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import jupyter_kernel_test
import nbformat
from jupyter_client import KernelManager

PROGRAM = os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/cact")
# Few rows, so that a debug build is quick; scored, they are slow enough to be interrupted.
ROWS = [{"question": f"Add {n} to x.", "answer": f"x + {n}", "level": n % 5} for n in range(1, 41)]


class Suite(jupyter_kernel_test.KernelTests):
    """What jupyter_kernel_test asks of any kernel."""

    kernel_name = "cact"
    language_name = "cact"
    file_extension = ".cact"
    completion_samples = [{"text": "load | whe", "matches": {"where"}}, {"text": "expl", "matches": {"explain"}}]
    complete_code_samples = ["load", "load | take 2", "let a = load\na | take 1"]
    incomplete_code_samples = ["load |", "load | where (level", "show {"]
    invalid_code_samples = ["load | | take 1", "let = load"]
    code_page_something = "?take"
    code_inspect_sample = "take"
    code_generate_error = "load | take nothing"
    code_execute_result = [{"code": "help take", "mime": "text/plain"}]
    code_display_data = [{"code": "load | take 1\nload | take 2", "mime": "text/html"}]
    code_history_pattern = "help*"
    supported_history_operations = ("tail", "range", "search")
    code_clear_output = ""

    def test_execute_result(self):
        reply, outputs = self.execute_helper(code="load | take 2")
        self.assertEqual(reply["content"]["status"], "ok")
        results = [m["content"] for m in outputs if m["msg_type"] == "execute_result"]
        self.assertEqual(len(results), 1)
        self.assertEqual(results[0]["execution_count"], reply["content"]["execution_count"])
        self.assertIn("<table>", results[0]["data"]["text/html"])

    def test_pager(self):
        self.skipTest("pages are results")


def specification(data):
    listed = json.loads(subprocess.run(["jupyter", "kernelspec", "list", "--json"], check=True, capture_output=True).stdout)
    found = listed["kernelspecs"]["cact"]
    assert found["spec"]["argv"][0] == PROGRAM and found["resource_dir"].startswith(data), found


def ending():
    """A kernel ends within two seconds while a cell runs, and a busy one is interrupted."""
    manager = KernelManager(kernel_name="cact")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    for way in ["interrupt", "shutdown"]:
        asked = client.execute("load | score complexity")
        while True:
            message = client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") == asked and message["msg_type"] == "display_data":
                break
        began = time.monotonic()
        if way == "interrupt":
            manager.interrupt_kernel()
            reply = client.get_shell_msg(timeout=60)["content"]
            assert reply["ename"] == "Interrupted", reply
        else:
            manager.request_shutdown()
            while manager.provisioner.process.poll() is None and time.monotonic() - began < 10:
                time.sleep(0.01)
            assert manager.provisioner.process.poll() == 0, manager.provisioner.process.poll()
            assert time.monotonic() - began < 2.5
        print(f"{way} while a cell runs: {time.monotonic() - began:.2f} s")
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def notebook(folder):
    cells = ['let rows = load "rows.jsonl"', "rows | where level == 3 | take 2", "rows | plot level vs row", "rows | wher level == 1"]
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(c) for c in cells],
        metadata={"kernelspec": {"name": "cact", "display_name": "cact", "language": "cact"}})
    nbformat.write(book, folder / "book.ipynb")
    (folder / "rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in ROWS))
    for form in ["notebook", "html"]:
        subprocess.run(
            ["jupyter", "nbconvert", "--to", form, "--execute", "--allow-errors", "book.ipynb", "--output", f"done-{form}"], cwd=folder,
            check=True, capture_output=True)
    done = nbformat.read(folder / "done-notebook.ipynb", as_version=4)
    nbformat.validate(done)
    kinds = [[o["output_type"] for o in c["outputs"]] for c in done["cells"]]
    assert kinds[1][-1] == kinds[2][-1] == "execute_result" and "error" in kinds[3], kinds
    assert "image/svg+xml" in done["cells"][2]["outputs"][-1]["data"]
    page = (folder / "done-html.html").read_text()
    assert "Add 3 to x." in page and "<svg" in page
    print("nbconvert --execute:", kinds)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        os.environ.update(CACT_STORE=str(folder / "store"), PATH=os.path.dirname(sys.executable) + ":" + os.environ["PATH"])
        subprocess.run([PROGRAM, "kernel", "install", "--prefix", sys.prefix], check=True)
        try:
            specification(sys.prefix)
            ending()
            notebook(folder)
            suite = unittest.defaultTestLoader.loadTestsFromTestCase(Suite)
            passed = unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful()
        finally:
            subprocess.run([PROGRAM, "kernel", "uninstall", "--prefix", sys.prefix], check=True)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
