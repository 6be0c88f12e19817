import Documents
import LanguageModel
import Rows

/// A program for tuning that rows are exported to. A new one is a file of its own and a line in `TrainingTools.all`.
///
/// All paths in what it writes are relative to the exported directory, which is the working directory of its commands.
protocol TrainingTool: Sendable {
  /// The word that `export` takes.
  var name: String { get }
  /// What its makers call it.
  var title: String { get }
  /// The version whose settings these are.
  var version: String { get }

  /// What the lines of `ExportJob.data` teach.
  func form(of conversations: [Conversation], _ job: ExportJob) -> LessonForm
  /// Why it cannot hold a lesson, as a ledger says it behind the number of rows; nil where it can, as by default.
  func refusal(of lesson: Lesson) -> String?
  /// A lesson that is no text as a line of `ExportJob.data`. Texts are `{"text": …}` for all. Throws
  /// `RenderedConversation.Refusal`.
  func line(of lesson: Lesson, _ job: ExportJob) throws -> JSONText
  /// The settings, under `name`; and what else it reads beside the data and the chat template.
  func files(_ job: ExportJob) -> [ExportedFile]
  /// The commands, the first of them for one processor or machine.
  func launches(_ job: ExportJob) -> [Launch]
  /// Where it does otherwise than `tune`, in sentences.
  func remarks(_ job: ExportJob) -> [String]
  /// What is to be done beside, and what it cannot be told, in sentences; none by default.
  func warnings(_ job: ExportJob) -> [String]
}

extension TrainingTool {
  func refusal(of lesson: Lesson) -> String? { nil }
  func warnings(_ job: ExportJob) -> [String] { [] }

  /// The warning of one that takes a whole number as LoRA's alpha; none where it is one.
  func alphaWarnings(_ job: ExportJob) -> [String] {
    guard let alpha = job.adapter?.alpha, alpha != alpha.rounded() else { return [] }
    return ["\(title) takes a whole number as LoRA's alpha: \(Int(alpha.rounded())), not \(Figures.digits(alpha))"]
  }
}

/// A file of an exported directory.
struct ExportedFile {
  var name: String
  /// What it is for, as a table says it.
  var purpose: String
  var text: String
}

/// How a tool is started.
struct Launch {
  /// `One GPU`
  var head: String
  var command: String
  /// What to know of it, in sentences.
  var words = ""
}

/// The programs that there are.
enum TrainingTools {
  /// In the order of help.
  static let all: [any TrainingTool] = [TRLTool(), AxolotlTool(), LlamaFactoryTool(), MLXTool()]

  static func named(_ name: String) -> (any TrainingTool)? { all.first { $0.name == name } }
}
