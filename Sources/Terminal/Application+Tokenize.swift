import Diagnostics
import Foundation
import LanguageModel
import Pipeline
import Stages
import Tokenization
import Work

extension Application {
  /// Reads standard input as one text and prints its tokens, one a line in quotes, or their numbers on one line. Of an encoder
  /// (BERT, MPNet) just as well: only the tokenizer is read.
  public func tokenize(showingNumbers: Bool) -> ExitStatus {
    do {
      let directory = try options.model.map { try LanguageModel.resolve($0) } ?? SharedFiles.modelDirectory()
      let tokenizer = try Tokenizer(encoderDirectory: directory)
      let text = Array(FileHandle.standardInput.readDataToEndOfFile())
      let ids = try tokenizer.encode(text, work: Work(cancellation: cancellation))
      if showingNumbers {
        console.out.line(ids.map { String($0) }.joined(separator: " "))
      } else if !ids.isEmpty {
        let isASCII = !console.outScreen.unicode
        let lines = ids.enumerated().map { index, id in
          TokenText.quoted(tokenizer.decode(CollectionOfOne(id), continuing: index > 0), isASCII: isASCII)
        }
        console.out.line(lines.joined(separator: "\n"))
      }
      return .done
    } catch let error as any DescribedError {
      console.show(
        Diagnostic(
          error.diagnosticCode, error.diagnosticMessage, at: Span(0, 0), notes: error.notes,
          helps: error.helps.map { Diagnostic.Help($0) }))
      return .usage
    } catch {
      return started { throw error }
    }
  }
}

/// Tokens as they are printed: characters that cannot be seen, and bytes that are no whole character, spelled out.
enum TokenText {
  /// `" the"`, `"\n"`, `"\xe4\xbd"`.
  static func quoted(_ bytes: [UInt8], isASCII: Bool) -> String {
    var text = "\""
    var at = 0
    while at < bytes.count {
      if let length = DisplayText.sequenceLength(bytes[...], at: at),
        let scalar = String(decoding: bytes[at..<at + length], as: UTF8.self).unicodeScalars.first
      {
        text += spelled(scalar, isASCII: isASCII)
        at += length
      } else {
        text += "\\x" + String(bytes[at], radix: 16)  // never below 0x80
        at += 1
      }
    }
    return text + "\""
  }

  private static func spelled(_ scalar: Unicode.Scalar, isASCII: Bool) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\\", "\"": return "\\\(scalar)"
    default:
      let isSeen =
        scalar.value >= 0x20 && scalar.properties.generalCategory != .control
        && scalar.properties.generalCategory != .format && (scalar == " " || !scalar.properties.isWhitespace)
      return isSeen && (scalar.isASCII || !isASCII) ? String(scalar) : "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }
}
