public import Documents
import Synchronization

/// Where a running cell's output goes: to everybody who listens to iopub. May be used from any thread.
public final class CellOutput: Sendable {
  /// The two streams of a process.
  public enum Stream: String, Sendable { case output = "stdout", errors = "stderr" }

  private let publish: @Sendable (String, JSONObject) -> Void
  private let shown = Mutex("")

  /// - Parameter publish: takes the type and the content of a message.
  package init(_ publish: @escaping @Sendable (String, JSONObject) -> Void) { self.publish = publish }

  /// Text as it comes, safe to show.
  public func write(_ text: String, to stream: Stream) {
    guard !text.isEmpty else { return }
    publish("stream", ["name": .string(stream.rawValue), "text": .string(text)])
  }

  /// A value in the middle of a cell, or something that changes.
  /// - Parameters:
  ///   - data: texts by media type.
  ///   - id: the name under which `update` changes it; nil: it stays.
  public func display(_ data: JSONObject, id: String? = nil) { publish("display_data", Self.content(data, id)) }

  /// Replaces what was displayed under a name.
  public func update(_ data: JSONObject, id: String) { publish("update_display_data", Self.content(data, id)) }

  /// The value of the cell.
  public func result(_ data: JSONObject, number: Int) {
    if let text = data["text/plain"]?.string { shown.withLock { $0 = text } }
    var content = Self.content(data, nil)
    content["execution_count"] = .integer(number)
    publish("execute_result", content)
  }

  /// The text of the result, for the history.
  var result: String? { shown.withLock { $0.isEmpty ? nil : $0 } }

  private static func content(_ data: JSONObject, _ id: String?) -> JSONObject {
    [
      "data": .object(data), "metadata": .object([:]),
      "transient": .object(id.map { ["display_id": .string($0)] } ?? [:]),
    ]
  }
}
