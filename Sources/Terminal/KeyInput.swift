import Foundation

/// The bytes that come from the keyboard, in their order, and what of them was pasted.
///
/// A terminal that knows bracketed paste puts `startOfPaste` before and `endOfPaste` behind what is pasted. Keys are read one
/// by one, so that what is typed ahead of the program's end is left to the shell; pastes are read in pieces.
struct KeyInput {
  static let startOfPaste = Array("\u{1B}[200~".utf8)
  static let endOfPaste = Array("\u{1B}[201~".utf8)

  private var bytes: [UInt8] = []
  private var head = 0

  /// Bytes that are read but not yet taken.
  private var rest: ArraySlice<UInt8> { bytes[head...] }

  var isEmpty: Bool { head == bytes.count }

  mutating func clear() {
    bytes = []
    head = 0
  }

  /// Forgets what is there up to the end of a paste, or, where that is not there, all but what may be its beginning.
  /// - Returns: whether it was there.
  mutating func dropPaste() -> Bool {
    let end = KeyInput.endOfPaste
    if let start = rest.indices.first(where: { rest[$0...].starts(with: end) }) {
      head = start + end.count
      return true
    }
    bytes = Array(rest.suffix(end.count - 1))
    head = 0
    return false
  }

  /// Puts bytes before all others.
  mutating func unread(_ more: [UInt8]) {
    // What was taken leaves room for what comes back: the lines of a long paste are not moved once for each.
    if head >= more.count {
      head -= more.count
      bytes.replaceSubrange(head..<(head + more.count), with: more)
    } else {
      bytes = more + rest
      head = 0
    }
  }

  enum Next: Equatable {
    case byte(UInt8)
    case endOfInput
    /// `isWanted` was false before anything came.
    case stopped
  }

  /// The next byte, waited for.
  /// - Parameters:
  ///   - piece: how many bytes to read at once where none is left.
  ///   - isWanted: asked before each waiting, and after each signal.
  mutating func next(piece: Int = 1, while isWanted: () -> Bool) -> Next {
    while isEmpty {
      guard isWanted() else { return .stopped }
      guard WakeUp.wait(for: STDIN_FILENO) else { continue }
      switch readMore(piece) {
      case .some(true): break
      case .some(false): return .endOfInput
      case .none: continue
      }
    }
    head += 1
    return .byte(bytes[head - 1])
  }

  /// The next byte, if it comes so soon.
  mutating func next(within milliseconds: Int32) -> UInt8? {
    if isEmpty {
      guard WakeUp.wait(for: STDIN_FILENO, milliseconds: milliseconds), readMore(1) == true else { return nil }
    }
    head += 1
    return bytes[head - 1]
  }

  /// Takes `expected` if it comes next. Waits for as many bytes as it takes to see that it does not.
  mutating func take(_ expected: [UInt8], while isWanted: () -> Bool) -> Bool {
    for (index, byte) in expected.enumerated() {
      switch next(piece: 4096, while: isWanted) {
      case .byte(byte): continue
      case .byte(let other):
        unread(expected[..<index] + [other])
        return false
      case .endOfInput, .stopped:
        unread(Array(expected[..<index]))
        return false
      }
    }
    return true
  }

  /// Whether more is there already, as it is behind a key that was pasted without brackets.
  var hasMore: Bool {
    if !isEmpty { return true }
    var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, 0) > 0 && wait.revents & Int16(POLLIN) != 0
  }

  /// Reads what is there without waiting longer than `milliseconds` for any of it.
  /// - Returns: whether something came.
  @discardableResult
  mutating func gather(within milliseconds: Int32, atMost limit: Int = 1 << 20) -> Bool {
    let before = bytes.count - head
    while bytes.count - head < limit {
      guard WakeUp.wait(for: STDIN_FILENO, milliseconds: milliseconds), readMore(4096) == true else { break }
    }
    return bytes.count - head > before
  }

  /// Whether what is next was pasted.
  var isInPaste: Bool { rest.starts(with: KeyInput.startOfPaste) }

  /// The first byte that is neither blank nor an empty line nor in a comment, and whether the paste that is next ends before
  /// it: nil when neither is there yet.
  func firstSign() -> (byte: UInt8?, endsPaste: Bool)? {
    var place = isInPaste ? head + KeyInput.startOfPaste.count : head
    var isComment = false
    while place < bytes.count {
      let byte = bytes[place]
      if byte == 0x1B {
        let tail = bytes[place...]
        if tail.starts(with: KeyInput.endOfPaste) { return (nil, true) }
        if tail.starts(with: KeyInput.startOfPaste) {
          place += KeyInput.startOfPaste.count
          continue
        }
        if KeyInput.endOfPaste.starts(with: tail) { return nil }
      }
      switch byte {
      case UInt8(ascii: "\r"), UInt8(ascii: "\n"): isComment = false
      case UInt8(ascii: " "), UInt8(ascii: "\t"): break
      case UInt8(ascii: "#"): isComment = true
      default: if !isComment { return (byte, false) }
      }
      place += 1
    }
    return nil
  }

  /// true: bytes came; false: the end; nil: nothing yet.
  private mutating func readMore(_ piece: Int) -> Bool? {
    if isEmpty {
      bytes.removeAll(keepingCapacity: true)
      head = 0
    }
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: piece))
    let count = bytes[start...].withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, piece) }
    let code = errno
    bytes.removeLast(piece - max(0, count))
    if count > 0 { return true }
    if count == 0 { return false }
    return code == EINTR || code == EAGAIN ? nil : false
  }
}
