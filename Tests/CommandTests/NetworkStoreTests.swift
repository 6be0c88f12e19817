import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// The program on a file system that says it is NFS, with locks or without: what the system answers is changed before it gets
  /// there, by a library of a few lines.
  @Suite("Stores of clusters") struct NetworkStores {
    private let cact: Cact
    private let shim: [String: String?]
    init() throws {
      cact = try Cact()
      shim = try Self.shim(in: cact.folder)
    }

    private static func shim(in folder: TemporaryDirectory) throws -> [String: String?] {
      let source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <stdarg.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/file.h>
        #include <sys/vfs.h>
        #include <unistd.h>
        static int is_unlocked(int file) {
          const char *folder = getenv("SHIM_UNLOCKED");
          if (folder == NULL) return 0;
          char link[64], path[4096];
          snprintf(link, sizeof link, "/proc/self/fd/%d", file);
          ssize_t count = readlink(link, path, sizeof path);
          return count >= (ssize_t)strlen(folder) && memcmp(path, folder, strlen(folder)) == 0;
        }
        static int is_refused(int file, int command) {
          return is_unlocked(file) && (command == F_SETLK || command == F_SETLKW || command == F_GETLK ||
            command == F_OFD_SETLK || command == F_OFD_SETLKW || command == F_OFD_GETLK);
        }
        #define CONTROL(NAME) \\
          int NAME(int file, int command, ...) { \\
            va_list list; \\
            va_start(list, command); \\
            void *argument = va_arg(list, void *); \\
            va_end(list); \\
            if (is_refused(file, command)) { errno = ENOLCK; return -1; } \\
            return ((int (*)(int, int, ...))dlsym(RTLD_NEXT, #NAME))(file, command, argument); \\
          }
        CONTROL(fcntl)
        CONTROL(fcntl64)
        int flock(int file, int operation) {
          if (is_unlocked(file)) { errno = ENOLCK; return -1; }
          return ((int (*)(int, int))dlsym(RTLD_NEXT, "flock"))(file, operation);
        }
        #define KIND(NAME) \\
          int NAME(const char *path, struct NAME *facts) { \\
            int result = ((int (*)(const char *, struct NAME *))dlsym(RTLD_NEXT, #NAME))(path, facts); \\
            if (result == 0) facts->f_type = 0x6969; \\
            return result; \\
          }
        KIND(statfs)
        KIND(statfs64)
        """
      try AtomicFile.write(source, to: folder("shim.c"))
      let library = folder("shim.so")
      let made = try Command.run(
        "/usr/bin/env", ["clang", "-shared", "-fPIC", "-o", library, folder("shim.c"), "-ldl"])
      try #require(made.status == 0, "\(made.errors)")
      return ["LD_PRELOAD": library]
    }

    private var unlocked: [String: String?] { shim.merging(["SHIM_UNLOCKED": cact.store.path]) { $1 } }

    private func storeFiles() -> [String] { cact.store.names.filter { $0.hasPrefix("store.") } }

    @Test("on NFS nothing is shared through memory; two processes use one store, one computes")
    func network() throws {
      try cact.writeRows(30, to: "rows.jsonl")
      // Remembered on a disk first, then taken there.
      #expect(try cact.run(#"load "rows.jsonl" | columns"#).status == 0)
      let line = #"load "rows.jsonl" | score complexity | save "#
      let both = try [
        cact.start(line + #""a.jsonl""#, environment: shim), cact.start(line + #""b.jsonl""#, environment: shim),
      ]
      let ended = both.map { $0.end() }
      #expect(ended.map(\.status) == [0, 0], "\(ended.map(\.errors))")
      #expect(ended.flatMap(\.computed).count { $0 == "score" } == 1, "\(ended.map(\.errors))")
      #expect(ended.allSatisfy { $0.stages.first?.isRemembered == true && !$0.errors.contains("warning") })
      #expect(try cact.bytes("a.jsonl") == cact.bytes("b.jsonl"))
      #expect(storeFiles().allSatisfy { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }, "\(storeFiles())")
      // And back on the disk.
      let back = try cact.run(line + #""a.jsonl" replace"#)
      #expect(back.status == 0 && !back.computed.contains("score"), "\(back.errors)")
    }

    @Test("without locks one process has the store, the other one of its own; both are merged")
    func unlockedStore() throws {
      try cact.writeRows(3_000, to: "rows.jsonl")
      // Rows that the first does not hold: what it has by the time that it is killed would be there already.
      try cact.writeRows(20, to: "few.jsonl") { #"{"instruction": "Take \#($0) from x.", "output": "x - \#($0)"}"# }
      // On one thread, so that it still scores when the others are through, however many processors there are.
      let first = try cact.start(
        #"load "rows.jsonl" | score complexity"#, ["--threads", "1"], environment: unlocked)
      first.wait(forStage: "load")
      let line = #"load "few.jsonl" | score complexity | take 2 | show row"#
      let second = try cact.run(line, environment: unlocked)
      #expect(second.status == 0, "\(second.errors)")
      for text in ["in use by another process", "process ", "No locks available", "cact store merge", "of its own"] {
        #expect(second.flat.contains(text), "`\(text)`: \(second.errors)")
      }
      // No merge into a store that another has: it would go elsewhere.
      let own = try #require(try FileManager.default.contentsOfDirectory(atPath: cact.store("apart")).first)
      let early = try cact(["store", "merge", cact.store("apart/" + own)], environment: unlocked)
      expectRefusal(early, status: 2, "C0620", names: ["has it alone"])
      first.send(SIGKILL)
      #expect(first.end().status == -9)
      #expect(storeFiles().contains("store.lock"), "what a killed process leaves")
      let merged = try cact(["store", "merge", cact.store("apart/" + own)], environment: unlocked)
      // Twenty scores; how values came about is taken too, and is no value of a row.
      #expect(merged.status == 0 && merged.output.contains(" 20 values of rows"), "\(merged.output)\(merged.errors)")
      let third = try cact.run(line, environment: unlocked)
      #expect(third.status == 0 && third.computed.allSatisfy { $0 != "score" }, "\(third.errors)")
      #expect(!third.errors.contains("warning") && third.output == second.output)
      #expect(!storeFiles().contains("store.lock"))
      #expect(try cact(["store", "check"]).status == 0)
    }

    @Test("stores are merged, what is damaged is named, what is no store is refused")
    func merging() throws {
      try cact.writeRows(12, to: "rows.jsonl")
      let line = #"load "rows.jsonl" | columns"#
      let program = try BuiltProduct.path("cact")
      func on(_ store: String, _ arguments: [String]) throws -> Command {
        try Command.run(
          program, arguments + ["--store", cact.folder(store)], environment: ["LC_ALL": "C.UTF-8"],
          directory: cact.folder.path)
      }
      #expect(try on("rank0", ["run", "-e", line]).status == 0)
      #expect(try on("rank1", ["run", "-e", line, "--seed", "7"]).status == 0)
      let all = try cact(["store", "merge", "rank0", "rank1", "rank0"])
      #expect(all.status == 0 && all.output.contains(" merged into \(cact.store.path)\n"), "\(all.output)\(all.errors)")
      #expect(try cact.run(line).computed.isEmpty)
      let again = try cact(["--quiet", "store", "merge", "rank0", "rank1"])
      #expect(
        again.status == 0 && again.output.contains("nothing merged") && again.output.contains("there already"),
        "\(again.output)\(again.errors)")

      try Data(repeating: 0x58, count: 20_000).write(to: URL(fileURLWithPath: cact.folder("rank0/store.sqlite")))
      try? FileManager.default.removeItem(atPath: cact.folder("rank0/store.sqlite-wal"))
      for names in [["rank0", "rank1"], ["none\u{1B}[2J", "rank1"], [cact.store.path, "rank1"]] {
        let some = try cact(["store", "merge"] + names)
        expectRefusal(some, status: 2, "C0620")
        #expect(some.output.contains("there already"), "the other is merged")
        #expect(!some.errors.contains("\u{1B}"))
      }
      #expect(try cact(["store", "merge"]).status == 2)
      #expect(try cact(["store", "merge", "rank1", "--cache", "many"]).status == 2)
      #expect(try cact(["store", "merge", "rank1", "--cache", "1MB"]).status == 0)
      #expect(try cact(["store", "check", "rank1"]).output.contains(", as written"))
      expectRefusal(try cact(["store", "check", "rank0"]), status: 2, "C0620", names: ["cannot be read"])

      let text = try Command.run(
        "/usr/bin/env",
        [
          "python3", "-c",
          "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('UPDATE value SET created = 1'); c.commit()",
          cact.folder("rank1/store.sqlite"),
        ])
      #expect(text.status == 0)
      let damaged = try cact(["store", "check", "rank1"])
      #expect(damaged.status == 5 && damaged.output.contains("not as it was written"), "\(damaged.output)")
    }
  }
}
