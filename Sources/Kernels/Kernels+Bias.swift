extension Kernels {
  /// Adds b to every row: y += b. y: rows x width; b: width.
  package static func addBias(_ b: Input, to y: Output, rows: Int, width: Int) {
    for t in 0..<rows {
      let yt = y + t * width
      for i in 0..<width { yt[i] += b[i] }
    }
  }

  /// The gradient of `addBias`: db += the sum of dy's rows, in order.
  package static func addRows(_ dy: Input, to db: Output, rows: Int, width: Int) {
    for t in 0..<rows { add(dy + t * width, to: db, width) }
  }
}
