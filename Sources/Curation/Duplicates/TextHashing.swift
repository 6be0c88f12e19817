import Numerics
public import Work

/// The MinHash values of a text's shingles; none of a text without a token.
public struct TextSignature: Sendable, Hashable {
  /// As many as there are hash functions, or none.
  public var values: [UInt32]

  /// Values that were made elsewhere.
  public init(values: [UInt32]) { self.values = values }
}

/// What is hashed of texts, and what is not: a template that nearly all of them share.
public struct TextHashing: Sendable {
  /// Shingles that do not count.
  public let template: Set<UInt64>

  private static let grain = 32

  /// Hashing that leaves those shingles out.
  public init(template: Set<UInt64>) { self.template = template }

  /// Of so many texts, by their places from 0; after a cancellation some are empty. O(bytes), 128 hashes of each shingle.
  /// - Parameter text: called from several threads.
  public func signatures(_ count: Int, work: Work = .silent, text: (Int) -> [UInt8]) -> [TextSignature] {
    let template = ShingleTemplate(shingles: template)
    let parts = Parallel.map((count + Self.grain - 1) / Self.grain) { part -> [TextSignature] in
      (part * Self.grain..<min((part + 1) * Self.grain, count)).map { place in
        if work.cancellation.isCancelled { return TextSignature(values: []) }
        let set = template.removed(from: Shingles.of(text(place)))
        return TextSignature(values: set.isEmpty ? [] : MinHash(set).values)
      }
    }
    return Array(parts.joined())
  }
}
