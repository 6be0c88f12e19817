import TestSupport
import Testing
import Work

@Suite struct RunningProgramTests {
  /// What starts a program, in a world with these files.
  private func starting(_ executable: String, named name: String? = nil, _ files: String...) -> String {
    RunningProgram.starting(executable, named: name) { files.contains($0) }
  }

  @Test func aProgramStartsItself() {
    #expect(starting("/usr/local/bin/cact", named: "cact") == "/usr/local/bin/cact")
    #expect(starting("/opt/libexec/bin/cact") == "/opt/libexec/bin/cact")
    #expect(starting("cact") == "cact")
  }

  @Test func anArchivesLauncherStartsItsProgram() {
    #expect(starting("/a b/libexec/cact", "/a b/bin/cact") == "/a b/bin/cact")
    // The program was taken out of its archive.
    #expect(starting("/a b/libexec/cact") == "/a b/libexec/cact")
    #expect(starting("/a b/libexec/cact-2", "/a b/bin/cact") == "/a b/libexec/cact-2")
  }

  @Test func theLoaderIsNotTheProgramThatItStarted() throws {
    let folder = try TemporaryDirectory()
    try Command.shell(
      "cd \"$1\" && mkdir bin libexec && touch bin/cact libexec/cact && ln -s bin/cact link", folder.path)
    for loader in ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-musl-x86_64.so.1", "/usr/bin/ld.so"] {
      #expect(starting(loader, named: folder("link")) == folder("bin/cact"))
      #expect(starting(loader, named: folder("libexec/cact"), folder("bin/cact")) == folder("bin/cact"))
      #expect(starting(loader, named: folder("gone")) == loader)
      #expect(starting(loader) == loader)
    }
  }
}
