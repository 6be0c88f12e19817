/// How far a reader is in a lesson, and what is to be said next.
struct Course {
  let entry: Lessons.Entry
  private let next: Lessons.Entry?
  private let count: Int
  /// The step whose line is offered.
  private(set) var place = 0
  /// Of the steps' prose, and of what is said after them, how many were told.
  private var toldSteps = 0

  init(_ entry: Lessons.Entry, in lessons: Lessons) {
    self.entry = entry
    next = lessons.next(after: entry)
    count = lessons.entries.count
  }

  /// What stands above the first step.
  func greeting(atPrompt: Bool) -> String {
    let way =
      " Enter runs the line that stands at the prompt, as it is or changed. Ctrl-U empties it: what else you type runs too, and "
      + "the line is offered again."
    return "\(entry.heading). \(entry.lesson.gain)\(atPrompt ? way : "")"
  }

  /// What opens it.
  var command: String { "cact learn \(entry.number)" }

  /// The line of the present step; empty behind the last.
  var line: String { entry.lesson.steps.indices.contains(place) ? entry.lesson.steps[place].line : "" }

  /// What is to be said before the present step, or at the end, unless it was said before.
  mutating func takeProse() -> [String] {
    guard toldSteps <= place else { return [] }
    toldSteps = place + 1
    return told(place)
  }

  /// What is said before a step; of the place behind the last one, how the lesson ends.
  func told(_ place: Int) -> [String] {
    let lesson = entry.lesson
    if lesson.steps.indices.contains(place) { return lesson.steps[place].prose }
    let end =
      next.map {
        "That was lesson \(entry.number) of \(count). The next is `cact learn \($0.number)`, \($0.lesson.title)."
      }
      ?? "That was the last of \(count) lessons."
    return lesson.closing + (lesson.closing.isEmpty ? [] : [""]) + [end]
  }

  /// Takes the steps that `text`, which has run, was.
  mutating func entered(_ text: String) {
    if entry.lesson.isStep(place, text) { place += 1 }
  }
}
