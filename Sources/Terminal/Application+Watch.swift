import Foundation
import Monitoring
import Store

extension Application {
  /// Draws a run log as it grows, until the process that writes it has ended or Ctrl-C: redrawn in place on a terminal; elsewhere a line
  /// for each stage that begins or ends, and at most one every ten seconds between.
  ///
  /// - Parameter file: nil: the log of the store that was written to last.
  public func watch(file: String?) -> ExitStatus {
    let folder = RunJournal.folder(ofStore: options.store)
    guard let path = file ?? RunJournal.newestLog(in: folder) else {
      console.line("no stage has lasted long enough to be logged yet: \(folder) holds no run log")
      return console.settled(.usage)
    }
    var tail = RunLogTail(path)
    var picture = RunLogPicture()
    let screen = console.outScreen
    let redraws = screen.movesCursor
    var drawn = 0
    var told: Set<String> = []
    var width = 0
    var lastLine = -Double.infinity
    var isWaiting = false
    while true {
      let news = tail.read()
      if news.isOther { (picture, told) = (RunLogPicture(), []) }
      for record in news.records { picture.add(record) }
      if tail.isBehind, !news.records.isEmpty { continue }
      if !news.exists, !redraws, !isWaiting { console.line("waiting for \(path)") }
      isWaiting = !news.exists
      let alive = Self.isAlive(picture)
      let size = Self.size()
      let view = WatchView(columns: size?.columns ?? screen.width, rows: size?.rows ?? 24, screen: screen)
      if redraws {
        let lines = view.lines(picture, path: path, isAlive: alive)
        // Up to where the last picture began; the terminal has broken its lines where it has another width now.
        let start = drawn == 0 ? "" : view.columns == width ? "\r\u{1B}[\(drawn)A" : "\u{1B}[H"
        console.out.write(start + "\u{1B}[J" + lines.joined(separator: "\n") + "\n")
        (drawn, width) = (lines.count, view.columns)
      } else {
        let now = ProgressLine.monotonic()
        for stage in picture.stages where stage.status != nil && told.insert(stage.id).inserted {
          console.line(WatchView.sentence(stage))
          lastLine = now
        }
        if let current = picture.current, current.status == nil, now - lastLine >= 10 || alive == false {
          console.line(view.headline(current))
          lastLine = now
        }
      }
      if alive == false || console.out.isClosed { return console.settled(.done) }
      usleep(300_000)
    }
  }

  private static func size() -> (columns: Int, rows: Int)? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Whether the process that wrote last is there still; nil where it is another machine's.
  private static func isAlive(_ picture: RunLogPicture) -> Bool? {
    guard let last = picture.stages.last, last.host == RunJournal.host, let pid = pid_t(exactly: last.pid), pid > 0
    else {
      return nil
    }
    return kill(pid, 0) == 0 || errno != ESRCH
  }
}
