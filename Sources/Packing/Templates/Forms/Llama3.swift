extension Template {
  /// Llama 3's two, which differ in their system message alone.
  static let llama3 = [llama3_0, llama3_1]

  private static let llama3_0 = llama3("llama3", "Llama 3: headers and <|eot_id|>", system: "")
  /// Its Jinja text puts today's date where the caller gives none and the clock can be read; here it is always the date
  /// that it falls back to, so that a result does not depend on the day.
  private static let llama3_1 = llama3(
    "llama3_1", "Llama 3.1 and later: with its dates, today's the fixed one of its template",
    system: "<|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\n"
      + "Today Date: 26 Jul 2024\n\n<|eot_id|>")

  private static func llama3(_ name: String, _ summary: String, system: String) -> Template {
    Template(
      name, summary, system: system, beforeQuestion: "<|start_header_id|>user<|end_header_id|>\n\n",
      beforeAnswer: "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n", endToken: "<|eot_id|>",
      beginsWithBegin: true, trimmed: .bothEnds)
  }
}
