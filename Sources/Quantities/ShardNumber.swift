/// One of several parts of about the same size that a whole is divided into: `2 of 4`.
public struct ShardNumber: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Which one it is, from 1.
  public let number: Int
  /// How many there are, at least 1.
  public let count: Int

  /// nil unless `count` is at least 1 and `number` one of 1 to `count`.
  public init?(_ number: Int, of count: Int) {
    guard count >= 1, (1...count).contains(number) else { return nil }
    self.number = number
    self.count = count
  }

  private enum CodingKeys: String, CodingKey { case number, count }

  /// Throws for numbers that no shard has.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let (number, count) = (try values.decode(Int.self, forKey: .number), try values.decode(Int.self, forKey: .count))
    guard let shard = Self(number, of: count) else {
      throw DecodingError.dataCorruptedError(forKey: .number, in: values, debugDescription: "no shard")
    }
    self = shard
  }

  /// As the language writes it: `2 of 4`.
  public var description: String { "\(number) of \(count)" }

  /// The other shards of the same division, and this one, in order.
  public var all: [ShardNumber] { (1...count).compactMap { ShardNumber($0, of: count) } }

  /// Which shard the item gets that is dealt as the `position`-th (from 0): back and forth, so that of items in order none of the shards
  /// gets the larger one each time.
  public static func dealt(_ position: Int, among count: Int) -> Int {
    let (round, place) = position.quotientAndRemainder(dividingBy: count)
    return round.isMultiple(of: 2) ? place + 1 : count - place
  }

  /// How many of `total` items this shard is dealt.
  public func size(of total: Int) -> Int {
    let (rounds, rest) = total.quotientAndRemainder(dividingBy: count)
    let place = rounds.isMultiple(of: 2) ? number : count - number + 1
    return rounds + (place <= rest ? 1 : 0)
  }
}
