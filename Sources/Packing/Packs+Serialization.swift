import Foundation
import LanguageModel
import Rows

// The store's form: the rows, then settings and ledger as JSON, then samples and bins as flat arrays.
extension Packs {
  /// The stored form, which `init(serialized:)` reads. O(tokens).
  public func serialized() -> [UInt8] {
    var out = ByteWriter()
    out.put(rows.serialized())
    out.put(Self.json(settings))
    out.put(Self.json(ledger))
    out.put(array: samples.flatMap { [$0.row, $0.segment.tokens.count, $0.segment.learnFrom, $0.segment.learnTo] })
    out.put(array: samples.flatMap(\.segment.tokens))
    out.put(array: bins.map(\.count))
    out.put(array: bins.flatMap { $0 })
    // Only conversations have targets that are not one range.
    if samples.contains(where: { !$0.segment.skipped.isEmpty }) {
      out.put(
        array: samples.enumerated().flatMap { place, sample in
          sample.segment.skipped.flatMap { [place, $0.lowerBound, $0.upperBound] }
        })
    }
    return out.bytes
  }

  /// Throws `RowError` (`damagedValue`) unless the bytes are what `serialized()` makes.
  public init(serialized bytes: [UInt8]) throws {
    var input = ByteReader(bytes: bytes)
    let rows = try Rows(serialized: Array(try input.block()))
    let settings = try Self.value(PackSettings.self, try input.block())
    let ledger = try Self.value(Ledger.self, try input.block())
    let facts = try input.array(of: Int.self)
    let tokens = try input.array(of: Int32.self)
    guard facts.count % 4 == 0 else { throw ByteReader.damage("a sample is not whole") }
    var samples: [Sample] = []
    var start = 0
    for at in stride(from: 0, to: facts.count, by: 4) {
      let (row, count, from, to) = (facts[at], facts[at + 1], facts[at + 2], facts[at + 3])
      guard (0..<rows.count).contains(row), count >= 0, count <= tokens.count - start, from >= 0, to >= from,
        to <= count
      else { throw ByteReader.damage("a sample lies outside the value") }
      let segment = Segment(tokens: Array(tokens[start..<start + count]), learnFrom: from, learnTo: to)
      samples.append(Sample(row: row, segment: segment))
      start += count
    }
    let counts = try input.array(of: Int.self)
    let places = try input.array(of: Int.self)
    guard places.sorted() == Array(samples.indices) else {
      throw ByteReader.damage("a sample is in no pack, or in two")
    }
    var bins: [[Int]] = []
    start = 0
    for count in counts {
      guard count > 0, count <= places.count - start else { throw ByteReader.damage("a pack is empty or too long") }
      bins.append(Array(places[start..<start + count]))
      start += count
    }
    if input.at < bytes.count {
      let skipped = try input.array(of: Int.self)
      guard skipped.count % 3 == 0 else { throw ByteReader.damage("what is not learned is not whole") }
      for at in stride(from: 0, to: skipped.count, by: 3) {
        let (place, from, to) = (skipped[at], skipped[at + 1], skipped[at + 2])
        guard samples.indices.contains(place) else { throw ByteReader.damage("what is not learned is of no sample") }
        let segment = samples[place].segment
        guard from < to, from > segment.skipped.last?.upperBound ?? segment.learnFrom, to < segment.learnTo else {
          throw ByteReader.damage("what is not learned lies outside what is")
        }
        samples[place].segment.skipped.append(from..<to)
      }
    }
    guard start == places.count, input.at == bytes.count else { throw ByteReader.damage("it is too long") }
    self.init(rows: rows, settings: settings, samples: samples, bins: bins, ledger: ledger)
  }

  private static func json(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys  // the same value, the same bytes
    return (try? encoder.encode(value)).map(Array.init) ?? []
  }

  private static func value<Value: Decodable>(_: Value.Type, _ bytes: ArraySlice<UInt8>) throws -> Value {
    guard let value = try? JSONDecoder().decode(Value.self, from: Data(bytes)) else {
      throw ByteReader.damage("settings or ledger cannot be read")
    }
    return value
  }
}
