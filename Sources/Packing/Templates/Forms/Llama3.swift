extension Template {
  /// Llama 3's two, which differ in their system message alone.
  static let llama3 = [llama3_0, llama3_1]

  private static let llama3_0 = llama3("llama3", "Llama 3: headers and <|eot_id|>", dates: nil)
  /// Its Jinja text puts today's date where the caller gives none and the clock can be read; here it is always the date
  /// that it falls back to, so that a result does not depend on the day.
  private static let llama3_1 = llama3(
    "llama3_1", "Llama 3.1 and later: with its dates, today's the fixed one of its template",
    dates: "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n")

  private static func llama3(_ name: String, _ summary: String, dates: String?) -> Template {
    let before = "<|start_header_id|>system<|end_header_id|>\n\n" + (dates ?? "")
    return Template(
      name, summary, system: dates == nil ? "" : before + "<|eot_id|>",
      beforeQuestion: "<|start_header_id|>user<|end_header_id|>\n\n",
      beforeAnswer: "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n", endToken: "<|eot_id|>",
      beginsWithBegin: true, trimmed: .bothEnds, systemForm: .first(before: before, after: "<|eot_id|>"))
  }
}
