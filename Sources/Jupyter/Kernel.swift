public import Diagnostics
import Documents

/// A Jupyter kernel: answers the requests of the shell channel one after the other on the thread that calls `run`, while a thread of
/// its own reads the sockets.
public final class Kernel {
  private let language: any KernelLanguage
  private let server: KernelServer
  private var history = CellHistory()

  /// A kernel that listens where the connection file says.
  /// - Throws: `Diagnostic` where ZeroMQ is not installed, or a port is not free.
  public init(
    _ connection: ConnectionFile, language: any KernelLanguage, hooks: KernelHooks
  ) throws(Diagnostic) {
    self.language = language
    server = KernelServer(
      try KernelSockets(connection, ZeroMQ.load()), WireFormat(key: connection.key), hooks,
      information: KernelReplies.information(language.facts))
  }

  /// Serves until it is told to shut down.
  public func run() {
    server.start()
    while let request = server.queue.next() { answer(request) }
    server.finish()
  }

  // MARK: - Requests

  private func answer(_ request: KernelMessage) {
    server.whileBusy(request) {
      let content = request.content
      let code = content["code"]?.string ?? ""
      switch request.type {
      case "execute_request": execute(request, code)
      case "kernel_info_request": server.replyWithInformation(to: request, on: .shell)
      case "complete_request":
        let cursor = CodePoints.place(content["cursor_pos"]?.int, in: code)
        server.reply(to: request, KernelReplies.completion(language.complete(code, at: cursor)))
      case "inspect_request":
        let cursor = CodePoints.place(content["cursor_pos"]?.int, in: code)
        server.reply(to: request, KernelReplies.inspection(language.inspect(code, at: cursor)))
      case "is_complete_request":
        server.reply(to: request, KernelReplies.state(language.state(of: code)))
      case "history_request":
        server.reply(
          to: request, ["status": "ok", "history": .array(history.entries(for: content))])
      case "comm_info_request": server.reply(to: request, ["status": "ok", "comms": .object([:])])
      case "comm_open":
        // Who opens what nobody serves is told that it is closed.
        server.publish(
          "comm_close", ["comm_id": content["comm_id"] ?? "", "data": .object([:])], parent: request.header)
      default: server.note("shell: a message of type \(request.type.debugDescription) is ignored")
      }
    }
  }

  private func execute(_ request: KernelMessage, _ code: String) {
    let content = request.content
    let isSilent = content["silent"]?.bool ?? false
    let isKept = !isSilent && content["store_history"]?.bool ?? true
    let expressions = (content["user_expressions"]?.object ?? [:]).map { ($0.key, $0.value.string ?? "") }
    let number = language.number(of: code)
    let output = CellOutput { [server, parent = request.header] type, content in
      if !isSilent { server.publish(type, content, parent: parent) }
    }
    if !isSilent {
      server.publish(
        "execute_input", ["code": .string(code), "execution_count": .integer(number)], parent: request.header)
    }
    let result = language.execute(
      CellRequest(code: code, isSilent: isSilent, expressions: expressions), output: output)
    server.queue.cellEnded()
    // A blank cell has no number of its own.
    if isKept, !code.allSatisfy(\.isWhitespace) {
      history.append(.init(number: number, code: code, output: output.result))
    }
    guard let failure = result.failure else {
      return server.reply(to: request, KernelReplies.success(result))
    }
    // Those are refused that were sent before their client could know: what comes after the reply is a new beginning.
    let refused = content["stop_on_error"]?.bool ?? true ? waiting() : []
    let error = KernelReplies.failure(failure)
    if !isSilent { server.publish("error", error, parent: request.header) }
    var reply = error
    reply["status"] = "error"
    reply["execution_count"] = .integer(result.number)
    reply["user_expressions"] = .object([:])
    reply["payload"] = .array([])
    server.reply(to: request, reply)
    for request in refused {
      server.whileBusy(request) { server.reply(to: request, ["status": "aborted"]) }
    }
  }

  /// Takes the cells away that wait, those that have come and have not been read yet among them.
  private func waiting() -> [KernelMessage] {
    server.queue.settle { server.outbox.ring() }
    return server.queue.takeCells()
  }
}

/// Places in a text as the protocol counts them, since version 5.2.
enum CodePoints {
  /// A cursor that lies in the text; none is its end.
  static func place(_ cursor: Int?, in text: String) -> Int {
    let count = text.unicodeScalars.count
    return min(max(cursor ?? count, 0), count)
  }
}
