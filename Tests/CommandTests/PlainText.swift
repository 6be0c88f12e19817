extension String {
  /// What may stand in a terminal or a page: no control but line end and tab, nothing that turns the direction of text.
  var isPlain: Bool {
    unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x0A, 0x09: true
      case 0x00..<0x20, 0x7F..<0xA0: false
      case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: false
      default: true
      }
    }
  }
}
