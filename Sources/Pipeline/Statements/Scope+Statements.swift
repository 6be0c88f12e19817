extension Scope {
  /// Takes up what a statement says besides a value: a setting, a parameter, definitions. What a pipeline makes is bound by whoever runs,
  /// checks or restores it.
  mutating func take(_ statement: BoundStatement) {
    switch statement {
    case .setting(let name, let value): _ = settings.set(name, to: value)
    case .parameter(let name, let value): parameters[name] = value
    case .definition(let definition): definitions[definition.name] = definition
    case .use(let definitions, let files):
      for definition in definitions { self.definitions[definition.name] = definition }
      used.formUnion(files)
    case .pipeline, .letBinding, .explain, .help: break
    }
  }
}
