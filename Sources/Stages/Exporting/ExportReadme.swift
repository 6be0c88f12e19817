import LanguageModel
import Tuning

/// The README of an exported directory.
struct ExportReadme {
  let job: ExportJob
  let tool: any TrainingTool
  let files: [ExportedFile]
  /// What became of the rows, a sentence each.
  let rows: [String]
  /// What is to be done beside, without full stops.
  let warnings: [String]

  var text: String {
    let options = job.options
    let how = job.adapter.map { "a LoRA adapter of rank \($0.rank)" } ?? "all weights"
    var text = """
      # Rows for \(tool.title)

      \(rows.joined(separator: "\n"))

      The settings are those of \(tool.title) \(tool.version): \(how) of this model at a rate of \
      \(Figures.rate(options.learningRate)), in \(epochs).

      \(MarkdownText.block([job.model]))
      | file | what it is |
      | --- | --- |

      """
    for file in files { text += "| \(file.name) | \(MarkdownText.cell(file.purpose)) |\n" }
    for launch in tool.launches(job) {
      text += "\n## \(launch.head)\n\n"
      text += MarkdownText.block([launch.command], language: "sh")
      if !launch.words.isEmpty { text += "\n\(launch.words)\n" }
    }
    text += "\n## What to know\n\n"
    for remark in tool.remarks(job) + warnings.map({ $0 + "." }) { text += "- \(remark)\n" }
    return text
  }

  private var epochs: String {
    let epochs = job.options.epochs
    return "\(Figures.digits(epochs)) epoch\(epochs == 1 ? "" : "s")"
  }
}
