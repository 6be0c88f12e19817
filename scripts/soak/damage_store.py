#!/usr/bin/env python3
"""Damages a store of cact as disks, copies and people do, and says what it did.

    damage_store.py DIR SEED

DIR is the directory that --store names; the same SEED does the same to the same store. Nothing outside DIR is touched.
What follows must be: no crash, the answers of an empty store, a warning where something was found.
"""

import os
import random
import shutil
import sqlite3
import sys

TABLES = ["engine", "file", "value", "pin", "row_kind", "row_value", "file_digest", "rate", "look"]


class Damage:
    def __init__(self, directory, seed):
        self.directory = directory
        self.random = random.Random(seed)
        self.done = []

    def path(self, name):
        return os.path.join(self.directory, name)

    def say(self, text):
        self.done.append(text)

    # Files

    def large(self):
        """Every plain file below files/, in an order that is the same everywhere."""
        found = []
        for folder, folders, names in os.walk(self.path("files")):
            folders.sort()
            found += [os.path.join(folder, name) for name in sorted(names)]
        return [name for name in found if os.path.isfile(name) and not os.path.islink(name)]

    def any_file(self):
        names = [self.path(name) for name in ("store.sqlite", "store.sqlite-wal", "store.sqlite-shm")]
        names = [name for name in names if os.path.isfile(name) and os.path.getsize(name)]
        return self.random.choice((names[:1] * 3 + names + self.large()) or [None])

    def database_file(self):
        name = self.path("store.sqlite")
        return name if os.path.isfile(name) and os.path.getsize(name) else None

    def flip(self, name, count):
        if not name or not os.path.getsize(name):
            return
        with open(name, "r+b") as file:
            size = os.path.getsize(name)
            places = sorted(self.random.randrange(size) for _ in range(count))
            for place in places:
                file.seek(place)
                old = file.read(1)[0]
                file.seek(place)
                file.write(bytes([old ^ self.random.randrange(1, 256)]))
        self.say(f"{count} bytes changed in {os.path.relpath(name, self.directory)}, the first at {places[0]}")

    def few_bytes(self):
        self.flip(self.any_file(), self.random.randint(1, 8))

    def many_bytes(self):
        self.flip(self.any_file(), self.random.randint(50, 2000))

    def few_bytes_of_the_database(self):
        self.checkpoint()
        self.flip(self.database_file(), self.random.randint(1, 40))

    def few_bytes_of_a_large_file(self):
        names = self.large()
        if names:
            self.flip(self.random.choice(names), self.random.randint(1, 3))

    def block(self):
        name = self.any_file()
        if not name:
            return
        size = os.path.getsize(name)
        start = self.random.randrange(size)
        length = min(size - start, self.random.choice([16, 512, 4096, 65536]))
        with open(name, "r+b") as file:
            file.seek(start)
            file.write(bytes(length) if self.random.random() < 0.5 else self.random.randbytes(length))
        self.say(f"{length} bytes overwritten in {os.path.relpath(name, self.directory)} from {start}")

    def cut(self):
        name = self.any_file()
        if name:
            size = self.random.randrange(os.path.getsize(name) + 1)
            os.truncate(name, size)
            self.say(f"{os.path.relpath(name, self.directory)} cut to {size} bytes")

    def lengthen(self):
        name = self.any_file()
        if name:
            with open(name, "ab") as file:
                file.write(self.random.randbytes(self.random.randint(1, 9000)))
            self.say(f"{os.path.relpath(name, self.directory)} made longer")

    def remove(self):
        names = [name for name in [self.any_file(), self.path("open.lock"), self.path("claims"), self.path("work")] if name]
        self.take_away(self.random.choice(names))

    def take_away(self, name):
        if os.path.isdir(name) and not os.path.islink(name):
            shutil.rmtree(name)
        elif os.path.lexists(name):
            os.unlink(name)
        self.say(f"{os.path.relpath(name, self.directory)} removed")

    def replace(self):
        names = ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "open.lock", "files", "claims", "work", "damaged"]
        name = self.random.choice([self.path(name) for name in names] + self.large())
        self.take_away(name)
        kind = self.random.choice(["a directory", "a pipe", "a link to nothing", "a link to itself", "an empty file"])
        if kind == "a directory":
            os.makedirs(os.path.join(name, "deep"))
        elif kind == "a pipe":
            os.mkfifo(name)
        elif kind == "a link to nothing":
            os.symlink(self.path("no-such-thing"), name)
        elif kind == "a link to itself":
            os.symlink(name, name)
        else:
            open(name, "wb").close()
        self.say(f"{os.path.relpath(name, self.directory)} made {kind}")

    def swap_large(self):
        names = self.large()
        if len(names) > 1:
            first, second = self.random.sample(names, 2)
            aside = self.path("swap")
            os.rename(first, aside)
            os.rename(second, first)
            os.rename(aside, second)
            self.say("two files below files/ changed places")

    # The database, through SQLite

    def database(self, statements, what):
        if not self.database_file():
            return
        try:
            connection = sqlite3.connect(self.path("store.sqlite"), timeout=5, isolation_level=None)
            connection.create_function("chance", 0, lambda: self.random.random() < 0.5)
            connection.execute("PRAGMA ignore_check_constraints = 1")
            for statement in statements:
                connection.execute(statement)
            connection.close()
            self.say(what)
        except sqlite3.Error as error:
            self.say(f"{what}: not done, {error}")

    def checkpoint(self):
        self.database(["PRAGMA wal_checkpoint(TRUNCATE)"], "log written into the database")

    def drop_table(self):
        table = self.random.choice(TABLES)
        self.database([f"DROP TABLE {table}"], f"table {table} dropped")

    def empty_table(self):
        table = self.random.choice(TABLES)
        self.database([f"DELETE FROM {table}"], f"table {table} emptied")

    def other_shape(self):
        statement = self.random.choice([
            "DROP INDEX value_file", "DROP INDEX pin_key", "ALTER TABLE value DROP COLUMN created",
            "ALTER TABLE row_value ADD COLUMN more", "ALTER TABLE rate RENAME COLUMN value TO speed",
            "CREATE TRIGGER t AFTER INSERT ON value BEGIN DELETE FROM value; END", "CREATE TABLE another (a, b)",
            "PRAGMA user_version = 1", "PRAGMA user_version = 3", "PRAGMA application_id = 7",
        ])
        self.database([statement], statement)

    def view(self):
        self.database(
            ["DROP TABLE look", "CREATE VIEW look AS SELECT x'' AS held_out, x'' AS result, 0.0 AS at, x'' AS sum"],
            "a view in place of the table look")

    def column(self):
        table, names = self.random.choice([
            ("value", ["bytes", "metadata", "engine", "file", "size", "created", "used", "sum", "key"]),
            ("row_value", ["bytes", "engine", "sum", "kind", "key"]), ("row_kind", ["name", "size", "used"]),
            ("file_digest", ["digest", "sum", "size", "path"]), ("rate", ["value", "measured", "sum"]),
            ("look", ["held_out", "result", "at", "sum"]), ("engine", ["library", "kernel", "threads", "precision"]),
            ("file", ["size", "digest"]), ("pin", ["owner", "session", "key"]),
        ])
        name = self.random.choice(names)
        value = self.random.choice([
            "zeroblob(32)", "'some text'", "7", "-1", "9e300", "x'ff00fe'", "''", "x'" + self.random.randbytes(self.random.randint(1, 99)).hex() + "'",
            "printf('%.*c', 5000000, 'x')", f"substr({name}, 2)", f"{name} || 'x'", "9223372036854775807",
        ])
        part = self.random.choice(["", " WHERE chance()"])
        self.database([f"UPDATE OR IGNORE {table} SET {name} = {value}{part}"], f"{table}.{name} set to {value}{part}")

    def null(self):
        """NULL where a table says NOT NULL: only a schema that was written by hand allows it."""
        table, name = self.random.choice([
            ("value", "metadata"), ("value", "sum"), ("row_value", "bytes"), ("row_kind", "name"), ("engine", "kernel")])
        self.database([
            "PRAGMA writable_schema = ON",
            f"UPDATE sqlite_master SET sql = replace(sql, '{name} ' || 'TEXT NOT NULL', '{name} TEXT') WHERE name = '{table}'",
            f"UPDATE sqlite_master SET sql = replace(sql, '{name} ' || 'BLOB NOT NULL', '{name} BLOB') WHERE name = '{table}'",
            "PRAGMA schema_version = 4711",
        ], f"{table}.{name} may be NULL")
        self.database([f"UPDATE {table} SET {name} = NULL"], f"{table}.{name} set to NULL")
        self.database([
            "PRAGMA writable_schema = ON",
            f"UPDATE sqlite_master SET sql = replace(sql, '{name} TEXT', '{name} TEXT NOT NULL') WHERE name = '{table}'",
            f"UPDATE sqlite_master SET sql = replace(sql, '{name} BLOB', '{name} BLOB NOT NULL') WHERE name = '{table}'",
            "PRAGMA schema_version = 4712",
        ], f"{table}.{name} may not be NULL, and is")

    def run(self):
        ways = [
            self.few_bytes, self.few_bytes_of_the_database, self.few_bytes_of_the_database, self.few_bytes_of_a_large_file,
            self.many_bytes, self.block, self.cut, self.lengthen, self.remove, self.replace, self.swap_large,
            self.drop_table, self.empty_table, self.other_shape, self.view, self.column, self.column, self.null,
        ]
        for way in self.random.sample(ways, self.random.choice([1, 1, 2, 3])):
            way()


def main():
    if len(sys.argv) != 3 or not os.path.isdir(sys.argv[1]) or not sys.argv[2].isdigit():
        sys.exit(f"usage: {sys.argv[0]} DIR SEED")
    directory, seed = os.path.realpath(sys.argv[1]), int(sys.argv[2])
    if not os.path.lexists(os.path.join(directory, "store.sqlite")):
        sys.exit(f"{directory} holds no store.sqlite")
    damage = Damage(directory, seed)
    damage.run()
    print(f"seed {seed}: " + ("; ".join(damage.done) or "nothing to damage"))


if __name__ == "__main__":
    main()
