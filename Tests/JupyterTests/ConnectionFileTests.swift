import Diagnostics
import Documents
import Jupyter
import TestSupport
import Testing

@Suite("Connection files of Jupyter") struct ConnectionFileTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  static let whole: JSONObject = [
    "transport": "tcp", "ip": "127.0.0.1", "shell_port": 5001, "iopub_port": 5002, "stdin_port": 5003,
    "control_port": 5004, "hb_port": 5005, "key": "k", "signature_scheme": "hmac-sha256", "kernel_name": "cact",
  ]

  private func read(_ text: String) throws -> ConnectionFile {
    try AtomicFile.write(text, to: folder("kernel-1.json"))
    return try ConnectionFile(folder("kernel-1.json"))
  }

  private func refusal(_ text: String) throws -> Diagnostic {
    try #require(throws: Diagnostic.self) { try read(text) }
  }

  @Test("says where each channel is")
  func reading() throws {
    let file = try read(JSONValue.object(Self.whole).serialized())
    #expect(file.key == "k")
    #expect(file.address(of: .heartbeat) == "tcp://127.0.0.1:5005")
    var members = Self.whole
    members["transport"] = "ipc"
    members["ip"] = "/tmp/k"
    #expect(try read(JSONValue.object(members).serialized()).address(of: .shell) == "ipc:///tmp/k-5001")
  }

  @Test("a member that is missing or makes no sense is named, with the file", arguments: ConnectionFileTests.whole.keys)
  func members(_ name: String) throws {
    guard name != "kernel_name" else { return }
    for value in [nil, .null, [], true, "sctp"] as [JSONValue?] {
      // Any text is a key, and a host's name.
      if value == "sctp", name == "key" || name == "ip" { continue }
      var members = Self.whole
      members[name] = value
      let found = try refusal(JSONValue.object(members).serialized())
      #expect(found.code == JupyterCodes.unusableConnection)
      #expect(found.message.contains("`\(name)`") && found.message.contains("kernel-1.json"), "\(found.message)")
    }
    guard name.hasSuffix("_port") else { return }
    for value in [0, -1, 65_536, 1.5] as [JSONValue] {
      var members = Self.whole
      members[name] = value
      #expect(try refusal(JSONValue.object(members).serialized()).message.contains("`\(name)`"))
    }
  }

  @Test("a file that is absent or no JSON object is named")
  func files() throws {
    for text in ["", "{", "[1]", "\u{FEFF}"] { #expect(try refusal(text).message.contains("kernel-1.json")) }
    let absent = try #require(throws: Diagnostic.self) { try ConnectionFile(folder("absent.json")) }
    #expect(absent.code == JupyterCodes.unusableConnection && absent.message.contains("absent.json"))
  }
}
