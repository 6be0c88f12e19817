import Digests
import Foundation
import Numerics
public import Work

extension Twins {
  /// Rows that say exactly what an earlier one says: the same parts (question, input, answer, or turns) in the same order, after
  /// `NormalText`. O(bytes), memory of a digest a row. The same for any number of threads.
  ///
  /// - Parameter texts: a row's parts; called from several threads. A row without any is nobody's twin.
  /// - Throws: `Interrupted` when `work` is cancelled.
  public static func exact(
    count: Int, label: String = "dedup", work: Work = .silent, texts: (Int) -> [ArraySlice<UInt8>]
  ) throws(Interrupted) -> Twins {
    var standIns: [Int?] = []
    standIns.reserveCapacity(count)
    var first: [ContentDigest: Int] = [:]
    let rowsAtOnce = 4_096
    for start in stride(from: 0, to: count, by: rowsAtOnce) {
      try work.checkCancellation(done: start, total: count, of: "rows read")
      work.progress(WorkProgress(label: label, done: Double(start), total: Double(count), unit: "rows"))
      let block = start..<min(start + rowsAtOnce, count)
      let digests = Parallel.map(block.count) { place -> ContentDigest? in
        let parts = work.cancellation.isCancelled ? [] : texts(block.lowerBound + place)
        guard !parts.isEmpty else { return nil }
        var builder = ContentDigest.Builder()
        for part in parts {
          let text = NormalText.of(part)
          builder.update(text.count)
          builder.update(text)
        }
        return builder.finalize()
      }
      for (row, digest) in zip(block, digests) {
        let known = digest.flatMap { first[$0] }
        standIns.append(known)
        if let digest, known == nil { first[digest] = row }
      }
    }
    try work.checkCancellation()
    return Twins(standIns: standIns)
  }
}

/// A text as `dedup exact` compares it: in Unicode's normalization form C, every run of white space one space, none at the
/// ends. Letters keep their case. Bytes that are no UTF-8 stay as they are.
public enum NormalText {
  /// O(bytes).
  public static func of(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var isPending = false
    func add(_ bytes: some Sequence<UInt8>) {
      if isPending, !result.isEmpty { result.append(0x20) }
      isPending = false
      result += bytes
    }
    guard text.contains(where: { $0 >= 0x80 }), let string = String(validating: text, as: UTF8.self) else {
      for byte in text {
        if byte == 0x20 || byte >= 0x09 && byte <= 0x0D { isPending = true } else { add(CollectionOfOne(byte)) }
      }
      return result
    }
    for scalar in string.precomposedStringWithCanonicalMapping.unicodeScalars {
      if scalar.properties.isWhitespace {
        isPending = true
      } else {
        add(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    return result
  }
}
