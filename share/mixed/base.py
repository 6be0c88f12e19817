"""How the families of the mixed set are written down, and how rows are made of them.

A module of `families` has a `KIND`, a `LANGUAGE` and a text `GROUPS`. In the text

    ====          separates groups: one task idea each, whose variants never part
    ----          separates a group's parts: question, answer, check, variants
    --or--        separates alternative wordings of the question

The table of variants is written as in the teaching set (see teaching/base.py): keys of one letter, values
between bars, `$k` for the value of key k, `$$` for a dollar sign. Variant number i takes wording i. A group
without a table has one row and is taken as it stands. What stands in the third part is up to the kind; `checks.py` reads it.

Where a module has a function `rows()`, it makes its rows itself.
"""

import importlib
import pkgutil
import re
from dataclasses import dataclass

from teaching.base import FamilyError, fill, table_variants


@dataclass
class Row:
    instruction: str
    output: str
    kind: str
    language: str
    group: str
    check: object = ""
    tests: tuple = ()

    def record(self):
        names = ("instruction", "output", "kind", "language") + (("tests",) if self.tests else ())
        return {name: getattr(self, name) for name in names}


def cases(text, where):
    """(group, variant number, question, answer, check) of every variant of every group."""
    for number, group in enumerate(re.split(r"(?m)^====[ ]*$\n?", text.strip("\n"))):
        parts = [part.strip("\n") for part in re.split(r"(?m)^----[ ]*$\n?", group)]
        name = f"{where}/{number}"
        if not 2 <= len(parts) <= 4:
            raise FamilyError(f"{name}: 2 to 4 parts, not {len(parts)}: {group[:60]!r}")
        parts += [""] * (4 - len(parts))
        wordings = [wording.strip("\n") for wording in re.split(r"(?m)^--or--$", parts[0])]
        for i, values in enumerate(table_variants(parts[3], name)):
            spot = f"{name} {values or ''}"
            texts = wordings[i % len(wordings)], parts[1], parts[2]
            yield name, i, *(fill(text, values, spot).strip("\n") if values else text for text in texts)


def family_rows(module):
    if hasattr(module, "rows"):
        yield from module.rows()
        return
    where = module.__name__.rsplit(".", 1)[1]
    for group, _, question, answer, check in cases(module.GROUPS, where):
        yield Row(question, answer, module.KIND, module.LANGUAGE, group, check)


def all_rows():
    """Every row of every family module, in the order of the modules' names."""
    from . import families
    for info in sorted(pkgutil.iter_modules(families.__path__), key=lambda info: info.name):
        yield from family_rows(importlib.import_module(f"{families.__name__}.{info.name}"))
