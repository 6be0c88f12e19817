#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What `strftime_now` says the time is.
public enum JinjaClock: Hashable, Sendable {
  /// The time of rendering, in the machine's time zone.
  case system
  /// Always this moment, in UTC: seconds since 1970.
  case fixed(Int)

  /// The time as `strftime` writes it in the C locale's way. nil: the format makes more than 4,096 bytes.
  func written(_ format: [UInt8]) -> [UInt8]? {
    if format.isEmpty { return [] }
    var time = tm()
    switch self {
    case .system:
      var now = Self.now
      localtime_r(&now, &time)
    case .fixed(let seconds):
      var moment = time_t(seconds)
      gmtime_r(&moment, &time)
    }
    var buffer = [CChar](repeating: 0, count: 4096)
    // A byte behind the format tells an empty result (`%p` in some locales) from one that does not fit.
    let terminated = (format + [UInt8(ascii: "."), 0]).map { CChar(bitPattern: $0) }
    let count = strftime(&buffer, buffer.count, terminated, &time)
    return count == 0 ? nil : buffer[..<(count - 1)].map { UInt8(bitPattern: $0) }
  }

  private static var now: time_t { time(nil) }
}
