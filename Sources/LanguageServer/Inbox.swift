import Documents

/// Messages that have come and are not yet handled.
struct Inbox {
  let channel: any Channel
  private var frames = FrameReader()
  private var messages: [Message] = []
  private var cancelled: Set<JSONValue> = []
  private(set) var isAtEnd = false
  private var fault: FrameReader.Fault?

  init(channel: any Channel) { self.channel = channel }

  /// The next message. All that have come are read before, so that what takes one back is known.
  /// - Returns: nil when none is there and `waiting` is false, and at the end.
  mutating func next(waiting: Bool) throws(FrameReader.Fault) -> Message? {
    if fault == nil { do throws(FrameReader.Fault) { try fill(waiting: waiting) } catch { fault = error } }
    // What came whole before the fault is handled first.
    if !messages.isEmpty { return messages.removeFirst() }
    if let fault { throw fault }
    return nil
  }

  /// Whether the client has taken a request back that was not handled yet.
  mutating func isCancelled(_ id: JSONValue) -> Bool { cancelled.remove(id) != nil }

  private mutating func fill(waiting: Bool) throws(FrameReader.Fault) {
    while true {
      while let content = try frames.next() { take(Message(content)) }
      if isAtEnd { return }
      guard let bytes = channel.read(waiting: waiting && messages.isEmpty) else {
        isAtEnd = true
        if frames.isInside { throw FrameReader.Fault(message: "a message that ends in its middle") }
        return
      }
      if bytes.isEmpty { return }
      frames.add(bytes)
    }
  }

  private mutating func take(_ message: Message) {
    guard case .notification("$/cancelRequest", let params) = message, let id = params["id"] else {
      messages.append(message)
      return
    }
    // One that is answered already cannot be taken back.
    let waits = messages.contains { if case .request(id, _, _) = $0 { true } else { false } }
    if waits { cancelled.insert(id) }
  }
}
