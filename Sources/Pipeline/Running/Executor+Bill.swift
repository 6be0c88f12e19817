extension Executor {
  /// What making the pipeline's value took, from the records of its stages and of the names that it begins with. Stages
  /// that are not remembered are not in it.
  func bill(of pipeline: BoundPipeline, settings: Settings) throws -> [BillEntry] {
    var bill: [BillEntry] = []
    if case .binding(let binding) = pipeline.head {
      bill = try self.bill(of: binding.pipeline, settings: binding.settings)
    }
    let keys = try keys(of: pipeline, inputKey: nil, settings: settings)
    for (call, key) in zip(pipeline.calls, keys.dropFirst()) {
      guard let record = memory.record(key) else { continue }
      bill.append(record.bill(call.stage))
    }
    return bill
  }
}
