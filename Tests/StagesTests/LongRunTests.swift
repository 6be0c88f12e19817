import Pipeline
import Stages
import Store
import Synchronization
import Testing

/// What takes long is said before it begins.
@Suite struct LongRunTests {
  private final class Notes: RunObserver {
    let sentences = Mutex<[String]>([])
    func noted(_ sentence: String) { sentences.withLock { $0.append(sentence) } }
  }

  @Test func aRunBeyondAskIsAnnounced() throws {
    let session = try Session(tiny: true)
    func notes(_ line: String) throws -> [String] {
      let notes = Notes()
      _ = try session.run(line, observer: notes)
      return notes.sentences.withLock { $0 }
    }
    let line = "load | take 3 | score complexity"
    // By the rate of this machine it may be nothing at all.
    let model = try ModelLibrary().load(directory: TinyModel.shared.get())
    try session.executor.store.recordRate("score \(model.digest)", 1_000, engine: .current)
    #expect(try notes("set ask 10m\nload | take 3 | sort tokens").isEmpty)
    let told = try notes("set ask 1ms\n" + line)
    #expect(
      told.count == 1 && told.first?.wholeMatch(of: #/This will take about ([1-9]\d*s|[1-9]\d* minutes): .*/#) != nil,
      "\(told)")
    // What is remembered takes no time.
    #expect(try notes(line).isEmpty)
  }
}
