import CLibEdit

/// Keys as in a shell.
extension LineEditor {
  func addKeys() {
    _ = cact_el_add_function(handle, "cact-up", "the line before that begins so") { editor, _ in
      LineEditor.of(editor)?.walk(back: true) ?? UInt8(CC_ERROR)
    }
    _ = cact_el_add_function(handle, "cact-down", "the line after that begins so") { editor, _ in
      LineEditor.of(editor)?.walk(back: false) ?? UInt8(CC_ERROR)
    }
    _ = cact_el_add_function(handle, "cact-right", "one character on, or what is offered") { editor, _ in
      LineEditor.of(editor)?.forward { $0.isEmpty ? 0 : 1 } ?? UInt8(CC_ERROR)
    }
    _ = cact_el_add_function(handle, "cact-end", "to the end, or what is offered") { editor, _ in
      LineEditor.of(editor)?.forward { $0.unicodeScalars.count } ?? UInt8(CC_ERROR)
    }
    _ = cact_el_add_function(handle, "cact-word", "one word on, or one of what is offered") { editor, _ in
      LineEditor.of(editor)?.forward(word: true) { after in
        let gap = after.unicodeScalars.prefix { !LineEditor.isWord($0) }.count
        return gap + after.unicodeScalars.dropFirst(gap).prefix(while: LineEditor.isWord).count
      } ?? UInt8(CC_ERROR)
    }
    _ = cact_el_add_function(handle, "cact-delete", "delete the next character, or leave") { editor, _ in
      LineEditor.of(editor)?.deleteOrLeave() ?? UInt8(CC_ERROR)
    }
    _ = cact_el_add_function(handle, "cact-editor", "edit the line in the user's own editor") { editor, _ in
      LineEditor.of(editor)?.leaveForEditor() ?? UInt8(CC_ERROR)
    }
    _ = cact_el_add_function(handle, "cact-history", "choose among the lines before") { editor, _ in
      LineEditor.of(editor)?.chooseFromHistory() ?? UInt8(CC_ERROR)
    }
  }

  /// Ends the line so that its text goes to the user's own editor.
  private func leaveForEditor() -> UInt8 {
    wantsEditor = true
    // What comes next begins below the last row of the line.
    if let (_, after) = editedText(), !after.isEmpty {
      _ = el_cursor(handle, Int32(after.unicodeScalars.count))
      cact_el_refresh(handle)
    }
    return UInt8(CC_NEWLINE)
  }

  /// Ctrl-D: a line that stands there as it was offered is as good as an empty one.
  private func deleteOrLeave() -> UInt8 {
    guard let (before, after) = editedText() else { return UInt8(CC_ERROR) }
    guard !after.isEmpty else { return UInt8(before.isEmpty || before == standing ? CC_EOF : CC_ERROR) }
    _ = el_cursor(handle, 1)
    el_deletestr(handle, 1)
    return UInt8(CC_REFRESH)
  }

  func bindKeys() {
    let keys = [
      ("cact-delete", ["^D"]),
      ("cact-editor", ["^X^E"]),
      ("cact-up", ["\\e[A", "\\eOA", "^P"]), ("cact-down", ["\\e[B", "\\eOB", "^N"]),
      ("cact-right", ["\\e[C", "\\eOC", "^F"]), ("ed-prev-char", ["\\e[D", "\\eOD"]),
      ("cact-end", ["\\e[F", "\\eOF", "\\e[4~", "\\e[8~", "^E"]),
      ("ed-move-to-beg", ["\\e[H", "\\eOH", "\\e[1~", "\\e[7~"]),
      ("ed-delete-next-char", ["\\e[3~"]), ("cact-word", ["\\ef"]),
      // A list is drawn below the line, which takes a terminal that can move its cursor.
      (KeySequences.areKnown ? "cact-history" : "em-inc-search-prev", ["^R"]),
    ]
    for (function, codes) in keys { for code in codes { _ = cact_el_bind(handle, code, function) } }
  }

  /// Takes what is offered behind the line, or its first word; without any moves the cursor by as many characters as `count` says.
  private func forward(word: Bool = false, _ count: (String) -> Int) -> UInt8 {
    if takeGhost(word: word) { return UInt8(CC_REFRESH) }
    guard let (_, after) = editedText() else { return UInt8(CC_ERROR) }
    _ = el_cursor(handle, Int32(count(after)))
    return UInt8(CC_CURSOR)
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_"
  }
}
