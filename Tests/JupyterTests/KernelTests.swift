import Diagnostics
import Documents
import Foundation
import Jupyter
import Synchronization
import TestSupport
import Testing

@Suite("A kernel of Jupyter, whatever the language") struct KernelTests {
  private let place: KernelClient.Place
  private let controls: InventedLanguage.Controls
  private let client: KernelClient

  init() throws {
    place = try KernelClient.Place()
    controls = try InventedLanguage.serve(place)
    client = try KernelClient(place)
  }

  /// Asks the kernel to end, and waits until it has.
  private func end() throws {
    try client.ask("shutdown_request", ["restart": false], on: client.control)
    #expect(controls.ended.wait(timeout: .now() + 60) == .success)
  }

  @Test("says who it is, on both channels, and beats")
  func information() throws {
    for socket in [client.shell, client.control] {
      let id = try client.ask("kernel_info_request", on: socket)
      let content = try client.reply(to: id).content
      #expect(content["protocol_version"] == "5.4")
      #expect(content["language_info"]?["file_extension"] == ".inv")
      #expect(content["language_info"]?["codemirror_mode"] == "c" && content["language_info"]?["pygments_lexer"] == "c")
      #expect(content["help_links"]?[0]?["url"] == "https://example.org")
      #expect(try client.outputs(of: id).isEmpty)
    }
    client.heartbeat.send([Array("ping".utf8)])
    #expect(try client.beat() == [Array("ping".utf8)])
    try end()
  }

  @Test("runs cells: input, streams, value and reply have the number; a silent one shows nothing and has none")
  func cells() throws {
    let first = try client.execute("value 7")
    let outputs = try client.outputs(of: first)
    #expect(outputs.map(\.type) == ["execute_input", "execute_result"])
    #expect(outputs.allSatisfy { $0.content["execution_count"] == 1 })
    #expect(outputs.last?.content["data"]?["text/plain"] == "7")
    #expect(try client.reply(to: first).content["status"] == "ok")
    let silent = try client.execute("say unheard", ["silent": true])
    #expect(try client.reply(to: silent).content["execution_count"] == 1)
    #expect(try client.outputs(of: silent).isEmpty)
    let third = try client.execute("say heard")
    #expect(try client.outputs(of: third).text("stdout") == "heard")
    #expect(try client.reply(to: third).content["execution_count"] == 2)
    try end()
  }

  @Test("after an error the cells that wait are refused, unless that is not wanted; other requests are answered")
  func aborting() throws {
    for stops in [true, false] {
      let failing = try client.execute("wait", ["stop_on_error": .bool(stops)])
      _ = try client.output("stream", of: failing)
      let later = try client.execute("value later")
      let state = try client.ask("is_complete_request", ["code": "x"])
      // On the channel of the cells: they are there before the wish is.
      try client.ask("interrupt_request")
      #expect(try client.reply(to: failing).content["ename"] == "Interrupted")
      #expect(try client.outputs(of: failing).types("error").first?.content["traceback"] == ["a", "b"])
      #expect(try client.reply(to: later).content["status"] == (stops ? "aborted" : "ok"))
      #expect(try client.outputs(of: later).isEmpty == stops)
      #expect(try client.reply(to: state).content["status"] == "complete")
      #expect(try client.reply(to: client.execute("fail")).content["evalue"] == "failed")
      #expect(try client.reply(to: client.execute("value next")).content["status"] == "ok")
      controls.wasInterrupted.store(false, ordering: .releasing)
    }
    try end()
  }

  @Test("an interrupt is that cell's which has been said to run or waits to run, and nobody's where there is none")
  func interrupts() throws {
    for _ in 0..<20 {
      let late = try client.execute("late")
      _ = try client.output("status", of: late)
      try client.ask("interrupt_request", on: client.control)
      #expect(try client.reply(to: late).content["ename"] == "Interrupted")
      // On one channel, so that it is there right behind the cell.
      let early = try client.execute("wait")
      try client.ask("interrupt_request")
      #expect(try client.reply(to: early).content["ename"] == "Interrupted")
      let idle = try client.ask("interrupt_request", on: client.control)
      #expect(try client.reply(to: idle).content["status"] == "ok")
      #expect(try client.reply(to: client.execute("heed")).content["status"] == "ok")
    }
    try end()
  }

  @Test("answers what it is asked while a cell is written, in code points")
  func assistance() throws {
    let completion = try client.reply(to: client.ask("complete_request", ["code": "😀é", "cursor_pos": 99])).content
    #expect(completion["matches"] == ["😀é"] && completion["cursor_end"] == 2)
    let none = try client.reply(to: client.ask("inspect_request", ["code": "a", "cursor_pos": -4])).content
    #expect(none["found"] == false && none["status"] == "ok")
    let found = try client.reply(to: client.ask("inspect_request", ["code": "a", "cursor_pos": 1])).content
    #expect(found["data"]?["text/plain"] == "a")
    #expect(try client.reply(to: client.ask("is_complete_request", ["code": ""])).content["status"] == "incomplete")
    #expect(try client.reply(to: client.ask("comm_info_request")).content["comms"] == .object([:]))
    let comm = try client.ask("comm_open", ["comm_id": "c", "target_name": "t"])
    #expect(try client.output("comm_close", of: comm).content["comm_id"] == "c")
    try end()
  }

  @Test("remembers cells: the last, a range, those like a pattern, with what was shown")
  func history() throws {
    for code in ["value a", "say b", "value a"] { _ = try client.reply(to: client.execute(code)) }
    _ = try client.reply(to: client.execute("value unkept", ["store_history": false]))
    _ = try client.reply(to: client.execute(" \n"))
    func ask(_ content: JSONObject) throws -> JSONValue? {
      try client.reply(to: client.ask("history_request", content)).content["history"]
    }
    #expect(try ask(["hist_access_type": "tail", "n": 2]) == [[1, 2, "say b"], [1, 3, "value a"]])
    #expect(
      try ask(["hist_access_type": "range", "session": 0, "start": 1, "stop": 3, "output": true])
        == [[1, 1, ["value a", "a"]], [1, 2, ["say b", nil]]])
    #expect(try ask(["hist_access_type": "search", "pattern": "value*", "unique": true]) == [[1, 3, "value a"]])
    #expect(try ask(["hist_access_type": "range", "session": 9]) == [])
    try end()
  }

  @Test(
    "what is damaged, unsigned or unknown is ignored with a line of the log, on every channel, and the kernel goes on")
  func damage() throws {
    let whole = client.wire.frames(of: KernelMessage(header: ["msg_type": "execute_request", "msg_id": "x"]))
    var unsigned = whole
    unsigned[1] = []
    var wrong = whole
    wrong[1][0] ^= 1
    var changed = whole
    changed[5] = Array("{\"code\": \"say stolen\"}".utf8)
    let garbage: [[[UInt8]]] = [
      [[]], [[0xFF, 0xFE]], Array(whole.prefix(3)), unsigned, wrong, changed, Array(repeating: [1], count: 500),
      [Array(repeating: 0x7B, count: 1 << 20)],
    ]
    for socket in [client.shell, client.control, client.stdin] { for frames in garbage { socket.send(frames) } }
    let unknown = try client.ask("nonsense_request")
    #expect(try client.outputs(of: unknown).isEmpty)
    #expect(try client.reply(to: client.execute("value 1")).content["execution_count"] == 1)
    // The control channel has been read by then, too.
    _ = try client.reply(to: client.ask("kernel_info_request", on: client.control))
    let log = controls.log.withLock { $0 }
    #expect(log.count == 2 * garbage.count + 1, "\(log)")
    #expect(log.contains { $0.contains("shell: a message with a wrong signature") }, "\(log)")
    #expect(log.contains { $0.contains("nonsense_request") }, "\(log)")
    try end()
  }

  @Test("ends while a cell runs that stops when it is asked to, and without one that does not")
  func shutdown() throws {
    let cell = try client.execute("hang")
    _ = try client.output("stream", of: cell)
    let id = try client.ask("shutdown_request", ["restart": true], on: client.control)
    let reply = try client.reply(to: id)
    #expect(reply.type == "shutdown_reply" && reply.content["restart"] == true && reply.content["status"] == "ok")
    #expect(try client.output("shutdown_reply", of: id).content["restart"] == true)
    let end = Date(timeIntervalSinceNow: 60)
    while !controls.wasEndedHard.load(ordering: .acquiring), Date() < end { usleep(10_000) }
    let wasEndedHard = controls.wasEndedHard.load(ordering: .acquiring)
    #expect(wasEndedHard)
    controls.isReleased.store(true, ordering: .releasing)
    #expect(controls.ended.wait(timeout: .now() + 60) == .success)
  }

  @Test("a client that goes is no matter, and another one is served")
  func vanishing() throws {
    do {
      let other = try KernelClient(place)
      _ = try other.execute("say unheard")
    }
    let other = try KernelClient(place)
    let id = try other.execute("say heard")
    #expect(try other.outputs(of: id).text("stdout") == "heard")
    try end()
  }

  @Test("a port that somebody listens to is named, with the member and the file")
  func ports() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 1) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(bound)
    var connection = try ConnectionFile(place.path)
    (connection.transport, connection.ip) = ("tcp", "127.0.0.1")
    for channel in ConnectionFile.Channel.allCases { connection.ports[channel] = Int(address.sin_port.bigEndian) }
    let hooks = KernelHooks(clear: {}, interrupt: {}, shouldEnd: { false }, endHard: {}, log: { _ in })
    let refused = try #require(throws: Diagnostic.self) {
      try Kernel(connection, language: InventedLanguage(controls), hooks: hooks)
    }
    #expect(refused.code == JupyterCodes.unusablePort)
    #expect(refused.message.contains("`hb_port` of \(place.path)"), "\(refused.message)")
    #expect(refused.message.contains("\(address.sin_port.bigEndian)"), "\(refused.message)")
    try end()
  }
}
