import Diagnostics
import Documents
import Foundation
import LanguageModel
import Pipeline
import Rows
import Store
import Tokenization
import Tuning
import Work

// The engine's errors with the codes that `cact explain` knows.

extension RowError: DescribedError {
  public var diagnosticCode: Diagnostic.Code { Diagnostic.Code(code.rawValue) }
  public var diagnosticMessage: String {
    var place = file
    if let line { place += ":\(line)" }
    if let row { place += ": row \(row)" }
    if let field { place += ", field `\(field)`" }
    return "\(place): \(message)"
  }
  public var helps: [String] { help.map { [$0] } ?? [] }
}

extension TokenizerError: DescribedError {
  public var diagnosticCode: Diagnostic.Code { Diagnostic.Code(code.rawValue) }
  public var diagnosticMessage: String { "\(file): \(message)" }
}

extension LanguageModelError: DescribedError {
  public var diagnosticCode: Diagnostic.Code { StageCodes.model }
  public var diagnosticMessage: String {
    if case .tensors(let path, let problems) = self { return "\(path): \(problems.count) tensors do not fit the model" }
    return lines.first ?? description
  }
  public var notes: [String] {
    if case .tensors(_, let problems) = self { return problems }
    return Array(lines.dropFirst())
  }
  /// A reason may end with the lines of a program that helps: a conversion.
  private var lines: [String] { description.split(separator: "\n").map(String.init) }
}

extension TuningError: DescribedError {
  public var diagnosticCode: Diagnostic.Code { StageCodes.tuning }
  public var diagnosticMessage: String { description }
}

extension StoreError: DescribedError {
  public var diagnosticCode: Diagnostic.Code { StageCodes.store }
  public var diagnosticMessage: String { description }
}

extension FileError: DescribedError {
  public var diagnosticCode: Diagnostic.Code { operation == .read ? StageCodes.file : StageCodes.fileNotWritten }
  public var diagnosticMessage: String { description }
}

extension OutOfMemory: DescribedError {
  public var diagnosticCode: Diagnostic.Code { StageCodes.memory }
  public var diagnosticMessage: String { description }
  public var helps: [String] { [advice] }
}

extension JSONError: DescribedError {
  public var diagnosticCode: Diagnostic.Code { StageCodes.file }
  public var diagnosticMessage: String { description }
}

extension MissingShare: DescribedError {
  public var diagnosticCode: Diagnostic.Code { StageCodes.file }
  public var diagnosticMessage: String { description }
}

/// What Foundation's file operations throw, in the system's words.
extension CocoaError: DescribedError {
  // Foundation numbers its errors of writing from 512.
  private var isWriting: Bool { code.rawValue >= CocoaError.Code.fileWriteUnknown.rawValue }

  public var diagnosticCode: Diagnostic.Code { isWriting ? StageCodes.fileNotWritten : StageCodes.file }

  public var diagnosticMessage: String {
    let reason = (underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
    return "cannot \(isWriting ? "write" : "read") \(filePath ?? "a file"): \(reason ?? localizedDescription)"
  }
}
