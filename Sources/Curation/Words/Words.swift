import Numerics

/// The words of one row after another, in memory that is used again; for one thread at a time.
///
/// They are what nltk's WordPunctTokenizer makes of the text in lower case: the matches of `\w+|[^\w\s]+`, Unicode's
/// characters in the sense of Python's `re` (nltk up to 3.9; later versions match with another library, to which
/// combining marks belong to words and fractions do not).
package final class Words {
  /// The words joined by single spaces, so that a run of words is one range of it, and behind them `padding` bytes that
  /// may be read.
  private(set) var buffer = AlignedBuffer<UInt8>(count: 4096)
  /// Of each word, where it begins and ends in `buffer`.
  private var starts = AlignedBuffer<Int>(count: 4096)
  private var ends = AlignedBuffer<Int>(count: 4096)
  package private(set) var count = 0
  static let padding = 64

  private var scalars: [UInt32] = []
  private var lowered: [UInt32] = []

  package init() {}

  /// The words from `first` through `last` as one text, a space between them.
  package func text(_ first: Int, through last: Int) -> UnsafeBufferPointer<UInt8> {
    let start = starts.pointer[first]
    return UnsafeBufferPointer(start: buffer.constant + start, count: ends.pointer[last] - start)
  }

  /// Splits the parts, no word crossing from one to the next; the words of an earlier call are gone.
  package func split(_ parts: [ArraySlice<UInt8>]) {
    count = 0
    let bytes = parts.reduce(0) { $0 + $1.count }
    // A character becomes at most three times as many bytes in lower case, a space behind it included.
    let room = 3 * bytes + Self.padding
    if buffer.count < room { buffer = AlignedBuffer(uninitialized: room + room / 2) }
    // No byte begins more than one word.
    if starts.count < bytes {
      starts = AlignedBuffer(uninitialized: bytes + bytes / 2)
      ends = AlignedBuffer(uninitialized: bytes + bytes / 2)
    }
    var out = 0
    for part in parts {
      part.withUnsafeBufferPointer { bytes in
        out = isASCII(bytes) ? splitASCII(bytes, at: out) : splitAny(bytes, at: out)
      }
    }
  }

  private func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    // Without an early end the loop takes many bytes at a time.
    var all: UInt8 = 0
    for byte in bytes { all |= byte }
    return all < 0x80
  }

  private func splitASCII(_ bytes: UnsafeBufferPointer<UInt8>, at begin: Int) -> Int {
    let target = buffer.pointer
    let (starts, ends) = (starts.pointer, ends.pointer)
    let space = CharacterClass.space.rawValue
    var (out, at, word) = (begin, 0, count)
    CharacterClass.ascii.withUnsafeBufferPointer { classes in
      while at < bytes.count {
        let kind = classes[Int(bytes[at])]
        if kind == space {
          at += 1
          continue
        }
        starts[word] = out
        repeat {
          let byte = bytes[at]
          target[out] = byte &- 0x41 < 26 ? byte | 0x20 : byte
          out += 1
          at += 1
        } while at < bytes.count && classes[Int(bytes[at])] == kind
        ends[word] = out
        target[out] = 0x20
        out += 1
        word += 1
      }
    }
    count = word
    return out
  }

  private func splitAny(_ bytes: UnsafeBufferPointer<UInt8>, at begin: Int) -> Int {
    scalars.removeAll(keepingCapacity: true)
    lowered.removeAll(keepingCapacity: true)
    UTF8Scalars.append(bytes, to: &scalars)
    Lowercase.append(scalars, to: &lowered)
    let target = buffer.pointer
    var (out, at) = (begin, 0)
    while at < lowered.count {
      let kind = CharacterClass(lowered[at])
      if kind == .space {
        at += 1
        continue
      }
      starts.pointer[count] = out
      repeat {
        out += UTF8Scalars.write(lowered[at], to: target + out)
        at += 1
      } while at < lowered.count && CharacterClass(lowered[at]) == kind
      ends.pointer[count] = out
      target[out] = 0x20
      out += 1
      count += 1
    }
    return out
  }
}

/// UTF-8 in which lone surrogates stand as their three-byte form, as rows hold it.
private enum UTF8Scalars {
  /// A byte that begins no such form stands for itself, so that nothing is lost.
  static func append(_ bytes: UnsafeBufferPointer<UInt8>, to scalars: inout [UInt32]) {
    var at = 0
    while at < bytes.count {
      let lead = UInt32(bytes[at])
      let length = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1
      guard length > 1, at + length <= bytes.count,
        (1..<length).allSatisfy({ bytes[at + $0] & 0xC0 == 0x80 })
      else {
        scalars.append(lead)
        at += 1
        continue
      }
      var value = lead & (0x7F >> UInt32(length))
      for next in 1..<length { value = value << 6 | UInt32(bytes[at + next] & 0x3F) }
      scalars.append(value)
      at += length
    }
  }

  /// Writes one character; returns its bytes, at most 4.
  static func write(_ scalar: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
    if scalar < 0x80 {
      target[0] = UInt8(truncatingIfNeeded: scalar)
      return 1
    }
    let length = scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4
    var rest = scalar
    for place in stride(from: length - 1, to: 0, by: -1) {
      target[place] = 0x80 | UInt8(truncatingIfNeeded: rest & 0x3F)
      rest >>= 6
    }
    let mark: UInt32 = length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0
    target[0] = UInt8(truncatingIfNeeded: mark | rest)
    return length
  }
}
