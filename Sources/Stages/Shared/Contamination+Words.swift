import Curation

extension Contamination.Hit {
  /// What a row has of a problem: `its solution and 3 runs of 13 words`.
  func words(_ length: Int) -> String {
    let told =
      runs == 1
      ? "a run of \(length) words or its whole statement" : "\(Figures.count(runs)) runs of \(length) words"
    return [hasSolution ? "its solution" : nil, runs > 0 ? told : nil].compactMap { $0 }.joined(separator: " and ")
  }
}
