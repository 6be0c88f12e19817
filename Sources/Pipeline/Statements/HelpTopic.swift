/// A page of help that is about no single stage, statement or setting.
public struct HelpTopic: Sendable {
  /// `models`; a word, and no name of a stage, statement or setting.
  public var name: String
  /// What the page is about, in one line without a full stop.
  public var help: String
  /// The page after its title; made when it is asked for. Ends without a newline.
  public var text: @Sendable () -> String

  /// A topic; `text` is asked when somebody reads it.
  public init(_ name: String, _ help: String, text: @escaping @Sendable () -> String) {
    self.name = name
    self.help = help
    self.text = text
  }
}
