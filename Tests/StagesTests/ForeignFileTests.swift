import Diagnostics
import Digests
import Documents
import Foundation
import LanguageModel
import Pipeline
import Stages
import Store
import TestSupport
import Testing

/// `save` removes what cact wrote, as long as it is as cact wrote it, and nothing else.
@Suite("What save leaves alone") struct ForeignFileTests {
  let session: Session
  let out: String

  init() throws {
    session = try Session(tiny: true)
    out = session.folder("runs/first")
    try session.run("let data = load \"\(session.file("rows.jsonl", Teaching.pairs(12)))\"")
    try session.run("let one = data | take 6 | pack 512 | tune epochs 1")
    try session.run("let two = data | take 6 | pack 512 | tune epochs 1 rate 1e-3")
  }

  private func write(_ text: String, _ name: String) throws {
    try FileTree.makeDirectory((out as NSString).deletingLastPathComponent)
    try FileTree.makeDirectory((("\(out)/\(name)") as NSString).deletingLastPathComponent)
    try AtomicFile.write(text, to: "\(out)/\(name)")
  }

  private func text(_ name: String) -> String? {
    (try? AtomicFile.read("\(out)/\(name)")).map { String(decoding: $0, as: UTF8.self) }
  }

  private func weights(_ path: String) throws -> ContentDigest { try LanguageModel(directory: path).digest() }

  private func names(_ path: String) throws -> [String] { try FileTree.names(in: path).sorted() }

  /// What the last `save` said.
  private var said: String {
    session.heard.takeText().filter { $0.hasPrefix("save: ") }.suffix(3).joined(separator: "\n")
  }

  @Test func filesOfTheUsersStayBesideTheModel() throws {
    try session.run("one | save \"\(out)\"")
    try write("mine", "notes.txt")
    try write("mine too", ".git/config")
    try write("deep", "plots/a/b.txt")
    symlink("/nowhere", out + "/link")
    chmod(out, 0o750)
    chmod(out + "/plots", 0o711)
    let folder = FileNode(at: out + "/plots")
    try session.run("two | save \"\(out)\"")
    #expect(text("notes.txt") == "mine" && text(".git/config") == "mine too" && text("plots/a/b.txt") == "deep")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: out + "/link") == "/nowhere")
    #expect(try weights(out) == weights(session.model("two").directory))
    #expect(said.contains(".git, link, notes.txt, plots"), "\(said)")
    #expect(try names(session.folder("runs")) == ["first"])
    #expect(try FileManager.default.attributesOfItem(atPath: out)[.posixPermissions] as? Int == 0o750)
    #expect(FileNode(at: out + "/plots") == folder, "the folder itself, not a copy")
    // The list knows what is whose, again.
    try session.run("one | save \"\(out)\"")
    #expect(text("notes.txt") == "mine" && text("plots/a/b.txt") == "deep")
  }

  @Test func aNameThatIsNoUTF8StopsTheSave() throws {
    try session.run("one | save \"\(out)\"")
    let name = Array(out.utf8CString.dropLast()) + [0x2F, -1, -2, 0]
    let file = try #require(fopen(name, "w"))
    fputs("mine", file)
    fclose(file)
    let before = try ContentDigest.of(file: out + "/model.safetensors")
    for replace in ["", " replace"] {
      let error = session.failure("two | save \"\(out)\"" + replace)
      #expect(error?.code.name == "C0403" && error?.message.contains("UTF-8") == true, "\(String(describing: error))")
    }
    #expect(access(name, F_OK) == 0)
    #expect(try ContentDigest.of(file: out + "/model.safetensors") == before)
    #expect(try names(session.folder("runs")) == ["first"])
  }

  @Test func aFileThatIsNotAsItWasWrittenStopsTheSave() throws {
    try session.run("one | save \"\(out)\"")
    try write("{\"mine\": 1}", "config.json")
    try write("mine", "notes.txt")
    let before = try ContentDigest.of(directory: out)
    let error = session.failure("two | save \"\(out)\"")
    #expect(error?.code.name == "C0403" && error?.message.contains("config.json") == true)
    #expect(try ContentDigest.of(directory: out) == before)
    try session.run("two | save \"\(out)\" replace")
    #expect(said.contains("replaced, though not written by cact: config.json"), "\(said)")
    #expect(text("notes.txt") == "mine")
    #expect(try weights(out) == weights(session.model("two").directory))
    // So is a list that somebody changed: whose the files are can no longer be told.
    try write(#require(text("cact.json")).replacing("\"rows\"", with: "\"Rows\""), "cact.json")
    #expect(session.failure("one | save \"\(out)\"")?.code.name == "C0403")
  }

  @Test func aDirectoryOfTheUsersIsNeverRemoved() throws {
    try write("x", "a.jpg")
    try write("y", "summer/b.jpg")
    #expect(session.failure("one | save \"\(out)\"")?.code.name == "C0403")
    #expect(try names(out) == ["a.jpg", "summer"])
    try session.run("one | save \"\(out)\" replace")
    #expect(text("a.jpg") == "x" && text("summer/b.jpg") == "y")
    #expect(try weights(out) == weights(session.model("one").directory))
    // Empty, it may be taken.
    let empty = session.folder("empty")
    try FileTree.makeDirectory(empty)
    try session.run("one | save \"\(empty)\"")
    #expect(try weights(empty) == weights(session.model("one").directory))
  }

  /// A name that cannot be given up, and a file that would make another model of it.
  @Test(arguments: ["config.json/x", "adapter_config.json", "model-00001-of-00002.safetensors", "vocab.json"])
  func whatCannotStayBesideStopsTheSave(name: String) throws {
    try session.run("one | save \"\(out)\"")
    let before = try weights(out)
    if name.contains("/") { unlink(out + "/config.json") }
    try write("mine", name)
    for flag in ["", " replace"] {
      let error = session.failure("two | save \"\(out)\"\(flag)")
      #expect(error?.code.name == "C0403", "\(name)")
      #expect(error?.message.contains(name.split(separator: "/")[0]) == true, "\(error?.message ?? "")")
    }
    #expect(text(name) == "mine")
    if !name.contains("/"), !name.contains("adapter") { #expect(try weights(out) == before) }
    #expect(try names(session.folder("runs")) == ["first"])
  }

  @Test func whatCactWroteEarlierGoes() throws {
    try session.run("let low = data | take 6 | pack 512 | tune epochs 1 lora rank 2")
    try session.run("low | save \"\(out)\"")
    try write("mine", "notes.txt")
    try session.run("one | save \"\(out)\"")
    #expect(text("adapter_config.json") == nil && text("adapter_model.safetensors") == nil)
    #expect(text("notes.txt") == "mine")
    #expect(try weights(out) == weights(session.model("one").directory))
    try session.run("low | save \"\(out)\"")
    #expect(text("config.json") == nil && text("model.safetensors") == nil && text("notes.txt") == "mine")
  }

  @Test func aLinkIsReplacedAndItsTargetIsNot() throws {
    try write("mine", "notes.txt")
    let before = try ContentDigest.of(directory: out)
    try write("mine\n", "rows.jsonl")
    let link = session.folder("link")
    for line in ["one | save \"\(link)\"", "data | take 2 | save \"\(link).jsonl\""] {
      let target = line.contains("jsonl") ? out + "/rows.jsonl" : out
      let place = line.contains("jsonl") ? link + ".jsonl" : link
      for target in [target, "/nowhere/at/all"] {
        symlink(target, place)
        #expect(session.failure(line)?.code.name == "C0403", "\(line)")
        #expect(FileKind(of: place) == .link)
        try session.run(line + " replace")
        #expect(FileKind(of: place) == (line.contains("jsonl") ? .file : .directory))
        FileTree.remove(place)
      }
    }
    #expect(text("rows.jsonl") == "mine\n" && text("notes.txt") == "mine")
    unlink(out + "/rows.jsonl")
    #expect(try ContentDigest.of(directory: out) == before)
  }

  @Test func aDirectoryOfAnEarlierCactHasNoList() throws {
    try session.run("one | save \"\(out)\"")
    var mark = try #require(try JSONValue.read(out + "/cact.json").object)
    (mark["files"], mark["sha256"]) = (nil, nil)
    try write(JSONValue.object(mark).serialized(), "cact.json")
    try write("mine", "notes.txt")
    let error = session.failure("two | save \"\(out)\"")
    #expect(error?.code.name == "C0403" && error?.notes.contains { $0.contains("earlier version of cact") } == true)
    try session.run("two | save \"\(out)\" replace")
    #expect(text("notes.txt") == "mine")
    try session.run("one | save \"\(out)\"")
    #expect(try weights(out) == weights(session.model("one").directory))
  }

  /// Directories as `kill -9` leaves them, at each step.
  @Test func whatAKilledSaveLeftIsCleared() throws {
    try session.run("one | save \"\(out)\"")
    let runs = session.folder("runs")
    func leftover(_ number: Int) -> String { "\(runs)/.first.\(number).cact-partial" }
    func make(_ number: Int, _ files: [String: String]) throws {
      try FileTree.makeDirectory(leftover(number))
      for (name, text) in files { try AtomicFile.write(text, to: "\(leftover(number))/\(name)") }
    }
    // Half-written by a process that is gone, and by one that lives.
    let alive = ProcessIdentity.current.description
    let gone = "4194304 1 " + alive.split(separator: " ").dropFirst(2).joined(separator: " ")
    try make(1, ["cact.json": #"{"written_by": "cact", "unfinished": "\#(gone)"}"#, "model.safetensors": "half"])
    try make(2, ["cact.json": #"{"written_by": "cact", "unfinished": "\#(alive)"}"#, "model.safetensors": "half"])
    // Nothing in it yet.
    try make(3, [:])
    // The place was taken, and the directory that stood there not emptied.
    try session.run("two | save \"\(session.folder("old"))\"")
    rename(session.folder("old"), leftover(4))
    try AtomicFile.write("mine", to: leftover(4) + "/notes.txt")
    try FileTree.makeDirectory(leftover(4) + "/plots")
    // A folder whose mirror is at home already, one file of it the same and one only here.
    try FileTree.makeDirectory(leftover(4) + "/logs")
    try write("same", "logs/a")
    link(out + "/logs/a", leftover(4) + "/logs/a")
    try AtomicFile.write("late", to: leftover(4) + "/logs/b")
    // The same, and what was there was not cact's.
    try make(5, ["config.json": "not cact's", "README.md": "mine too"])
    // Not a name of cact's.
    try FileTree.makeDirectory("\(runs)/.first.mine.cact-partial")
    try session.run("two | save \"\(out)\"")
    #expect(try names(runs) == [".first.2.cact-partial", ".first.5.cact-partial", ".first.mine.cact-partial", "first"])
    #expect(text("notes.txt") == "mine" && text("README.md") == "mine too")
    #expect(FileKind(of: out + "/plots") == .directory)
    #expect(text("logs/a") == "same" && text("logs/b") == "late")
    #expect(try names(leftover(5)) == ["config.json"], "what has no place is kept, and said")
    #expect(said.contains("not moved back when a save was interrupted: \(leftover(5))"), "\(said)")
    #expect(try weights(out) == weights(session.model("two").directory))
    // Without exchange there is a moment with neither: the next save finds what stood there.
    FileTree.remove(leftover(5))
    rename(out, leftover(6))
    try session.run("one | save \"\(out)\"")
    #expect(text("notes.txt") == "mine")
    #expect(try weights(out) == weights(session.model("one").directory))
  }

  @Test func whatStandsWhereCactKeepsItsOwnNotesStays() throws {
    let path = session.folder("rows-2.jsonl")
    let note = session.folder(".rows-2.jsonl.cact.json")
    try AtomicFile.write("mine", to: note)
    for flag in ["", " replace"] {
      #expect(session.failure("data | take 2 | save \"\(path)\"\(flag)")?.code.name == "C0403")
    }
    #expect(try AtomicFile.read(note) == Array("mine".utf8) && FileKind(of: path) == nil)
    // Things that are no files are not replaced either.
    try FileTree.makeDirectory(session.folder("d.jsonl"))
    mkfifo(session.folder("p.jsonl"), 0o600)
    for name in ["d.jsonl", "d.jsonl/", "p.jsonl"] {
      #expect(
        session.failure("data | take 2 | save \"\(session.folder(name))\" replace")?.code.name == "C0403", "\(name)")
    }
  }

  /// A file of the model's names that the rows came from.
  @Test func theLoadedFileStaysInADirectoryToo() throws {
    try write(#"[{"instruction": "a", "output": "b"}]"#, "config.json")
    let error = session.failure("load \"\(out)/config.json\" | pack 512 | tune epochs 1 | save \"\(out)\" replace")
    #expect(error?.code.name == "C0403" && error?.message.contains("config.json") == true)
    #expect(try names(out) == ["config.json"] && text("config.json")?.hasPrefix("[{") == true)
  }

  /// A kill between the two renames: the file that was there and the one to come are both known.
  @Test func bothFilesAreKnownInTheMiddle() throws {
    let path = session.folder("rows-2.jsonl")
    try session.run("data | take 2 | save \"\(path)\"")
    let old = try AtomicFile.read(path)
    try session.run("data | take 3 | save \"\(path)\"")
    let new = try AtomicFile.read(path)
    for bytes in [old, new] {
      try AtomicFile.write(bytes, to: path)
      let note = try AtomicFile.read(session.folder(".rows-2.jsonl.cact.json"))
      try session.run("data | take 4 | save \"\(path)\"")
      try AtomicFile.write(note, to: session.folder(".rows-2.jsonl.cact.json"))
    }
    try AtomicFile.write("mine", to: path)
    #expect(session.failure("data | take 4 | save \"\(path)\"")?.code.name == "C0403")
  }

  @Test func protectedPlacesAreRefusedBeforeAnythingRuns() throws {
    symlink(FileManager.default.currentDirectoryPath, session.folder("here"))
    for path in [
      ".", "..", "./", "Sources/..", "/", "~", "~/", "/proc/self/cwd", "/proc/self/root", session.folder("here"),
    ] {
      let found = session.check("one | save \"\(path)\" replace")
      #expect(found.contains { $0.isError && $0.code.name == "C0403" }, "\(path): \(found.map(\.message))")
    }
    // The store is known when it runs.
    for path in ["store", "store/files", "store/.."] {
      #expect(session.failure("one | save \"\(session.folder(path))\" replace")?.code.name == "C0403", "\(path)")
    }
  }
}
