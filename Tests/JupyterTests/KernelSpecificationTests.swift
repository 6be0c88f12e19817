import Diagnostics
import Documents
import Foundation
import Jupyter
import TestSupport
import Testing

@Suite("The kernel's description") struct KernelSpecificationTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func kernel(_ arguments: String..., environment: [String: String?] = [:]) throws -> Command {
    var variables: [String: String?] = ["JUPYTER_DATA_DIR": nil, "XDG_DATA_HOME": nil, "HOME": folder.path]
    for (name, value) in environment { variables[name] = value }
    return try Command.run(
      BuiltProduct.path("cact"), ["kernel"] + arguments, environment: variables, directory: folder.path)
  }

  @Test("is written where Jupyter looks, starts this program, and is removed whole")
  func installing() throws {
    let places: [([String], [String: String?], String)] = [
      ([], [:], ".local/share/jupyter"), (["--user"], ["XDG_DATA_HOME": folder("x")], "x/jupyter"),
      (["--user"], ["JUPYTER_DATA_DIR": folder("j")], "j"), (["--prefix", folder("env")], [:], "env/share/jupyter"),
      (["--prefix", "here"], [:], "here/share/jupyter"),
    ]
    for (arguments, environment, place) in places {
      func run(_ verb: String) throws -> Command {
        switch arguments.count {
        case 0: try kernel(verb, environment: environment)
        case 1: try kernel(verb, arguments[0], environment: environment)
        default: try kernel(verb, arguments[0], arguments[1], environment: environment)
        }
      }
      let path = folder(place + "/kernels/cact")
      #expect(try run("install").status == 0)
      // A second time it replaces what it wrote.
      #expect(try run("install").status == 0)
      let description = try JSONValue.read(path + "/kernel.json")
      let words = (description["argv"]?.array ?? []).compactMap(\.string)
      #expect(words.dropFirst() == ["kernel", "run", "{connection_file}"])
      #expect(FileManager.default.isExecutableFile(atPath: words[0]) && words[0].hasPrefix("/"))
      #expect(description["language"] == "cact" && description["interrupt_mode"] == "message")
      let removed = try run("uninstall")
      #expect(removed.status == 0, "\(removed.errors)")
      #expect(!FileManager.default.fileExists(atPath: path))
      #expect(try run("uninstall").status == 2)
    }
  }

  @Test("what others wrote stays: another program's kernel is refused, and files beside it are left")
  func foreign() throws {
    let place = folder(".local/share/jupyter/kernels/cact")
    #expect(try kernel("install").status == 0)
    try AtomicFile.write("mine", to: place + "/kernel.css")
    let removed = try kernel("uninstall")
    #expect(removed.status == 0 && removed.output.contains("kernel.css"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["kernel.css"])
    let other = #"{"argv": ["python", "-m", "cact_kernel", "{connection_file}"], "display_name": "cact"}"#
    try AtomicFile.write(other, to: place + "/kernel.json")
    for verb in ["install", "uninstall"] {
      let refused = try kernel(verb)
      #expect(refused.status == 2 && refused.errors.contains("C0653"), "\(refused.errors)")
    }
    #expect(try AtomicFile.read(place + "/kernel.json") == Array(other.utf8))
  }

  @Test("what the user changed stays: installing again writes the program alone, and uninstalling is refused")
  func edited() throws {
    let place = folder(".local/share/jupyter/kernels/cact")
    #expect(try kernel("install").status == 0)
    let whole = try #require(try JSONValue.read(place + "/kernel.json").object)
    var edited = whole
    edited["argv"] = ["/old/cact", "kernel", "run", "{connection_file}"]
    edited["display_name"] = "mine"
    edited["env"] = ["CACT_STORE": "/data/store"]
    try AtomicFile.write(JSONValue.object(edited).serialized(), to: place + "/kernel.json")
    try AtomicFile.write("<svg/>", to: place + "/logo-svg.svg")
    #expect(try kernel("install").status == 0)
    edited["argv"] = whole["argv"]
    #expect(try JSONValue.read(place + "/kernel.json") == .object(edited))
    let refused = try kernel("uninstall")
    #expect(refused.status == 2 && refused.errors.contains("C0653"), "\(refused.errors)")
    #expect(try JSONValue.read(place + "/kernel.json") == .object(edited))
    #expect(try AtomicFile.read(place + "/logo-svg.svg") == Array("<svg/>".utf8))
  }

  @Test("a link to nothing is another's, too; a program that is gone is not installed")
  func nothing() throws {
    let place = folder(".local/share/jupyter/kernels/cact")
    let manager = FileManager.default
    try manager.createDirectory(atPath: place, withIntermediateDirectories: true)
    try manager.createSymbolicLink(atPath: place + "/kernel.json", withDestinationPath: "/nowhere/kernel.json")
    for verb in ["install", "uninstall"] {
      let refused = try kernel(verb)
      #expect(refused.status == 2 && refused.errors.contains("C0653"), "\(refused.errors)")
    }
    #expect(try manager.destinationOfSymbolicLink(atPath: place + "/kernel.json") == "/nowhere/kernel.json")
    let gone = KernelSpecification(data: folder("gone"))
    let error = try #require(throws: Diagnostic.self) { try gone.install(program: nil) }
    #expect(error.code == JupyterCodes.unwritableKernel && !manager.fileExists(atPath: folder("gone")))
  }

  @Test("a folder that cannot be written, a file that is no connection and two places at once are said")
  func refusals() throws {
    try AtomicFile.write("", to: folder("file"))
    let unwritable = try kernel("install", "--prefix", folder("file"))
    #expect(unwritable.status == 2 && unwritable.errors.contains("C0654"), "\(unwritable.errors)")
    let homeless = try kernel("install", environment: ["HOME": nil])
    #expect(homeless.status == 2 && homeless.errors.contains("JUPYTER_DATA_DIR"), "\(homeless.errors)")
    let connection = try kernel("run", folder("file"))
    #expect(connection.status == 2 && connection.errors.contains("C0651"), "\(connection.errors)")
    #expect(try kernel("install", "--user", "--prefix", "x").status == 2)
  }
}
