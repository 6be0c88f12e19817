public import Diagnostics
package import Digests
public import Documents
public import Foundation
public import LanguageModel
public import Pipeline
public import Rows
public import Store
public import Tokenization
public import Tuning
public import Work

// The engine's errors with the codes that `cact explain` knows.

extension RowError: DescribedError {
  /// Its own code.
  public var diagnosticCode: Diagnostic.Code { Diagnostic.Code(code.rawValue) }
  /// The place and what is wrong there.
  public var diagnosticMessage: String {
    var place = file
    if let line { place += ":\(line)" }
    if let row { place += ": row \(row)" }
    if let field { place += ", field `\(field)`" }
    return "\(place): \(message)"
  }
  /// What to do about it, where it says so.
  public var helps: [String] { help.map { [$0] } ?? [] }
}

extension TokenizerError: DescribedError {
  /// Its own code.
  public var diagnosticCode: Diagnostic.Code { Diagnostic.Code(code.rawValue) }
  /// The file and what is wrong with it.
  public var diagnosticMessage: String { "\(file): \(message)" }
}

extension LanguageModelError: DescribedError {
  /// The code for models that cannot be used.
  public var diagnosticCode: Diagnostic.Code { StageCodes.model }
  /// What is wrong with the model.
  public var diagnosticMessage: String {
    if case .tensors(let path, let problems) = self { return "\(path): \(problems.count) tensors do not fit the model" }
    return lines.first ?? description
  }
  /// The lines after the first: the tensors that do not fit, or what is supported instead.
  public var notes: [String] {
    if case .tensors(_, let problems) = self { return problems }
    return Array(lines.dropFirst())
  }
  /// A reason may end with the lines of a program that helps: a conversion.
  private var lines: [String] { description.split(separator: "\n").map(String.init) }
}

extension TuningError: DescribedError {
  /// Whether its loss or its gradient was not finite.
  public var isDivergence: Bool { if case .notFinite = self { true } else { false } }
  /// The code for tuning that cannot be done.
  public var diagnosticCode: Diagnostic.Code { StageCodes.tuning }
  /// The error's own sentence.
  public var diagnosticMessage: String { description }
}

extension StoreError: DescribedError {
  /// The code for the store.
  public var diagnosticCode: Diagnostic.Code { StageCodes.store }
  /// The error's own sentence.
  public var diagnosticMessage: String { description }
}

extension FileError: DescribedError {
  /// The code for files, read or written.
  public var diagnosticCode: Diagnostic.Code { operation == .read ? StageCodes.file : StageCodes.fileNotWritten }
  /// The error's own sentence.
  public var diagnosticMessage: String { description }
}

extension FileChange: DescribedError {
  /// The code for files.
  package var diagnosticCode: Diagnostic.Code { StageCodes.file }
  /// Which file it is.
  package var diagnosticMessage: String {
    "\(path): somebody has written into it since its rows were loaded, and their texts are not there any more"
  }
  /// What to do.
  package var helps: [String] { ["run the line that loads it again: it then reads the file as it is now"] }
}

extension OutOfMemory: DescribedError {
  /// The code for memory.
  public var diagnosticCode: Diagnostic.Code { StageCodes.memory }
  /// The error's own sentence.
  public var diagnosticMessage: String { description }
  /// What takes less memory.
  public var helps: [String] { [advice] }
}

extension JSONError: DescribedError {
  /// The code for files that cannot be read.
  public var diagnosticCode: Diagnostic.Code { StageCodes.file }
  /// The error's own sentence.
  public var diagnosticMessage: String { description }
}

extension MissingShare: DescribedError {
  /// The code for files that cannot be read.
  public var diagnosticCode: Diagnostic.Code { StageCodes.file }
  /// The error's own sentence.
  public var diagnosticMessage: String { description }
}

/// What Foundation's file operations throw, in the system's words.
extension CocoaError: DescribedError {
  // Foundation numbers its errors of writing from 512.
  private var isWriting: Bool { code.rawValue >= CocoaError.Code.fileWriteUnknown.rawValue }

  /// The code for files, read or written.
  public var diagnosticCode: Diagnostic.Code { isWriting ? StageCodes.fileNotWritten : StageCodes.file }

  /// What Foundation could not do, and with which file.
  public var diagnosticMessage: String {
    let reason = (underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
    return "cannot \(isWriting ? "write" : "read") \(filePath ?? "a file"): \(reason ?? localizedDescription)"
  }
}
