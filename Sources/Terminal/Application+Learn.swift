import Diagnostics
import Foundation
import Stages

extension Application {
  /// Lists the lessons, or opens one: on a terminal step by step at the prompt, else as a script with its prose between.
  /// - Parameter name: a number or a name; nil: the list.
  public func learn(_ name: String?) -> ExitStatus {
    console.settled(
      reading {
        let lessons = try Lessons.installed()
        guard let name else { return list(lessons) }
        guard let entry = lessons.named(name) else { return tell(unknown: name, lessons) }
        return started {
          let course = Course(entry, in: lessons)
          guard isatty(STDIN_FILENO) == 1 else {
            return try run(entry.source, telling: course.told, greeting: course.greeting(atPrompt: false))
          }
          return try Repl(self, course: course).run()
        }
      })
  }

  private func list(_ lessons: Lessons) -> ExitStatus {
    let entries = lessons.entries
    let table = Table(columns: [
      .init("", alignRight: true, cells: entries.map { String($0.number) }),
      .init("lesson", cells: entries.map(\.name)),
      .init("", cells: entries.map { "\($0.lesson.title). \($0.lesson.gain)" }, wraps: true),
      .init("minutes", alignRight: true, cells: entries.map { $0.lesson.minutes.map(String.init) ?? "" }),
    ])
    console.out.write(table.rendered(on: console.outScreen))
    console.note("`cact learn 1` opens the first.")
    return .done
  }

  private func tell(unknown name: String, _ lessons: Lessons) -> ExitStatus {
    let near = lessons.near(name).map { "`\($0)`" }
    let numbers = lessons.entries.map(\.number)
    let range = "`cact learn` lists them: \(numbers.first ?? 1) to \(numbers.last ?? 1)"
    console.show(
      Diagnostic(
        TerminalCodes.unknownSubject, "there is no lesson `\(name)`", at: Span(0, 0),
        helps: [.init(near.isEmpty ? range : "lessons with a similar name: \(near.joined(separator: ", "))")]))
    return .usage
  }
}
