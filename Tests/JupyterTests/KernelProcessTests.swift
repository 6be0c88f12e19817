import Documents
import Foundation
import Jupyter
import TestSupport
import Testing

@Suite("cact as a kernel of Jupyter") struct KernelProcessTests {
  /// The program as Jupyter starts it, ended with the last reference whatever became of the test.
  private final class Kernel {
    let client: KernelClient
    let process = Process()
    private let place: KernelClient.Place

    init() throws {
      place = try KernelClient.Place()
      process.executableURL = URL(fileURLWithPath: try BuiltProduct.path("cact"))
      process.arguments = ["kernel", "run", place.path]
      var variables = ProcessInfo.processInfo.environment
      variables["CACT_STORE"] = place.folder("store")
      // What is to be interrupted must last, however many processors there are.
      variables["OMP_NUM_THREADS"] = "1"
      process.environment = variables
      process.currentDirectoryURL = URL(fileURLWithPath: place.folder.path)
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      client = try KernelClient(place)
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    func write(_ text: String, to name: String) throws { try AtomicFile.write(text, to: place.folder(name)) }

    /// Asks it to end, and waits for that.
    func end() throws -> Int32 {
      let id = try client.ask("shutdown_request", ["restart": false], on: client.control)
      _ = try client.reply(to: id)
      return ended()
    }

    /// Waits for its end.
    /// - Returns: its status; -1: it has not ended.
    func ended() -> Int32 {
      let ended = DispatchSemaphore(value: 0)
      Thread { [process = Handle(process)] in
        process.process.waitUntilExit()
        ended.signal()
      }.start()
      #expect(ended.wait(timeout: .now() + 60) == .success)
      return process.isRunning ? -1 : process.terminationStatus
    }

    private struct Handle: @unchecked Sendable {  // Waited for on one thread while the other waits for that.
      let process: Process
      init(_ process: Process) { self.process = process }
    }
  }

  private static let rows = (1...40).map {
    #"{"question": "Add \#($0) to x.", "answer": "x + \#($0)", "level": \#($0 % 5)}"#
  }
  .joined(separator: "\n")

  @Test("a cell's value is a table in HTML and as the prompt prints it; what its stages did is no error")
  func value() throws {
    let kernel = try Kernel()
    try kernel.write(Self.rows, to: "rows.jsonl")
    let id = try kernel.client.execute(#"load "rows.jsonl" | where level == 3 | take 2"#)
    let outputs = try kernel.client.outputs(of: id)
    let data = try #require(outputs.types("execute_result").first?.content["data"])
    #expect(data["text/html"]?.string?.contains("<table>") == true, "\(data)")
    #expect(data["text/plain"]?.string?.contains("Add 3 to x.") == true, "\(data)")
    #expect(data["text/plain"]?.string?.contains("\u{1B}") == false)
    // The ledger, in one line unless a stage took seconds.
    let ledger = outputs.text("stdout")
    #expect(ledger.contains("load 40") || ledger.contains("40 in = 40 kept"), "\(ledger)")
    #expect(outputs.text("stderr") == "")
    #expect(try kernel.client.reply(to: id).content["execution_count"] == 1)
    let plot = try kernel.client.outputs(of: kernel.client.execute(#"_ | plot level vs row"#))
    let picture = plot.types("execute_result").first?.content["data"]?["image/svg+xml"]?.string
    #expect(picture?.hasPrefix("<svg") == true)
    #expect(try kernel.end() == 0)
  }

  @Test("several statements are cells of their own: the last one's value is the result, the others' are displayed")
  func several() throws {
    let kernel = try Kernel()
    try kernel.write(Self.rows, to: "rows.jsonl")
    let code = """
      # All of them.
      let all = load "rows.jsonl"
      all | take 1

      all
      | where level == 4
      | take 2
      """
    let id = try kernel.client.execute(code)
    let outputs = try kernel.client.outputs(of: id)
    #expect(outputs.types("display_data").count == 1)
    let result = try #require(outputs.types("execute_result").first)
    #expect(result.content["data"]?["text/plain"]?.string?.contains("Add 4 to x.") == true)
    // Its number is that by which `_3` names the value.
    #expect(result.content["execution_count"] == 3)
    #expect(outputs.types("execute_input").first?.content["execution_count"] == 3)
    let next = try kernel.client.outputs(of: kernel.client.execute("_3 | sort row desc | take 1"))
    #expect(next.types("execute_result").first?.content["execution_count"] == 4)
    // Code in a table keeps its lines.
    try kernel.write(#"{"question": "Add", "answer": "def add(x):\n    return x < 1"}"#, to: "code.jsonl")
    let shown = try kernel.client.outputs(of: kernel.client.execute("load \"code.jsonl\" | show answer"))
    let page = shown.types("execute_result").first?.content["data"]?["text/html"]?.string ?? ""
    #expect(
      page.contains("white-space:pre-wrap") && page.contains(">def add(x):\n    return x &lt; 1</div>"), "\(page)")
    #expect(try kernel.end() == 0)
  }

  @Test(
    "an error has its code, its message and its place; statements before it have run, and what is checked wrong runs not at all"
  )
  func errors() throws {
    let kernel = try Kernel()
    try kernel.write(Self.rows, to: "rows.jsonl")
    let unknown = try kernel.client.execute("let a = load \"rows.jsonl\"\na | wher level == 1")
    let reply = try kernel.client.reply(to: unknown).content
    #expect(reply["status"] == "error" && reply["ename"] == "C0203", "\(reply)")
    let error = try #require(try kernel.client.outputs(of: unknown).types("error").first)
    let trace = (error.content["traceback"]?.array ?? []).compactMap(\.string).joined(separator: "\n")
      .replacing(#/\x1B\[[0-9;]*m/#, with: "")
    // As the client numbers it: two statements, of which the second is _2.
    #expect(trace.contains("cell[2]:2:5"), "\(trace)")
    #expect(error.content["evalue"]?.string?.contains("wher") == true)
    // Nothing of it ran: its name stands for nothing.
    #expect(try kernel.client.reply(to: kernel.client.execute("a | take 1")).content["status"] == "error")
    let failing = try kernel.client.execute("let b = load \"rows.jsonl\"\nb | save \"/dev/full/x.jsonl\"\nb | take 1")
    #expect(try kernel.client.reply(to: failing).content["status"] == "error")
    #expect(try kernel.client.reply(to: kernel.client.execute("b | take 1")).content["status"] == "ok")
    let command = try kernel.client.reply(to: kernel.client.execute(":cells")).content
    #expect(command["evalue"] == "`:cells` is a command of the prompt")
    // What a cell saves it can load.
    let both = try kernel.client.execute("b | take 1 | save \"one.jsonl\"\nload \"one.jsonl\"")
    let told = try kernel.client.outputs(of: both)
    #expect(told.types("execute_result").count == 1)
    #expect(!told.types("stream").contains { $0.content["text"]?.string?.contains("C0401") == true })
    #expect(try kernel.end() == 0)
  }

  @Test("a long cell is interrupted, keeps what is done, and the kernel goes on")
  func interrupt() throws {
    let kernel = try Kernel()
    let id = try kernel.client.execute("load | score complexity")
    // It has begun: its progress is shown.
    _ = try kernel.client.output("display_data", of: id)
    try kernel.client.ask("interrupt_request", on: kernel.client.control)
    let reply = try kernel.client.reply(to: id).content
    #expect(reply["status"] == "error" && reply["ename"] == "Interrupted", "\(reply)")
    #expect(reply["evalue"] == "interrupted; run it again to resume")
    // The display of its progress is empty in the end.
    let last = try kernel.client.outputs(of: id).types("update_display_data").last
    #expect(last?.content["data"]?["text/plain"] == "")
    #expect(try kernel.client.reply(to: kernel.client.execute("load | take 1")).content["status"] == "ok")
    #expect(try kernel.end() == 0)
  }

  @Test("an interrupt as soon as a cell is said to run stops it, every time")
  func early() throws {
    let kernel = try Kernel()
    for _ in 0..<20 {
      let id = try kernel.client.execute("load | score complexity")
      _ = try kernel.client.output("status", of: id)
      try kernel.client.ask("interrupt_request", on: kernel.client.control)
      #expect(try kernel.client.reply(to: id).content["ename"] == "Interrupted")
    }
    #expect(try kernel.client.reply(to: kernel.client.execute("load | take 1")).content["status"] == "ok")
    #expect(try kernel.end() == 0)
  }

  @Test("SIGINT is an interrupt like any other, also where nothing runs and however often it comes; SIGTERM ends")
  func signals() throws {
    let kernel = try Kernel()
    let process = kernel.process.processIdentifier
    for _ in 0..<3 { kill(process, SIGINT) }
    #expect(try kernel.client.reply(to: kernel.client.execute("load | take 1")).content["status"] == "ok")
    let id = try kernel.client.execute("load | score complexity")
    _ = try kernel.client.output("display_data", of: id)
    for _ in 0..<3 { kill(process, SIGINT) }
    #expect(try kernel.client.reply(to: id).content["ename"] == "Interrupted")
    kill(process, SIGTERM)
    #expect(kernel.ended() == 75)
    #expect(kernel.process.isRunning || kernel.process.terminationReason == .exit)
  }

  @Test("ends while a cell runs")
  func shutdown() throws {
    let kernel = try Kernel()
    let id = try kernel.client.execute("load | score complexity")
    _ = try kernel.client.output("display_data", of: id)
    #expect(try kernel.end() == 0)
  }

  @Test("completes and explains words in the middle of a cell, in code points; knows an unfinished cell")
  func assistance() throws {
    let kernel = try Kernel()
    try kernel.write(Self.rows, to: "rows.jsonl")
    let client = kernel.client
    let code = "let 𝒳 = load \"rows.jsonl\"\n𝒳 | wh level"
    let cursor = code.unicodeScalars.count - " level".count
    let completion = try client.reply(
      to: client.ask("complete_request", ["code": .string(code), "cursor_pos": .integer(cursor)])
    )
    .content
    #expect(completion["matches"]?.array?.contains("where") == true, "\(completion)")
    #expect(completion["cursor_start"] == .integer(cursor - 2) && completion["cursor_end"] == .integer(cursor))
    let inspection = try client.reply(
      to: client.ask("inspect_request", ["code": "load | take 3", "cursor_pos": 9, "detail_level": 0])
    ).content
    #expect(inspection["found"] == true)
    #expect(inspection["data"]?["text/plain"]?.string?.hasPrefix("take: ") == true, "\(inspection)")
    for (text, state) in [
      ("load |", "incomplete"), ("load | take 1", "complete"), ("load | (", "incomplete"),
      ("load | | take 1", "invalid"),
    ] {
      let reply = try client.reply(to: client.ask("is_complete_request", ["code": .string(text)])).content
      #expect(reply["status"]?.string == state, "\(text)")
    }
    let help = try client.outputs(of: client.execute("?take")).types("execute_result").first
    #expect(help?.content["data"]?["text/plain"]?.string?.hasPrefix("take: ") == true)
    #expect(try kernel.end() == 0)
  }

  @Test(
    "a cell has one number, whatever becomes of its statements, and the next cell has the next; a blank one has none")
  func numbers() throws {
    let kernel = try Kernel()
    let cells = [
      ("load | take 1\nhelp take", 1), ("help take\nload | take 1", 2),
      ("load | take 1\nload | save \"/dev/full/x.jsonl\"\nload | take 2", 5), ("load | take 1\nload | nope", 7),
      (" \n", 8), ("# nothing", 8), ("load | take 1", 9),
    ]
    for (code, number) in cells {
      let id = try kernel.client.execute(code)
      #expect(try kernel.client.reply(to: id).content["execution_count"] == .integer(number), "\(code)")
      let counts = try kernel.client.outputs(of: id).compactMap { $0.content["execution_count"]?.int }
      #expect(Set(counts) == [number], "\(code): \(counts)")
    }
    let history = try kernel.client.reply(to: kernel.client.ask("history_request", ["hist_access_type": "tail"]))
    let numbers = history.content["history"]?.array?.compactMap { $0[1]?.int }
    #expect(numbers == [1, 2, 5, 7, 8, 9])
    #expect(try kernel.end() == 0)
  }

  @Test("what is no single statement is no expression, and that is said")
  func expressions() throws {
    let kernel = try Kernel()
    let id = try kernel.client.execute(
      "load | take 1",
      ["user_expressions": ["a": "", "b": "exit", "c": "load | take 1\nload | nope", "d": "load | take 1\nexit"]])
    let reply = try kernel.client.reply(to: id).content
    for name in ["a", "b", "c", "d"] {
      let value = reply["user_expressions"]?[name]
      #expect(value?["status"] == "error", "\(name)")
      #expect(value?["evalue"] == "an expression is one statement that has a value", "\(name)")
      #expect(value?["traceback"]?[0]?.string?.isEmpty == false, "\(name)")
    }
    #expect(try kernel.end() == 0)
  }

  @Test("a silent cell leaves a name and no number; wanted expressions come with the reply")
  func silent() throws {
    let kernel = try Kernel()
    try kernel.write(Self.rows, to: "rows.jsonl")
    let silent = try kernel.client.execute("let few = load \"rows.jsonl\" | take 3", ["silent": true])
    #expect(try kernel.client.outputs(of: silent).isEmpty)
    #expect(try kernel.client.reply(to: silent).content["status"] == "ok")
    let id = try kernel.client.execute(
      "few | take 1", ["user_expressions": ["two": "few | take 2", "none": "nothing | take 1"]])
    let reply = try kernel.client.reply(to: id).content
    #expect(reply["execution_count"] == 1)
    #expect(reply["user_expressions"]?["two"]?["data"]?["text/plain"]?.string?.contains("Add 2 to x.") == true)
    #expect(reply["user_expressions"]?["none"]?["status"] == "error")
    #expect(try kernel.end() == 0)
  }
}
