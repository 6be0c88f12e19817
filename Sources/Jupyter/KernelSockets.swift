import Diagnostics

/// The five sockets of a kernel, bound. Used from one thread.
final class KernelSockets {
  let shell: ZeroMQSocket
  let control: ZeroMQSocket
  let stdin: ZeroMQSocket
  let iopub: ZeroMQSocket
  let heartbeat: ZeroMQSocket

  /// A message of more bytes is nothing that a client sends; who sends one is disconnected.
  private static let largest: Int64 = 64 << 20
  /// How long the last messages are kept for those who read slowly, in milliseconds.
  private static let linger: Int32 = 300

  /// - Throws: `Diagnostic` that names the file and the port which cannot be listened to.
  init(_ connection: ConnectionFile, _ zeroMQ: ZeroMQ) throws(Diagnostic) {
    func failed(_ error: ZeroMQError, _ what: String) -> Diagnostic {
      Diagnostic(JupyterCodes.unusablePort, "\(what): \(error)", at: Span(0, 0))
    }
    let context: ZeroMQContext
    do { context = try ZeroMQContext(zeroMQ) } catch { throw failed(error, "ZeroMQ does not start") }
    func bound(_ channel: ConnectionFile.Channel, _ kind: ZeroMQSocket.Kind) throws(Diagnostic) -> ZeroMQSocket {
      let address = connection.address(of: channel)
      do {
        let socket = try ZeroMQSocket(context, kind, linger: Self.linger, largest: Self.largest)
        try socket.bind(address)
        return socket
      } catch {
        throw failed(error, "cannot listen to \(address), `\(channel.member)` of \(connection.path)")
      }
    }
    heartbeat = try bound(.heartbeat, .reply)
    shell = try bound(.shell, .router)
    control = try bound(.control, .router)
    stdin = try bound(.stdin, .router)
    iopub = try bound(.iopub, .publisher)
  }

  /// Waits until a message has come on any of them, or `descriptor` can be read.
  func wait(descriptor: Int32?, milliseconds: Int) {
    ZeroMQSocket.wait(
      for: [control, shell, heartbeat, stdin, iopub], descriptor: descriptor, milliseconds: milliseconds)
  }
}
