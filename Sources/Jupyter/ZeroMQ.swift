import CZeroMQ
package import Diagnostics

/// The ZeroMQ library, loaded at its first use and never unloaded. Only the process that runs a kernel pays for it.
package struct ZeroMQ: @unchecked Sendable {
  // Unchecked: a table of functions that is never written again.
  let functions: UnsafePointer<cact_zmq>

  private static let loaded = Result<ZeroMQ, Diagnostic> { () throws(Diagnostic) in
    guard let functions = cact_zmq_open("libzmq.so.5") else {
      let reason = dlerror().map { String(cString: $0) } ?? "no reason given"
      throw Diagnostic(
        JupyterCodes.missingLibrary, "the library of ZeroMQ cannot be loaded: \(reason)", at: Span(0, 0),
        helps: [.init("on Debian and Ubuntu `apt install libzmq5` installs it")])
    }
    return ZeroMQ(functions: functions)
  }

  /// The library. Throws a `Diagnostic` that names the package where it is absent.
  package static func load() throws(Diagnostic) -> ZeroMQ { try loaded.get() }

  /// Why the last call on this thread failed.
  var error: ZeroMQError {
    let code = functions.pointee.error_number()
    let text = functions.pointee.error_text(code).map { String(cString: $0) } ?? "error \(code)"
    return ZeroMQError(code: code, reason: text)
  }
}

/// What the library says of a call that failed.
package struct ZeroMQError: Error, Hashable, Sendable, CustomStringConvertible {
  /// As `errno` has it, or one of the library's own.
  package let code: Int32
  let reason: String
  /// The reason.
  package var description: String { reason }
}

/// The sockets of one process: closed with what is still to be sent when the last reference goes.
package final class ZeroMQContext {
  let zeroMQ: ZeroMQ
  private let handle: UnsafeMutableRawPointer

  /// A context without sockets.
  package init(_ zeroMQ: ZeroMQ) throws(ZeroMQError) {
    self.zeroMQ = zeroMQ
    guard let handle = zeroMQ.functions.pointee.context_new() else { throw zeroMQ.error }
    self.handle = handle
  }

  // Waits until every socket is closed and has sent what its linger time allows.
  deinit { while zeroMQ.functions.pointee.context_term(handle) != 0, zeroMQ.error.code == EINTR {} }

  fileprivate func open(_ kind: ZeroMQSocket.Kind) throws(ZeroMQError) -> UnsafeMutableRawPointer {
    guard let socket = zeroMQ.functions.pointee.socket(handle, kind.number) else { throw zeroMQ.error }
    return socket
  }
}

/// A socket. Used from one thread at a time, as the library demands.
package final class ZeroMQSocket {
  /// The patterns of messages that a kernel and its clients use (RFC 28, 29).
  package enum Kind: Sendable {
    case request, reply, dealer, router, subscriber, publisher

    fileprivate var number: Int32 {
      switch self {
      case .request: Int32(cact_zmq_req)
      case .reply: Int32(cact_zmq_rep)
      case .dealer: Int32(cact_zmq_dealer)
      case .router: Int32(cact_zmq_router)
      case .subscriber: Int32(cact_zmq_sub)
      case .publisher: Int32(cact_zmq_xpub)
      }
    }
  }

  /// Frames of one message that are kept; no message of the protocol has as many.
  private static let mostFrames = 256

  private let context: ZeroMQContext
  let handle: UnsafeMutableRawPointer
  private var functions: cact_zmq { context.zeroMQ.functions.pointee }

  /// A socket that is bound or connected to nothing yet.
  /// - Parameters:
  ///   - linger: milliseconds for which what was sent is kept for its receiver when the socket is closed.
  ///   - largest: bytes of a frame; who sends a larger one is disconnected.
  package init(_ context: ZeroMQContext, _ kind: Kind, linger: Int32, largest: Int64 = -1) throws(ZeroMQError) {
    self.context = context
    handle = try context.open(kind)
    set(cact_zmq_linger, linger)
    set(cact_zmq_maximum_size, largest)
    // Nothing is worth waiting for: who does not read loses.
    set(cact_zmq_send_timeout, Int32(0))
    switch kind {
    // A client that comes back with its old name is that client.
    case .router: set(cact_zmq_router_handover, Int32(1))
    case .publisher:
      // Every subscriber is greeted, and a burst of output is not lost to one that is a little late.
      set(cact_zmq_xpub_verbose, Int32(1))
      set(cact_zmq_send_limit, Int32(100_000))
    case .request, .reply, .dealer, .subscriber: break
    }
  }

  deinit { _ = functions.close(handle) }

  private func set<T: BitwiseCopyable>(_ option: Int, _ value: T) {
    withUnsafeBytes(of: value) { bytes in
      _ = functions.set_option(handle, Int32(option), bytes.baseAddress, bytes.count)
    }
  }

  /// Listens to an address such as `tcp://127.0.0.1:5555`.
  package func bind(_ address: String) throws(ZeroMQError) {
    guard functions.bind(handle, address) == 0 else { throw context.zeroMQ.error }
  }

  /// Connects, now or when somebody listens there.
  package func connect(_ address: String) throws(ZeroMQError) {
    guard functions.connect(handle, address) == 0 else { throw context.zeroMQ.error }
  }

  /// Wants everything that is published.
  package func subscribe() { _ = functions.set_option(handle, Int32(cact_zmq_subscribe), "", 0) }

  /// The frames of the next message; nil where none has come.
  package func receive() -> [[UInt8]]? {
    var frames: [[UInt8]] = []
    while let (frame, isLast) = receiveFrame() {
      if frames.count < Self.mostFrames { frames.append(frame) }
      if isLast { return frames }
    }
    return nil
  }

  private func receiveFrame() -> (frame: [UInt8], isLast: Bool)? {
    var message = cact_zmq_message()
    // One address for all calls: a short frame's bytes lie in the message itself.
    return withUnsafeMutablePointer(to: &message) { message in
      guard functions.message_init(message) == 0 else { return nil }
      defer { _ = functions.message_close(message) }
      while functions.message_receive(message, handle, Int32(cact_zmq_dont_wait)) < 0 {
        guard functions.error_number() == EINTR else { return nil }
      }
      let bytes = UnsafeRawBufferPointer(
        start: functions.message_data(message), count: functions.message_size(message))
      return (Array(bytes), functions.message_more(message) == 0)
    }
  }

  /// Sends a message, or drops it where nobody takes it at once.
  package func send(_ frames: [[UInt8]]) {
    for (place, frame) in frames.enumerated() {
      let more = place < frames.count - 1 ? Int32(cact_zmq_send_more) : 0
      let flags = more | Int32(cact_zmq_dont_wait)
      let sent = frame.withUnsafeBytes { bytes in
        var sent = functions.send(handle, bytes.baseAddress, bytes.count, flags)
        while sent < 0, functions.error_number() == EINTR {
          sent = functions.send(handle, bytes.baseAddress, bytes.count, flags)
        }
        return sent
      }
      guard sent >= 0 else { return }
    }
  }

  /// Waits until one of some sockets has a message, or a descriptor has something to read.
  /// - Parameter milliseconds: at most so long.
  package static func wait(for sockets: [ZeroMQSocket], descriptor: Int32? = nil, milliseconds: Int) {
    guard let functions = sockets.first?.functions else { return }
    var items = sockets.map {
      cact_zmq_poll_item(socket: $0.handle, descriptor: 0, events: Int16(cact_zmq_poll_in), found: 0)
    }
    if let descriptor {
      items.append(
        cact_zmq_poll_item(socket: nil, descriptor: descriptor, events: Int16(cact_zmq_poll_in), found: 0))
    }
    _ = functions.poll(&items, Int32(items.count), milliseconds)
  }
}
