extension Collection<UInt8> {
  func ends(with other: some Collection<UInt8>) -> Bool {
    count >= other.count && suffix(other.count).elementsEqual(other)
  }
}

extension [UInt8] {
  /// Where two texts begin to differ, UTF-8: at the border of a character.
  func parting(from other: [UInt8]) -> Int {
    var place = zip(self, other).enumerated().first { $1.0 != $1.1 }?.offset ?? Swift.min(count, other.count)
    while place > 0, [self, other].contains(where: { place < $0.count && $0[place] & 0xC0 == 0x80 }) { place -= 1 }
    return place
  }
}
