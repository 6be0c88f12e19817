import Testing

/// What users of other tools write among arguments: each habit has a message of its own, and a line that checks.
@Suite struct FamiliarArgumentTests {
  @Test func ofOrder() throws {
    try expectError(
      "load | sort ⟦by⟧ tokens desc", "C0204", "`sort` is followed by its key, without `by`",
      fix: "load | sort tokens desc")
    try expectError(
      "load | sort tokens ⟦descending⟧", "C0204", "the order of a sort is `desc` or `asc`",
      fix: "load | sort tokens desc")
    try expectError(
      "load | sort tokens ⟦DESC⟧", "C0204", "the order of a sort is `desc` or `asc`", fix: "load | sort tokens desc")
    try expectError(
      "load | ⟦tail⟧ 5", "C0203", "no stage is named `tail`", fix: "load | sort row desc | take 5")
  }

  @Test func ofWhatIsMissing() throws {
    let message = "what is not there is found by `is_missing`"
    for written in ["topic is null", "topic is None", "topic == null", "topic IS NULL"] {
      try expectError(
        "load | where ⟦\(written)⟧", "C0204", message, fix: "load | where is_missing(topic)")
    }
    for written in ["topic is not null", "topic != nil"] {
      try expectError(
        "load | where ⟦\(written)⟧", "C0204", message, fix: "load | where not is_missing(topic)")
    }
  }

  @Test func ofPatterns() throws {
    for (pattern, meant) in [
      ("%so%", "contains \"so\""), ("so%", "starts \"so\""), ("%so", "ends \"so\""), ("so", "== \"so\""),
    ] {
      try expectError(
        "load | where question ⟦like⟧ \"\(pattern)\"", "C0204", "`like` is no comparison",
        fix: "load | where question \(meant)")
    }
    try expectError(
      "load | where question ⟦LIKE⟧ \"a_b%\"", "C0204", "`like` is no comparison",
      note: "`matches \"…\"` takes a regular expression")
  }

  @Test func ofComputedColumns() throws {
    try expectError(
      "load | derive twice⟦⟧ tokens * 2", "C0204", "`derive` needs a name, `=` and what is computed",
      fix: "load | derive twice = tokens * 2")
    try expectError(
      "load | ⟦rename⟧ topic subject", "C0203", "no stage is named `rename`", fix: "load | derive subject = topic")
  }

  @Test func ofShares() throws {
    try expectError(
      "load | select ⟦10%⟧ random", "C0206", "`select` is followed by how rows are chosen, then by how many",
      fix: "load | select random 10%")
    try expectError(
      "load | select random ⟦0.1⟧", "C0206", "a share is a percentage, or a number of rows",
      fix: "load | select random 10%")
    try expectError(
      "load | select random 10% ⟦seed 7⟧", "C0204", "`seed` is a setting, which holds for all that follows",
      fix: "load | select random 10%")
    try expectError("let x ⟦==⟧ load", "C0124", "`==` compares; a name is given with `=`", fix: "let x = load")
  }
}
