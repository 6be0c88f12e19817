import Pipeline

/// What a comparison depends on that its arguments do not say.
enum ComparedInputs {
  static func of(_ call: BoundCall, _ context: RunContext) throws -> [FileInput] {
    let library = context.models
    // Its chat template says how the held-out rows are put to every arm's model.
    let directory = try library.directory(context.settings)
    var inputs = [FileInput("model", try library.contentDigest(directory: directory, store: context.store))]
    // What is not written is as much a part of the recipe as what is: the versions of its stages, of the `select` too that
    // takes a budget in place of a share.
    var own = StandardPipelines.packAndTune(call.span)
    if try call.optionalBlock("then") != nil { own.calls = [] }
    own.head = .source
    own.calls.insert(StandardPipelines.random(learned: 1, at: call.span), at: 0)
    inputs.append(FileInput("then", try context.key(of: own)))
    return inputs + ProblemsJudge.inputs(of: call)
  }
}
