public import Documents

/// What several stages took together, remembered ones as they took it when they ran.
public struct BillTotal: Sendable {
  /// Of the clock, with all of the job's threads.
  public let seconds: Double
  /// Nil where nothing is known of one of them: an older program made its value.
  public let compute: Compute?
  private let threads: Int
  private let watts: Double?
  /// Of an hour; nil where none is set.
  public let price: Double?

  /// - Parameter threads: that the job may use, in all of its processes.
  public init(_ entries: [BillEntry], _ settings: Settings, threads: Int) {
    seconds = entries.reduce(0) { $0 + $1.seconds }
    let known = entries.compactMap(\.compute)
    // Energy is known where it is of all of them.
    compute = known.count == entries.count ? known.dropFirst().reduce(known.first ?? Compute(), +) : nil
    self.threads = threads
    (watts, price) = (settings.watts, settings.price)
  }

  /// Threads times hours: what a scheduler counts.
  public var coreHours: Double { seconds * Double(threads) / 3_600 }
  /// In units of money; nil where no price is set.
  public var money: Double? { price.map { seconds / 3_600 * $0 } }

  /// Energy, and whether it was measured.
  public struct Energy: Sendable, Hashable {
    /// Joules.
    public var joules: Double
    /// By the processors' own counters; else the time at the power that `set watts` says, in watts.
    public var watts: Double?
  }

  /// Measured where the processors' counters can be read, else estimated where `watts` is set; nil where neither is.
  public var energy: Energy? {
    if let joules = compute?.joules { return Energy(joules: joules, watts: nil) }
    return watts.map { Energy(joules: seconds * $0, watts: $0) }
  }

  /// The same as data; what is not known is null.
  public var json: JSONObject {
    var object = JSONObject([("seconds", .number(seconds)), ("core_hours", .number(coreHours))])
    func add(_ name: String, _ value: Double?) { object[name] = value.map { JSONValue.number($0) } ?? JSONValue.null }
    add("operations", compute?.operations)
    object["peak_memory"] = (compute?.peakBytes).map { JSONValue.integer($0) } ?? JSONValue.null
    let energy = energy
    add("joules", energy?.joules)
    object["energy"] = energy.map { JSONValue.string($0.watts == nil ? "measured" : "estimated") } ?? JSONValue.null
    add("money", money)
    return object
  }
}
