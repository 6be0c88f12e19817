import Pipeline

/// Names of arms by what differs in them: `diverse`, else `diverse 10%`, else the stages that the others do not have.
enum ArmNames {
  static func names(of blocks: [BoundPipeline]) -> [String] {
    var names = blocks.map(short)
    for finer in [shared, distinguishing, { blocks in blocks.map(\.text) }] as [([BoundPipeline]) -> [String]] {
      let groups = Dictionary(grouping: names.indices) { names[$0] }.values.filter { $0.count > 1 }
      for group in groups {
        let found = finer(group.map { blocks[$0] })
        // A name that does not tell all of them apart would leave a reader to guess.
        guard Set(found).count == found.count, found.allSatisfy({ !$0.isEmpty }) else { continue }
        for (place, name) in zip(group, found) { names[place] = name }
      }
    }
    // The same block twice.
    var seen: [String: Int] = [:]
    return names.map { name in
      seen[name, default: 0] += 1
      return seen[name] == 1 ? name : "\(name) (\(seen[name] ?? 0))"
    }
  }

  private static func select(_ block: BoundPipeline) -> BoundCall? { block.calls.last { $0.calls(SelectStage.self) } }

  /// The way of choosing, and what is appended to it.
  private static func short(_ block: BoundPipeline) -> String {
    let appended = block.calls.filter { $0.calls(AppendStage.self) }.map { $0.flag("target") ? "target" : "rows" }
    guard let select = select(block), let kind = try? select.choice("kind") else {
      return Self.takesNothing(block) && block.calls.count == 2 && appended.count == 1
        ? "\(appended[0]) alone" : block.text
    }
    let filtered = block.calls.contains { $0.calls(WhereStage.self) } ? ["filter"] : []
    // Of what is best there are as many kinds as there are measures.
    let measure = kind == TopRule().name ? try? select.optionalExpression("by")?.displayText : nil
    return (filtered + [kind + (measure.map { " by \($0)" } ?? "")] + appended).joined(separator: " + ")
  }

  /// Whether it begins with no row of the pool: what is appended stands alone.
  private static func takesNothing(_ block: BoundPipeline) -> Bool {
    guard let first = block.calls.first, first.calls(TakeStage.self) else { return false }
    return (try? first.integer("count")) == 0
  }

  /// The same with the share.
  private static func shared(_ blocks: [BoundPipeline]) -> [String] {
    blocks.map { block in
      guard let share = (try? select(block)?.optionalShare("share")) ?? nil else { return "" }
      return "\(short(block)) \(share)"
    }
  }

  /// The stages that not all of them have.
  private static func distinguishing(_ blocks: [BoundPipeline]) -> [String] {
    let texts = blocks.map { $0.calls.map(StandardPipelines.text) }
    return texts.map { own in
      own.filter { stage in !texts.allSatisfy { $0.contains(stage) } }.joined(separator: " | ")
    }
  }
}
