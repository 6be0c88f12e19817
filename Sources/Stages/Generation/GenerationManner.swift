import Diagnostics
import LanguageModel
import Pipeline

/// How answers are searched for, as the stages that make some let the user say it.
enum GenerationManner {
  /// The most tokens of an answer, temperature and the rest; stop strings are the stage's own.
  static let options = [
    Option("temperature", .number, in: 0...100, "Sampling temperature; without it the most likely token is taken"),
    Option("top_k", .integer, in: 1...1_000_000, "Samples from the k most likely tokens"),
    Option(
      "top_p", .number, in: 0.001...1, "Samples from the most likely tokens that have this much probability together"),
    Option("beams", .integer, in: 1...64, "Beam search with N beams"),
    Option(
      "length_penalty", .number, in: -100...100, "Beam search: above 1 favours longer answers, below 1 shorter ones"),
  ]

  /// - Throws: `Diagnostic` for options that exclude each other.
  static func check(_ call: BoundCall) throws {
    if try call.optionalInteger("beams").map({ $0 > 1 }) == true {
      for name in ["temperature", "top_k", "top_p"] where call.isWritten(name) {
        throw Diagnostic(
          StageCodes.optionsClash, "`beams` searches for the likeliest answer, and `\(name)` samples one",
          at: call.span(of: name),
          label: "leave one out", secondary: [.init(span: call.span(of: "beams"), text: "does not sample")])
      }
    } else if call.isWritten("length_penalty") {
      throw Diagnostic(
        StageCodes.optionsClash, "`length_penalty` is for `beams` of at least 2", at: call.span(of: "length_penalty"),
        label: "does nothing here")
    }
    if try call.optionalNumber("temperature") == 0, let name = ["top_k", "top_p"].first(where: { call.isWritten($0) }) {
      throw Diagnostic(
        StageCodes.optionsClash, "`\(name)` is for sampling, and at a temperature of 0 nothing is sampled",
        at: call.span(of: "temperature"), label: "must be above 0 to sample")
    }
  }

  /// What the call says.
  static func options(_ call: BoundCall, maxTokens: Int, stop: [String], _ context: RunContext) throws
    -> GenerationOptions
  {
    let (topK, topP) = (try call.optionalInteger("top_k"), try call.optionalNumber("top_p"))
    // Who says among which tokens to draw wants to draw.
    let temperature = try call.optionalNumber("temperature") ?? (topK == nil && topP == nil ? 0 : 1)
    return GenerationOptions(
      maxTokens: maxTokens, temperature: temperature, topK: topK, topP: topP,
      beams: try call.optionalInteger("beams") ?? 1, lengthPenalty: try call.optionalNumber("length_penalty") ?? 1,
      stop: stop, seed: context.seed)
  }
}

extension GenerationOptions {
  /// `greedy, at most 256 tokens`.
  var manner: String {
    var parts: [String] = []
    if beams > 1 {
      parts.append("\(beams) beams, length penalty \(lengthPenalty.formatted)")
    } else if samples {
      parts.append("drawn at temperature \(temperature.formatted)")
      if let k = topK { parts.append("among the \(Figures.count(k)) likeliest") }
      if let p = topP { parts.append("in the likeliest \(Figures.percent(p, 1))") }
    } else {
      parts.append("greedy")
    }
    return parts.joined(separator: ", ") + ", at most \(Figures.count(maxTokens)) tokens"
  }
}

extension Double {
  /// As it would be typed: `0.8`, `2`.
  fileprivate var formatted: String { self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)" }
}
