import Documents
import Foundation
import Synchronization

/// The thread that owns a kernel's sockets. It reads requests, answers those that must not wait for a cell (control, heartbeat), and
/// sends what other threads post. It never waits for anybody.
final class KernelServer: @unchecked Sendable {
  // Unchecked: `sockets` is used on the thread alone that `start` begins; all else is constant or locks itself.
  let queue: RequestQueue
  let outbox = Outbox()
  let headers = MessageHeaders()
  private let sockets: Mutex<KernelSockets?>
  private let wire: WireFormat
  private let hooks: KernelHooks
  private let information: JSONObject
  private let ended = DispatchSemaphore(value: 0)
  private let isFinished = Atomic<Bool>(false)
  private let faults = Atomic<Int>(0)

  /// How long a cell may take to stop when the kernel is to end, in seconds; then the process ends without it. With what the
  /// sockets wait for their readers it is less than two.
  private static let patience = 1.2

  /// - Parameter information: the content of `kernel_info_reply`.
  init(_ sockets: sending KernelSockets, _ wire: WireFormat, _ hooks: KernelHooks, information: JSONObject) {
    self.sockets = Mutex(sockets)
    self.wire = wire
    self.hooks = hooks
    queue = RequestQueue(hooks)
    self.information = information
  }

  func start() {
    let thread = Thread { [self] in
      if let sockets = sockets.withLock({ $0.take() }) { serve(sockets) }
      ended.signal()
    }
    thread.name = "jupyter"
    // A document is at most 512 levels deep, each a call.
    thread.stackSize = 4 << 20
    thread.start()
  }

  /// Sends what was posted, and closes the sockets.
  func finish() {
    isFinished.store(true, ordering: .releasing)
    outbox.ring()
    ended.wait()
  }

  // MARK: - Messages

  /// Posts a message to everybody who listens.
  func publish(_ type: String, _ content: JSONObject, parent: JSONObject) {
    outbox.post(
      KernelMessage(
        identities: [Array("kernel.\(headers.session).\(type)".utf8)], header: headers.header(type), parent: parent,
        content: content), on: .iopub)
  }

  /// Posts the answer to a request.
  func reply(to request: KernelMessage, _ content: JSONObject, on channel: Outbox.Channel = .shell) {
    let type =
      request.type.hasSuffix("_request") ? request.type.dropLast("request".count) + "reply" : request.type + "_reply"
    outbox.post(
      KernelMessage(
        identities: request.identities, header: headers.header(type), parent: request.header, content: content),
      on: channel)
  }

  /// Does something for a request, and tells everybody that the kernel is busy meanwhile.
  func whileBusy(_ request: KernelMessage, _ body: () -> Void) {
    publish("status", ["execution_state": "busy"], parent: request.header)
    body()
    publish("status", ["execution_state": "idle"], parent: request.header)
  }

  /// The answer to what every kernel is asked first.
  func replyWithInformation(to request: KernelMessage, on channel: Outbox.Channel) {
    reply(to: request, information, on: channel)
  }

  /// A line for whoever looks for what is wrong. A flood of damaged messages is not one of lines.
  func note(_ text: String) {
    let count = faults.wrappingAdd(1, ordering: .relaxed).newValue
    if count <= 100 { hooks.log(text + (count == 100 ? "; more like it are not reported" : "")) }
  }

  // MARK: - The thread

  private func serve(_ sockets: KernelSockets) {
    publish("status", ["execution_state": "starting"], parent: [:])
    var deadline: Double?
    while !isFinished.load(ordering: .acquiring) {
      send(sockets)
      // Sending has silenced the bell of who waits for a look.
      let patience = queue.isLookWanted ? 0 : deadline == nil ? 500 : 50
      sockets.wait(descriptor: outbox.descriptor, milliseconds: patience)
      let wanted = queue.wantedLooks
      var wishes: [[[UInt8]]] = []
      while let frames = sockets.control.receive() { wishes.append(frames) }
      while let frames = sockets.shell.receive() {
        guard let message = message(frames, "shell") else { continue }
        // Clients of an older protocol ask here.
        if message.type == "shutdown_request" || message.type == "interrupt_request" {
          if control(message, .shell) { deadline = deadline ?? end() }
        } else {
          queue.append(message)
        }
      }
      // An interrupt is sent after the cell that it is meant for, which has been read by now.
      for frames in wishes {
        if let message = message(frames, "control"), control(message, .control) { deadline = deadline ?? end() }
      }
      while let frames = sockets.heartbeat.receive() { sockets.heartbeat.send(frames) }
      while let frames = sockets.iopub.receive() { greet(frames) }
      // Nothing is asked of the user, so that nothing is answered.
      while sockets.stdin.receive() != nil {}
      queue.looked(wanted)
      if hooks.shouldEnd() { deadline = deadline ?? end() }
      if let deadline, Self.now() > deadline {
        send(sockets)
        return hooks.endHard()
      }
    }
    send(sockets)
  }

  /// No further request is begun, and the running one is asked to stop.
  /// - Returns: when the process ends without it.
  private func end() -> Double {
    queue.close()
    return Self.now() + Self.patience
  }

  private func send(_ sockets: KernelSockets) {
    for (channel, message) in outbox.take() {
      let frames = wire.frames(of: message)
      switch channel {
      case .shell: sockets.shell.send(frames)
      case .control: sockets.control.send(frames)
      case .iopub: sockets.iopub.send(frames)
      }
    }
  }

  private func message(_ frames: [[UInt8]], _ channel: String) -> KernelMessage? {
    do {
      return try wire.message(of: frames)
    } catch {
      note("\(channel): \(error) is ignored")
      return nil
    }
  }

  /// Answers a message of the control channel.
  /// - Returns: whether the kernel is to end.
  private func control(_ message: KernelMessage, _ channel: Outbox.Channel) -> Bool {
    switch message.type {
    case "interrupt_request":
      whileBusy(message) {
        queue.interrupt()
        reply(to: message, ["status": "ok"], on: channel)
      }
    case "shutdown_request":
      let content: JSONObject = ["status": "ok", "restart": .bool(message.content["restart"]?.bool ?? false)]
      whileBusy(message) {
        reply(to: message, content, on: channel)
        publish("shutdown_reply", content, parent: message.header)
      }
      return true
    case "kernel_info_request": whileBusy(message) { replyWithInformation(to: message, on: channel) }
    default: note("control: a message of type \(message.type.debugDescription) is ignored")
    }
    return false
  }

  /// Greets a new subscriber, who then knows that nothing is lost from here on (JEP 65).
  private func greet(_ frames: [[UInt8]]) {
    guard let frame = frames.first, frame.first == 1 else { return }
    let topic = Array(frame.dropFirst())
    outbox.post(
      KernelMessage(
        identities: [topic], header: headers.header("iopub_welcome"),
        content: ["subscription": .string(String(decoding: topic, as: UTF8.self))]), on: .iopub)
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// What a kernel needs of the process that it runs in. All of it may be called from any thread; `clear` and `interrupt` never at the
/// same time, and they wait for nobody.
public struct KernelHooks: Sendable {
  /// Forgets a wish to stop: it came where no cell ran, or was of the one before. Called before a cell is said to run.
  public var clear: @Sendable () -> Void
  /// Asks the running cell to stop.
  public var interrupt: @Sendable () -> Void
  /// Whether the process is asked to end: looked at twice a second.
  public var shouldEnd: @Sendable () -> Bool
  /// Ends the process while a cell runs that does not stop.
  public var endHard: @Sendable () -> Void
  /// A line of the kernel's log.
  public var log: @Sendable (String) -> Void

  /// All that is needed.
  public init(
    clear: @escaping @Sendable () -> Void, interrupt: @escaping @Sendable () -> Void,
    shouldEnd: @escaping @Sendable () -> Bool, endHard: @escaping @Sendable () -> Void,
    log: @escaping @Sendable (String) -> Void
  ) {
    self.clear = clear
    self.interrupt = interrupt
    self.shouldEnd = shouldEnd
    self.endHard = endHard
    self.log = log
  }
}
