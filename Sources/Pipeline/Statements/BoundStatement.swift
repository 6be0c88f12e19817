import Diagnostics
import Syntax

/// A statement after binding and checking.
enum BoundStatement {
  case pipeline(BoundPipeline)
  case letBinding(String, BoundPipeline)
  case explain(BoundPipeline)
  case setting(String, ArgumentValue)
  case parameter(String, Scalar)
  case definition(Definition)
  /// The definitions that a file brings, with the files that were read for them.
  case use([Definition], files: Set<String>)
  case help(String?)
}
