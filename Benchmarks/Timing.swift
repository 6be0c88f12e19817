import Dispatch

/// Seconds of wall clock that the body takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = DispatchTime.now().uptimeNanoseconds
  try body()
  return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
}

/// The shortest of at least three runs, repeated for about `atLeast` seconds.
func bestSeconds(atLeast: Double = 0.2, _ body: () throws -> Void) rethrows -> Double {
  var (best, total, runs) = (Double.infinity, 0.0, 0)
  while runs < 3 || total < atLeast {
    let time = try seconds(body)
    best = min(best, time)
    total += time
    runs += 1
  }
  return best
}

/// The text at the right end of a column.
func column(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}
