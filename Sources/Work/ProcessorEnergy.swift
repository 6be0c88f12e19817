import Documents
import Foundation
import Synchronization

/// Energy that the processors took, as their own counters say (RAPL, under /sys/class/powercap); most systems let root alone read them.
/// It is that of whole processors, other programs' work included.
public final class ProcessorEnergy: Sendable {
  /// Of this machine.
  public static let shared = ProcessorEnergy()

  private struct Zone {
    let path: String
    /// Microjoules at which the counter begins again.
    let range: Int
    var last: Int
  }

  private struct State {
    var zones: [Zone] = []
    var microjoules = 0
  }

  private let state: Mutex<State>
  /// A counter of 2^32 steps comes round in some minutes of full load: often enough to see each turn.
  private static let period = 20.0

  /// - Parameter root: before the paths of the system.
  package init(root: String = "") {
    let folder = "\(root)/sys/class/powercap"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // `intel-rapl:0` is a processor, `intel-rapl:0:1` a part of it, `psys` is counted beside its processors.
    let zones = names.sorted().filter { $0.split(separator: ":").count == 2 }.compactMap { name -> Zone? in
      let path = "\(folder)/\(name)"
      guard Self.text("\(path)/name").hasPrefix("package"), let last = Self.number("\(path)/energy_uj"),
        let range = Self.number("\(path)/max_energy_range_uj"), range > 0
      else { return nil }
      return Zone(path: path, range: range, last: last)
    }
    state = Mutex(State(zones: zones))
    guard !zones.isEmpty, root.isEmpty else { return }
    Thread.detachNewThread { [weak self] in
      while self != nil {
        Thread.sleep(forTimeInterval: Self.period)
        _ = self?.joules
      }
    }
  }

  /// Joules since this was made; nil where the counters cannot be read.
  public var joules: Double? {
    state.withLock { state in
      guard !state.zones.isEmpty else { return nil }
      for place in state.zones.indices {
        let zone = state.zones[place]
        guard let now = Self.number("\(zone.path)/energy_uj") else { continue }
        state.microjoules += now >= zone.last ? now - zone.last : now + zone.range - zone.last
        state.zones[place].last = now
      }
      return Double(state.microjoules) / 1e6
    }
  }

  /// From now on nothing is known: the work is not this machine's alone.
  public func forget() { state.withLock { $0.zones = [] } }

  private static func text(_ path: String) -> String {
    (try? AtomicFile.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static func number(_ path: String) -> Int? { Int(text(path).filter { !$0.isWhitespace }) }
}
