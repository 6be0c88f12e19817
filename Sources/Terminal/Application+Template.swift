import Diagnostics
import LanguageModel
import Packing
import Rows
import Stages
import Syntax
import Tokenization
import Work

extension Application {
  /// Shows a row of a file in the chat template of the model, or in the one of that name: whose words they are, and what is learned.
  ///
  /// - Parameters:
  ///   - row: its 1-based number in the file.
  ///   - name: of a template; `auto`: the model's own.
  public func template(of path: String, row: Int, named name: String) -> ExitStatus {
    console.settled(
      reading {
        guard let place = TemplateChoice(name) else {
          throw Diagnostic(
            TerminalCodes.unknownSubject, "no template is named `\(name)`", at: Span(0, 0),
            helps: [Diagnostic.Help("the templates are auto, " + Template.all.map(\.name).joined(separator: ", "))])
        }
        let directory = try options.model.map { try LanguageModel.resolve($0) } ?? SharedFiles.modelDirectory()
        let tokenizer = try Tokenizer(directory: directory)
        let template = try place.template(directory: directory)
        let work = Work(cancellation: cancellation)
        let (rows, ledger) = try RowReader.read(path: path, options: ReadOptions(limit: max(1, row)), work: work)
        guard let index = rows.rowNumbers.firstIndex(of: row) else {
          let why = ledger.failed.first { $0.examples.contains(row) }.map { ": \($0.reason)" }
          throw RowError(.noRows, file: path, row: row, "there is no such row" + (why ?? ""))
        }
        do {
          show(try template.template.parts(of: rows, index, tokenizer: tokenizer), of: row, template)
        } catch let refusal as TemplateRefusal {
          throw RowError(.noRows, file: path, row: row, refusal.reason + (refusal.detail.map { ": \($0)" } ?? ""))
        }
        return .done
      })
  }

  private func show(_ parts: [TemplatePart], of row: Int, _ template: ModelTemplate) {
    console.line("row \(row) · template \(template.shown)")
    if let note = template.template.askingNote { console.line(note) }
    let screen = console.outScreen
    var line = ""
    var isLearned: Bool?
    func end() {
      if let isLearned { console.out.line((isLearned ? console.shown("┃ ", on: screen) : "  ") + line) }
      (line, isLearned) = ("", nil)
    }
    for part in parts {
      // A line that is learned in part is two.
      if let before = isLearned, before != part.isLearned { end() }
      let style: Screen.Style =
        switch part.role {
        case nil: .dim
        case .system: .system
        case .user: .user
        case .assistant: .assistant
        case .tool: .tool
        }
      let lines = String(decoding: part.text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      for (place, text) in lines.enumerated() {
        if place > 0 { end() }
        if text.isEmpty, place == lines.count - 1 { continue }
        isLearned = part.isLearned
        line += screen.styled(console.shown(String(text), on: screen), style)
      }
    }
    end()
  }
}

/// The model's own template, or one that has a name.
private enum TemplateChoice {
  case own
  case named(Template)

  init?(_ name: String) {
    if name == "auto" {
      self = .own
    } else {
      guard let template = Template.named(name) else { return nil }
      self = .named(template)
    }
  }

  func template(directory: String) throws -> ModelTemplate {
    switch self {
    case .own: try ModelTemplate(directory: directory)
    case .named(let template): ModelTemplate(template)
    }
  }
}
