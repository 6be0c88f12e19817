import Numerics
public import Work

extension Twins {
  /// Rows whose texts are nearly those of an earlier one: their sets of 5-token shingles have a Jaccard similarity of at least
  /// `threshold` (`Shingles`, `MinHash`), each compared exactly. Shingles that nearly all rows share are a template, and are not
  /// compared; a row without a token is nobody's twin.
  ///
  /// O(bytes), 128 hashes of each shingle; memory of `bytes(rows:textBytes:)`. The same for any number of threads.
  ///
  /// - Parameters:
  ///   - threshold: 0.5 to 1; at 0.5 13 of 100 such pairs are not found, at 0.6 1 of 100, from 0.8 on none in practice.
  ///   - passes: who hashes rows; nil: this process.
  ///   - text: what a row says; called from several threads, more than once a row.
  /// - Throws: `Interrupted` when `work` is cancelled; what `passes` throws.
  public static func near(
    count: Int, threshold: Double, label: String = "dedup", work: Work = .silent,
    passes: ((TextHashing) -> TextPasses<TextSignature>)? = nil, text: (Int) -> [UInt8]
  ) throws -> Twins {
    let template = try ShingleTemplate(count: count, work: work, text: text)
    func set(_ row: Int) -> [UInt64] { template.removed(from: Shingles.of(text(row))) }
    let hashing = TextHashing(template: template.shingles)
    let signatures = try Signatures(
      TextBlocks.all(count, label: label, work: work, passes: passes?(hashing)) { rows in
        hashing.signatures(rows.count, work: work) { text(rows.lowerBound + $0) }
      })
    let search = try TwinSearch(count: count, bands: MinHash.bands, work: work) { signatures.key($0, band: $1) }
    // The share of hashes that agree errs by this standard deviation: three of them.
    let deviation = (threshold * (1 - threshold) / Double(MinHash.count)).squareRoot()
    let least = Int((threshold - 3 * deviation) * Double(MinHash.count))
    let standIns = try search.standIns(
      label: label, work: work, item: set,
      mayBeTwins: { signatures.agreement($0, $1) >= least },
      areTwins: { Shingles.jaccard($0, $1) >= threshold })
    return Twins(standIns: standIns, templateShingles: template.shingles.count)
  }

  /// Bytes that `near` takes beside the texts.
  public static func bytes(rows: Int, textBytes: Int) -> Double {
    // Hashes of shingles are kept of rows that meet another: all of them, where the rows are much alike; a token is three bytes
    // or more.
    TwinSearch.bytes(rows: rows, bands: MinHash.bands) + Double(rows * MinHash.count * 4) + Double(textBytes) * 8 / 3
  }
}

/// The hashes of all rows, one after the other.
private struct Signatures {
  private var values: [UInt32] = []
  private var isEmpty: [Bool] = []

  init(_ signatures: [TextSignature]) {
    values.reserveCapacity(signatures.count * MinHash.count)
    for signature in signatures {
      isEmpty.append(signature.values.isEmpty)
      values += signature.values.isEmpty ? [UInt32](repeating: 0, count: MinHash.count) : signature.values
    }
  }

  func key(_ row: Int, band: Int) -> UInt64? {
    if isEmpty[row] { return nil }
    return values.withUnsafeBufferPointer { values in
      MinHash.key(values[row * MinHash.count..<(row + 1) * MinHash.count], band: band)
    }
  }

  /// In how many of their hashes two rows agree.
  func agreement(_ row: Int, _ other: Int) -> Int {
    values.withUnsafeBufferPointer { values in
      var agreeing: UInt32 = 0
      let (a, b) = (row * MinHash.count, other * MinHash.count)
      for n in 0..<MinHash.count { agreeing &+= values[a + n] == values[b + n] ? 1 : 0 }
      return Int(agreeing)
    }
  }
}
