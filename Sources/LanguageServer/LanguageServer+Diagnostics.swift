import Diagnostics
import Documents

// Findings, and the ways out of them.
extension LanguageServer {
  /// A finding as the protocol has it (`Diagnostic`): its notes and the ways out that are only words stand below the message.
  func report(_ finding: Diagnostic, in document: Document) -> JSONValue {
    let advice = finding.helps.filter { $0.edits.isEmpty }.map { "help: " + $0.message }
    let lines = [finding.message] + finding.notes.map { "note: " + $0 } + advice
    let severity =
      switch finding.severity {
      case .error: 1
      case .warning: 2
      case .note: 3
      }
    var report: JSONObject = [
      "range": document.range(finding.span), "severity": .integer(severity), "code": .string(finding.code.name),
      "source": "cact", "message": .string(lines.map { DisplayText.escaped($0) }.joined(separator: "\n")),
    ]
    if client.showsRelated, !finding.secondary.isEmpty {
      report["relatedInformation"] = .array(
        finding.secondary.map { label in
          [
            "location": ["uri": .string(document.uri), "range": document.range(label.span)],
            "message": .string(DisplayText.escaped(label.text)),
          ]
        })
    }
    return .object(report)
  }

  /// `textDocument/codeAction`: the edits that findings in the range advise.
  func codeActions(_ params: JSONValue) throws(RPCError) -> JSONValue {
    let document = try document(params)
    guard let span = document.span(params["range"]) else { throw RPCError(.invalidParams, "no range is given") }
    let only = params["context"]?["only"]?.array?.compactMap(\.string)
    // A kind stands for those below it; the empty one for all.
    guard client.readsCodeActions, only?.contains(where: { ["", "quickfix"].contains($0) }) ?? true else { return [] }
    var actions: [JSONValue] = []
    for finding in analysis(of: document).findings
    where finding.span.lower <= span.upper && finding.span.upper >= span.lower {
      for (index, help) in finding.helps.filter({ !$0.edits.isEmpty }).enumerated() {
        var action: JSONObject = [
          "title": .string(Self.title(help)), "kind": "quickfix", "diagnostics": [report(finding, in: document)],
          "edit": ["changes": .object([document.uri: edits(of: help, in: document)])],
        ]
        if index == 0 { action["isPreferred"] = true }
        actions.append(.object(action))
      }
    }
    return .array(actions)
  }

  /// What would be done, in words; what is written stands behind them where they do not say it.
  private static func title(_ help: Diagnostic.Help) -> String {
    let text = help.edits.count == 1 ? help.edits[0].replacement.split(whereSeparator: \.isWhitespace) : []
    let written = text.joined(separator: " ")
    let title = written.isEmpty || help.message.contains(written) ? help.message : "\(help.message): `\(written)`"
    return DisplayText.fitted(title, to: 120)
  }

  /// The edits that `Help.applied` takes: those that overlap an earlier one are left out.
  private func edits(of help: Diagnostic.Help, in document: Document) -> JSONValue {
    var next = 0
    var edits: [JSONValue] = []
    for edit in help.edits.sorted(by: { $0.span < $1.span })
    where edit.span.lower >= next && edit.span.upper <= document.source.bytes.count {
      edits.append(["range": document.range(edit.span), "newText": .string(edit.replacement)])
      next = edit.span.upper
    }
    return .array(edits)
  }
}
