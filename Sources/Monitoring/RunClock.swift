import Foundation

/// Times as a log has them.
enum RunClock {
  /// `2026-11-28T09:40:11.123Z`.
  static func text(_ time: Double) -> String {
    "\(format("%Y-%m-%dT%H:%M:%S", time)).\(String(Int(time * 1e3) % 1_000 + 1_000).dropFirst())Z"
  }

  /// `20261128-094011`: of a file's name.
  static func stamp(_ time: Double = Date().timeIntervalSince1970) -> String { format("%Y%m%d-%H%M%S", time) }

  private static func format(_ form: String, _ time: Double) -> String {
    var seconds = time_t(time)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 64)
    let length = strftime(&text, text.count, form, &parts)
    return String(decoding: text[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// The machine that a log is of.
enum RunHost {
  static let name: String = {
    var bytes = [CChar](repeating: 0, count: 256)
    guard gethostname(&bytes, bytes.count - 1) == 0 else { return "" }
    return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()
}
