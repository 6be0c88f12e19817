import Documents
import Foundation
import LanguageServer
import Pipeline
import Stages
import Synchronization

/// A client of a server that runs on a thread of its own, over two pipes.
final class Client {
  struct Silence: Error {}

  private let toServer = Pipe()
  private let fromServer = Pipe()
  private let outcome = Outcome()
  private var received: [UInt8] = []
  private var lastID = 0
  /// Notifications that came, oldest first.
  private(set) var notifications: [(method: String, params: JSONValue)] = []

  /// What the server's thread leaves behind.
  private final class Outcome: Sendable {
    let entered = Mutex<[String]>([])
    let complaints = Mutex<[String]>([])
    let end = Mutex<Bool?>(nil)
  }

  /// Folders that the server entered.
  var entered: [String] { outcome.entered.withLock(\.self) }
  var complaints: [String] { outcome.complaints.withLock(\.self) }

  init() {
    // A server that has ended reads no more.
    signal(SIGPIPE, SIG_IGN)
    // The thread holds its ends: no other test gets their numbers while it runs.
    let (input, output) = (toServer.fileHandleForReading, fromServer.fileHandleForWriting)
    let thread = Thread { [outcome] in
      let checker = Checker(registry: .standard)
      do { try checker.load(library: StandardLibrary.files) } catch {
        outcome.complaints.withLock { $0.append("\(error)") }
      }
      let server = LanguageServer(
        checker, version: "1",
        channel: DescriptorChannel(
          input: input.fileDescriptor, output: output.fileDescriptor, isCancelled: { false }),
        enter: { folder in outcome.entered.withLock { $0.append(folder) } },
        complain: { text in outcome.complaints.withLock { $0.append(text) } })
      let asked = server.run()
      outcome.end.withLock { $0 = asked }
      try? output.close()
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  deinit { close() }

  private var isClosed = false

  /// Ends the server's input.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    try? toServer.fileHandleForWriting.close()
  }

  // MARK: Sending

  func send(raw bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        write(toServer.fileHandleForWriting.fileDescriptor, $0.baseAddress, min($0.count, 4096))
      }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  func send(content: [UInt8]) { send(raw: Array("Content-Length: \(content.count)\r\n\r\n".utf8) + content) }

  func send(_ message: JSONValue) { send(content: Array(message.serialized().utf8)) }

  func notify(_ method: String, _ params: JSONValue) {
    send(["jsonrpc": "2.0", "method": .string(method), "params": params])
  }

  /// Sends a request and does not wait.
  func ask(_ method: String, _ params: JSONValue) -> Int {
    lastID += 1
    send(["jsonrpc": "2.0", "id": .integer(lastID), "method": .string(method), "params": params])
    return lastID
  }

  /// The answer to a request: the whole message.
  func answer(_ method: String, _ params: JSONValue = [:]) throws -> JSONValue {
    try answer(to: .integer(ask(method, params)))
  }

  /// The result of a request.
  func result(_ method: String, _ params: JSONValue = [:]) throws -> JSONValue {
    try answer(method, params)["result"] ?? .string("no result")
  }

  // MARK: Receiving

  func answer(to id: JSONValue) throws -> JSONValue {
    while true {
      let message = try next()
      if message["method"] == nil, message["id"] == id { return message }
    }
  }

  /// The next message; notifications are kept, too.
  func next() throws -> JSONValue {
    while true {
      if let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
        let header = String(decoding: received[..<end.lowerBound], as: UTF8.self)
        guard let length = Int(header.dropFirst("Content-Length: ".count)) else { throw Silence() }
        if received.count - end.upperBound >= length {
          let message = try JSONValue.parse(received[end.upperBound..<(end.upperBound + length)], file: "answer")
          received.removeFirst(end.upperBound + length)
          if let method = message["method"]?.string { notifications.append((method, message["params"] ?? .null)) }
          return message
        }
      }
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      // Long enough for a busy machine; a test that waits so long has failed.
      var item = pollfd(fd: fromServer.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&item, 1, 120_000) > 0 else { throw Silence() }
      let count = read(fromServer.fileHandleForReading.fileDescriptor, &piece, piece.count)
      guard count > 0 else { throw Silence() }
      received += piece[..<count]
    }
  }

  /// What is found in a document after what was sent so far: everything that is published until the next answer, the last of it.
  func findings(_ uri: String) throws -> [JSONValue] {
    while true {
      let message = try next()
      if message["method"]?.string == "textDocument/publishDiagnostics", message["params"]?["uri"]?.string == uri {
        return message["params"]?["diagnostics"]?.array ?? []
      }
    }
  }

  /// Waits for the server's end.
  /// - Returns: whether it was asked for.
  func end() throws -> Bool {
    while (try? next()) != nil {}
    guard let asked = outcome.end.withLock(\.self) else { throw Silence() }
    return asked
  }

  // MARK: What editors say

  /// Says what the client can do; everything that a server might use.
  @discardableResult
  func initialize(root: String? = nil, encodings: [String]? = nil) throws -> JSONValue {
    var capabilities: JSONObject = [
      "textDocument": [
        "publishDiagnostics": ["relatedInformation": true], "hover": ["contentFormat": ["markdown", "plaintext"]],
        "documentSymbol": ["hierarchicalDocumentSymbolSupport": true],
        "codeAction": ["codeActionLiteralSupport": ["codeActionKind": ["valueSet": ["quickfix"]]]],
      ]
    ]
    if let encodings { capabilities["general"] = ["positionEncodings": .array(encodings.map { .string($0) })] }
    let result = try result(
      "initialize",
      [
        "processId": nil, "rootUri": root.map { .string("file://" + $0) } ?? .null,
        "capabilities": .object(capabilities),
      ])
    notify("initialized", [:])
    return result
  }

  func open(_ text: String, _ uri: String = "file:///scripts/a.cact", version: Int = 1) {
    notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(uri), "languageId": "cact", "version": .integer(version), "text": .string(text),
        ]
      ])
  }

  func change(_ changes: JSONValue, _ uri: String = "file:///scripts/a.cact", version: Int = 2) {
    notify(
      "textDocument/didChange",
      ["textDocument": ["uri": .string(uri), "version": .integer(version)], "contentChanges": changes])
  }

  /// A position in the document of a text: of the sign `¦` in it, in UTF-16. The text without it is what is opened.
  static func marked(_ text: String) -> (text: String, position: JSONValue) {
    let parts = text.split(separator: "¦", maxSplits: 1, omittingEmptySubsequences: false)
    let lines = parts[0].split(separator: "\n", omittingEmptySubsequences: false)
    let position: JSONValue = [
      "line": .integer(lines.count - 1), "character": .integer(lines.last.map { $0.utf16.count } ?? 0),
    ]
    return (parts.joined(), position)
  }

  /// The result of a request about the marked place of a text, which is opened.
  func at(_ marked: String, _ method: String) throws -> JSONValue {
    let (text, position) = Self.marked(marked)
    open(text)
    return try result(method, ["textDocument": ["uri": "file:///scripts/a.cact"], "position": position])
  }
}

/// What an editor makes of edits: of whole lines that end in `\n`, with positions in UTF-16. Not the server's way to count.
func applied(_ edits: [JSONValue], to text: String) -> String {
  var units = Array(text.utf16)
  func offset(_ position: JSONValue?) -> Int {
    var left = position?["line"]?.int ?? 0
    var index = 0
    while left > 0, index < units.count {
      if units[index] == 0x0A { left -= 1 }
      index += 1
    }
    return min(units.count, index + (position?["character"]?.int ?? 0))
  }
  let places = edits.map {
    (offset($0["range"]?["start"]), offset($0["range"]?["end"]), Array(($0["newText"]?.string ?? "").utf16))
  }
  for (start, end, new) in places.sorted(by: { $0.0 > $1.0 }) { units.replaceSubrange(start..<end, with: new) }
  return String(decoding: units, as: UTF16.self)
}
