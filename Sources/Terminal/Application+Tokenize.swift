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
    console.settled(reading { try tokenized(showingNumbers) })
  }

  /// Bytes of a text that are split at once, in memory.
  private static let longestText = 256 << 20

  private func tokenized(_ showingNumbers: Bool) throws -> ExitStatus {
    let directory = try options.model.map { try LanguageModel.resolve($0) } ?? SharedFiles.modelDirectory()
    let tokenizer = try Tokenizer(encoderDirectory: directory)
    let text = try stream(STDIN_FILENO, name: "standard input", atMost: Self.longestText)
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
  }

  /// Runs what reads a file or a model that the command line names: one that cannot be used is a matter of usage.
  func reading(_ body: () throws -> ExitStatus) -> ExitStatus {
    do { return try body() } catch let error as any DescribedError {
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
        text += spelled(scalar, isFirst: at == 0, isASCII: isASCII)
        at += length
      } else {
        text += "\\x" + String(bytes[at], radix: 16)  // never below 0x80
        at += 1
      }
    }
    return text + "\""
  }

  private static func spelled(_ scalar: Unicode.Scalar, isFirst: Bool, isASCII: Bool) -> String {
    switch scalar {
    case "\\", "\"": return "\\\(scalar)"
    default:
      // A token is looked at closely: what is blank, or would sit on the quote, is spelled out too.
      let isSeen =
        !DisplayText.isHidden(scalar) && (scalar == " " || !scalar.properties.isWhitespace)
        && !(isFirst && DisplayText.isMark(scalar))
      return isSeen && (scalar.isASCII || !isASCII) ? String(scalar) : DisplayText.spelled(scalar)
    }
  }
}
