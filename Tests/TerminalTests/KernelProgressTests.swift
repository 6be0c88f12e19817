import Documents
import Jupyter
import Synchronization
import Terminal
import Testing
import Work

@Suite("Progress in a notebook") struct KernelProgressTests {
  @Test("is empty in the end, also where a stage ends while a line of it is on its way")
  func ending() {
    let shown = Mutex<[String]>([])
    let time = Mutex(0.0)
    let sink = KernelSink()
    sink.output = CellOutput { _, content in
      let text = content["data"]?["text/plain"]?.string ?? "nothing"
      shown.withLock { $0.append(text) }
    }
    let progress = KernelProgress(sink, clock: { time.withLock { $0 } })
    progress.begin()
    progress.begins = { [unowned progress] in progress.finish() }
    for at in [0.0, 2] {
      time.withLock { $0 = at }
      progress.report(WorkProgress(label: "score", done: at, total: 10, unit: "rows"))
    }
    #expect(shown.withLock { $0 }.last == "")
    progress.begins = {}
    time.withLock { $0 = 3 }
    progress.report(WorkProgress(label: "score", done: 3, total: 10, unit: "rows"))
    time.withLock { $0 = 5 }
    progress.report(WorkProgress(label: "score", done: 5, total: 10, unit: "rows"))
    #expect(shown.withLock { $0 }.last?.contains("score") == true)
    progress.finish()
    #expect(shown.withLock { $0 }.last == "")
  }
}
