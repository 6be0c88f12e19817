import Documents

/// The contents of replies.
enum KernelReplies {
  static func information(_ facts: LanguageFacts) -> JSONObject {
    [
      "status": "ok", "protocol_version": .string(KernelMessage.version), "implementation": .string(facts.name),
      "implementation_version": .string(facts.version), "banner": .string(facts.banner),
      "language_info": .object([
        "name": .string(facts.name), "version": .string(facts.version), "mimetype": .string(facts.mediaType),
        "file_extension": .string(facts.fileExtension), "pygments_lexer": .string(facts.resembles),
        "codemirror_mode": .string(facts.resembles),
      ]),
      "help_links": .array(
        facts.links.map { .object(["text": .string($0.text), "url": .string($0.address)]) }),
      "supported_features": .array([]), "debugger": false,
    ]
  }

  static func completion(_ completion: KernelCompletion) -> JSONObject {
    let (start, end) = (completion.range.lowerBound, completion.range.upperBound)
    return [
      "status": "ok", "matches": .array(completion.candidates.map { .string($0.text) }),
      "cursor_start": .integer(start), "cursor_end": .integer(end),
      "metadata": .object([
        // JupyterLab shows the signature beside the word.
        "_jupyter_types_experimental": .array(
          completion.candidates.map { candidate in
            .object([
              "text": .string(candidate.text), "type": .string(candidate.kind), "signature": .string(candidate.help),
              "start": .integer(start), "end": .integer(end),
            ])
          })
      ]),
    ]
  }

  static func inspection(_ data: JSONObject?) -> JSONObject {
    ["status": "ok", "found": .bool(data != nil), "data": .object(data ?? [:]), "metadata": .object([:])]
  }

  static func state(_ state: CodeState) -> JSONObject {
    var content: JSONObject = ["status": .string(state.rawValue)]
    if state == .incomplete { content["indent"] = "  " }
    return content
  }

  static func success(_ result: CellResult) -> JSONObject {
    var expressions = JSONObject()
    for (name, value) in result.expressions {
      switch value {
      case .success(let data):
        expressions[name] = .object(["status": "ok", "data": .object(data), "metadata": .object([:])])
      case .failure(let error):
        var content = failure(error.failure)
        content["status"] = "error"
        expressions[name] = .object(content)
      }
    }
    let leave: JSONValue = ["source": "ask_exit", "keepkernel": false]
    return [
      "status": "ok", "execution_count": .integer(result.number), "user_expressions": .object(expressions),
      "payload": .array(result.asksToLeave ? [leave] : []),
    ]
  }

  static func failure(_ failure: CellResult.Failure) -> JSONObject {
    [
      "ename": .string(failure.name), "evalue": .string(failure.message),
      "traceback": .array(failure.lines.map { .string($0) }),
    ]
  }
}
