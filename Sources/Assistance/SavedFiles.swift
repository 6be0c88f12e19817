package import Diagnostics
import Stages
package import Syntax

extension Program {
  /// Findings without those of files and models that are not there yet: an earlier statement of the same program saves them.
  package func withoutSavedFiles(_ found: [Diagnostic], in source: SourceText) -> [Diagnostic] {
    found.filter { finding in
      guard [StageCodes.fileAbsent, StageCodes.model].contains(finding.code), !finding.isError else { return true }
      let written = source.text(finding.span)
      return !statements.contains { $0.span.upper <= finding.span.lower && $0.saves(written, in: source) }
    }
  }
}

extension Statement {
  /// Whether a stage of it is `save` with this literal.
  fileprivate func saves(_ written: String, in source: SourceText) -> Bool {
    let pipeline: PipelineSyntax
    switch self {
    case .pipeline(let syntax): pipeline = syntax
    case .letBinding(let syntax): pipeline = syntax.pipeline
    case .parameter, .definition, .setting, .use, .explain, .help: return false
    }
    return pipeline.stages.contains { stage in
      stage.name == "save" && stage.arguments.first.map { source.text($0.span) } == written
    }
  }
}
