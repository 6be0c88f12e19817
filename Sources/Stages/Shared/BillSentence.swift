import Pipeline
import Work

extension BillTotal {
  /// `42.1s, 0.023 core-hours, 3.1 TFLOP, 812.0 MB of memory, about 0.76 Wh at 65 W, 0.02 at 2/h`
  var text: String {
    var parts = [Figures.duration(seconds), Figures.coreHours(coreHours)]
    if let compute {
      if compute.operations > 0 { parts.append(Figures.operations(compute.operations)) }
      if let bytes = compute.peakBytes { parts.append("\(Figures.bytes(bytes)) of memory") }
    }
    if let energy {
      parts.append(
        energy.watts.map { "about \(Figures.energy(energy.joules)) at \(Figures.digits($0)) W" }
          ?? "\(Figures.energy(energy.joules)) (measured)")
    }
    if let price { parts.append(Figures.money(seconds, perHour: price)) }
    return parts.joined(separator: ", ")
  }
}

extension RunContext {
  /// What these entries come to here.
  func total(_ entries: [BillEntry]) -> BillTotal { BillTotal(entries, settings, threads: work.jobThreads) }
}
