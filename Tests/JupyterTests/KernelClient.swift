import Documents
import Foundation
import Jupyter
import TestSupport

/// A client of a kernel. Every waiting ends: what does not come in time is an error.
final class KernelClient {
  /// What was waited for has not come.
  struct Timeout: Error, CustomStringConvertible {
    var what: String
    var description: String { "nothing came: \(what)" }
  }

  /// A connection file in a folder of its own; its sockets are files there, so that no port can be taken.
  final class Place: Sendable {
    let folder: TemporaryDirectory
    let path: String
    static let key = "4a1e-secret"

    init() throws {
      folder = try TemporaryDirectory()
      path = folder("connection.json")
      let members: JSONValue = [
        "transport": "ipc", "ip": .string(folder("k")), "shell_port": 1, "iopub_port": 2, "stdin_port": 3,
        "control_port": 4, "hb_port": 5, "key": .string(Self.key), "signature_scheme": "hmac-sha256",
      ]
      try AtomicFile.write(members.serialized(), to: path)
    }
  }

  let wire = WireFormat(key: Place.key)
  let shell: ZeroMQSocket
  let control: ZeroMQSocket
  let stdin: ZeroMQSocket
  let heartbeat: ZeroMQSocket
  private let iopub: ZeroMQSocket
  /// What came and was not asked for yet.
  private var published: [KernelMessage] = []
  private var replies: [KernelMessage] = []
  private var beats: [[[UInt8]]] = []

  /// Long enough for a busy machine; a test that waits so long has failed.
  private static let patience = 120.0

  /// Connects, and waits until the kernel has greeted it: from then on no output is lost.
  init(_ place: Place) throws {
    let connection = try ConnectionFile(place.path)
    let context = try ZeroMQContext(ZeroMQ.load())
    func connected(_ channel: ConnectionFile.Channel, _ kind: ZeroMQSocket.Kind) throws -> ZeroMQSocket {
      let socket = try ZeroMQSocket(context, kind, linger: 0)
      if kind == .subscriber { socket.subscribe() }
      try socket.connect(connection.address(of: channel))
      return socket
    }
    shell = try connected(.shell, .dealer)
    control = try connected(.control, .dealer)
    stdin = try connected(.stdin, .dealer)
    heartbeat = try connected(.heartbeat, .request)
    iopub = try connected(.iopub, .subscriber)
    _ = try until("a greeting") { published.first { $0.type == "iopub_welcome" } }
  }

  /// Sends a request; its name is returned.
  @discardableResult
  func ask(_ type: String, _ content: JSONObject = [:], on socket: ZeroMQSocket? = nil) throws -> String {
    let id = UUID().uuidString
    let header = JSONObject([
      ("msg_id", .string(id)), ("session", "test"), ("username", "ann"), ("date", "2024-02-29T12:34:56Z"),
      ("msg_type", .string(type)), ("version", "5.3"),
    ])
    try send(wire.frames(of: KernelMessage(header: header, content: content)), on: socket ?? shell)
    return id
  }

  func execute(_ code: String, _ more: JSONObject = [:]) throws -> String {
    var content: JSONObject = ["code": .string(code), "silent": false, "store_history": true, "stop_on_error": true]
    for (name, value) in more { content[name] = value }
    return try ask("execute_request", content)
  }

  /// Until it is connected a socket may take nothing.
  func send(_ frames: [[UInt8]], on socket: ZeroMQSocket) throws { socket.send(frames) }

  /// The reply to a request, on whichever channel it comes.
  func reply(to id: String) throws -> KernelMessage {
    try until("the reply to \(id)") { replies.first { $0.parent["msg_id"]?.string == id } }
  }

  /// What was published for a request up to the end of its work, the states of the kernel left out.
  func outputs(of id: String) throws -> [KernelMessage] {
    let all = try until("the end of \(id)") { () -> [KernelMessage]? in
      let own = published.filter { $0.parent["msg_id"]?.string == id }
      return own.contains { $0.content["execution_state"] == "idle" } ? own : nil
    }
    return all.filter { $0.type != "status" }
  }

  /// The first message of a type for a request.
  func output(_ type: String, of id: String) throws -> KernelMessage {
    try until("\(type) of \(id)") { published.first { $0.type == type && $0.parent["msg_id"]?.string == id } }
  }

  func beat() throws -> [[UInt8]] { try until("a heartbeat") { beats.popLast() } }

  private func until<T>(_ what: String, _ found: () -> T?) throws -> T {
    let end = Date(timeIntervalSinceNow: Self.patience)
    while true {
      take()
      if let found = found() { return found }
      guard Date() < end else { throw Timeout(what: what) }
      ZeroMQSocket.wait(for: [shell, control, iopub, heartbeat], milliseconds: 100)
    }
  }

  private func take() {
    while let frames = iopub.receive() { if let message = try? wire.message(of: frames) { published.append(message) } }
    for socket in [shell, control] {
      while let frames = socket.receive() { if let message = try? wire.message(of: frames) { replies.append(message) } }
    }
    while let frames = heartbeat.receive() { beats.append(frames) }
  }
}

extension [KernelMessage] {
  func types(_ type: String) -> [KernelMessage] { filter { $0.type == type } }

  /// All text of one stream.
  func text(_ stream: String) -> String {
    types("stream").filter { $0.content["name"]?.string == stream }.compactMap { $0.content["text"]?.string }.joined()
  }
}
