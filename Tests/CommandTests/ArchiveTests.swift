import Documents
import Foundation
import TestSupport
import Testing

/// The program as an archive lays it out, started by the archive's launcher.
private struct Unpacked {
  let folder: TemporaryDirectory
  var root: String { folder("a place") }

  /// - Parameter minor: the oldest version of glibc, 2.minor, whose system's library the launcher takes.
  init(glibc minor: Int) throws {
    folder = try TemporaryDirectory()
    let made = try Command.shell(
      """
      set -e; mkdir -p "$1/bin" "$1/libexec" "$1/lib/glibc" "$1/share"
      for file in /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1; do [ ! -e $file ] || loader=$file; done
      ln -s "$loader" "$1/lib/glibc/"
      sed "s/@MINOR@/$4/; s/@LOADER@/${loader##*/}/" "$3/packaging/cact" >"$1/bin/cact"
      chmod +x "$1/bin/cact"; cp "$2" "$1/libexec/cact"
      ln -s "$3/share" "$1/share/cact"; ln -s "$1/bin/cact" "$5"
      """, root, BuiltProduct.path("cact"), PackageRoot.path, "\(minor)", folder("link"))
    try #require(made.status == 0, "\(made.errors)")
  }

  /// Runs the launcher by a link, with a small stack: the program raises it, and begins again.
  func run(_ arguments: [String]) throws -> Command {
    try Command.run(
      "/bin/sh", ["-c", "ulimit -Ss 4096; exec \"$@\"", "sh", folder("link")] + arguments,
      environment: ["CACT_SHARE": nil, "CACT_GLIBC": nil, "CACT_STORE": folder("store"), "NO_COLOR": nil])
  }
}

extension CommandTests {
  /// That an archive has inside what it loads needs patchelf and a release build: `make archive` checks it.
  @Suite("An archive") struct Archive {
    private func expectRuns(_ archive: Unpacked) throws {
      let run = try archive.run(["run", "-e", "load | take 2 | show row"])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.split(whereSeparator: \.isWhitespace) == ["row", "1", "2"], "\(run.output)")
      // Jupyter starts what the user starts.
      let installed = try archive.run(["kernel", "install", "--prefix", archive.folder("environment")])
      #expect(installed.status == 0, "\(installed.errors)")
      let description = try JSONValue.read(archive.folder("environment/share/jupyter/kernels/cact/kernel.json"))
      #expect(description["argv"]?.array?.first == .string(archive.root + "/bin/cact"))
    }

    @Test func startsWithTheSystemsLibraryWhereThatIsNewEnough() throws {
      let archive = try Unpacked(glibc: 4)
      try FileManager.default.removeItem(atPath: archive.root + "/lib")
      try expectRuns(archive)
    }

    @Test func startsWithItsOwnLibraryWhereTheSystemsIsOlder() throws {
      let archive = try Unpacked(glibc: 999)
      // Its loader starts what the system would not.
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: archive.root + "/libexec/cact")
      try expectRuns(archive)
    }
  }
}
