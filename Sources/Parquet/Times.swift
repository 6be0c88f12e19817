/// Dates and times as text (ISO 8601).
enum Times {
  /// Of days since 1970 in the Gregorian calendar, also before it was one.
  static func date(_ days: Int64) -> String {
    // Years of 365.2425 days, counted from March of the year 0, so that a leap day is the last of its year.
    let shifted = days + 719_468
    let era = floor(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let year = yearOfEra + era * 400 + (month < 10 ? 0 : 1)
    return (year < 0 ? "-" : "") + padded(abs(year), 4) + "-" + padded(month < 10 ? month + 3 : month - 9, 2) + "-"
      + padded(dayOfYear - (153 * month + 2) / 5 + 1, 2)
  }

  /// Of a count since midnight.
  static func time(_ count: Int64, _ unit: TimeUnit) -> String {
    let perSecond = Int64(unit.rawValue)
    let seconds = floor(count, perSecond)
    return clock(seconds, nanoseconds: (count - seconds * perSecond) * (1_000_000_000 / perSecond))
  }

  /// Of a count since 1970.
  static func timestamp(_ count: Int64, _ unit: TimeUnit) -> String {
    let perSecond = Int64(unit.rawValue)
    let seconds = floor(count, perSecond)
    let days = floor(seconds, 86_400)
    return date(days) + "T"
      + clock(seconds - days * 86_400, nanoseconds: (count - seconds * perSecond) * (1_000_000_000 / perSecond))
  }

  /// Nanoseconds of the day, then the Julian day.
  static func oldTimestamp(_ bytes: ArraySlice<UInt8>) -> String {
    func number(_ bytes: some BidirectionalCollection<UInt8>) -> UInt64 {
      bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    let nanoseconds = number(bytes.prefix(8))
    // The Julian day of 1970-01-01.
    let days = Int64(number(bytes.dropFirst(8))) - 2_440_588
    let seconds = Int64(nanoseconds / 1_000_000_000)
    return date(days + seconds / 86_400) + "T"
      + clock(seconds % 86_400, nanoseconds: Int64(nanoseconds % 1_000_000_000))
  }

  private static func clock(_ seconds: Int64, nanoseconds: Int64) -> String {
    let clock = padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2)
    if nanoseconds == 0 { return clock }
    return clock + "."
      + (nanoseconds % 1_000 == 0 ? padded(nanoseconds / 1_000, 6) : padded(nanoseconds, 9))
  }

  static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
    value / divisor - (value % divisor < 0 ? 1 : 0)
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}
