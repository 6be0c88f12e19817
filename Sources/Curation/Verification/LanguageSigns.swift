/// By what code is told to be of a language where nothing names it: how its lines look, trimmed of blanks.
///
/// A sign at the beginning of a line that ends with a letter, a digit or `_` is a whole word; one within a line begins as one.
public struct LanguageSigns: Sendable {
  /// How many lines begin, also of other languages: a point.
  var usual: [String]
  /// How lines begin that are hardly of another: three points.
  var own: [String] = []
  /// How lines begin and end that are hardly of another: three points.
  var heads: [(start: String, end: String)] = []
  /// Whole lines: three points.
  var lines: [String] = []
  /// What stands somewhere in a line: two points.
  var parts: [String] = []
  /// What stands before the names of variables: two points.
  var sigils = ""
  /// How lines do not end: three points against it.
  var never: [String] = []
}

/// A language whose code is known and not parsed here. A new one is a line in `all`; where two are as likely, the first counts.
struct UnparsedLanguage: Sendable {
  /// As a fence names it.
  var name: String
  var signs: LanguageSigns

  init(_ name: String, _ signs: LanguageSigns) { (self.name, self.signs) = (name, signs) }

  static let all = [
    UnparsedLanguage(
      "csharp",
      LanguageSigns(
        usual: [
          "//", "public ", "private ", "protected ", "internal ", "return ", "int ", "string ", "for (", "bool ",
          "class ",
          "double ", "static ", "char ", "var ", "using ", "if (", "while (", "} else", "else",
        ],
        own: [
          "using System", "namespace ", "static void Main", "public string ", "public static ", "private static ",
          "public void ", "public int ", "public double ", "public class ", "public bool ", "private readonly ",
          "public override ",
        ],
        parts: [
          "Console.", "string[] ", "foreach (var ", "foreach (int ", "foreach (string ", "foreach (char ", "{ get;",
          "List<int>", "List<string>", ".Length", "string ", ": base(",
        ])),
    UnparsedLanguage(
      "php",
      LanguageSigns(
        usual: ["//", "echo ", "return ", "foreach ", "if (", "} else"],
        own: ["$", "public function ", "private function ", "protected function ", "foreach ($"],
        parts: ["$_", "array("], sigils: "$")),
    UnparsedLanguage(
      "perl",
      LanguageSigns(
        usual: ["# ", "my ", "print ", "use ", "sub ", "return ", "foreach "],
        own: ["#!/usr/bin/perl", "use strict", "use warnings", "my $", "my @", "my %"], parts: ["=~"], sigils: "$")),
    UnparsedLanguage(
      "ruby",
      LanguageSigns(
        usual: ["# ", "puts ", "class ", "module ", "require ", "return ", "if ", "attr_"],
        own: ["def ", "puts ", "elsif ", "attr_", "unless ", "require '", "module "], lines: ["end"],
        parts: [".each do", " do |", ".each {", ".nil?", ".to_s", ".to_i"], never: [";", "{", ":"])),
    UnparsedLanguage(
      "sql",
      LanguageSigns(
        usual: [
          "FROM ", "WHERE ", "AND ", "JOIN ", "GROUP BY", "ORDER BY", "VALUES", "SET ", "INNER ", "LEFT ", "ON ",
          "BEGIN",
          "END",
        ],
        own: [
          "SELECT", "select ", "INSERT INTO", "CREATE TABLE", "CREATE DATABASE", "CREATE PROCEDURE", "CREATE FUNCTION",
          "CREATE VIEW", "CREATE INDEX", "CREATE TRIGGER", "CREATE OR REPLACE", "UPDATE ", "DELETE FROM", "ALTER TABLE",
          "DELIMITER", "DROP ",
        ], never: ["{"])),
    UnparsedLanguage(
      "css",
      LanguageSigns(
        usual: [],
        heads: [
          (".", "{"), ("#", "{"), ("body", "{"), ("a:", "{"), ("p ", "{"), ("h1", "{"), ("@media", "{"),
          ("@keyframes", "{"), ("display:", ";"), ("color:", ";"), ("background", ";"), ("font-", ";"), ("margin", ";"),
          ("padding", ";"), ("width:", ";"), ("height:", ";"), ("border", ";"), ("text-", ";"), ("position:", ";"),
          ("flex", ";"),
        ])),
    UnparsedLanguage(
      "kotlin",
      LanguageSigns(
        usual: ["//", "var ", "return ", "class ", "for (", "println(", "import ", "if ("],
        own: ["fun ", "val ", "data class", "private val", "override fun"], parts: [": Int", ": String", "println("],
        never: [";"])),
    UnparsedLanguage(
      "typescript",
      LanguageSigns(
        usual: [
          "//", "const ", "let ", "var ", "function ", "async function ", "export ", "return ", "import ", "class ",
          "private ", "public ",
        ],
        own: ["interface ", "export interface", "type "],
        parts: [
          ": string", ": number", ": boolean", ": void", ": any", ": Promise<", "<T>", "number[]", "string[]",
        ])),
    UnparsedLanguage(
      "jsx",
      LanguageSigns(
        usual: ["//", "const ", "let ", "var ", "function ", "export ", "return ", "import ", "class "],
        own: [
          "import React", "<>", "<div", "<span", "<p>", "<p ", "<button", "<h1", "<h2", "<ul", "<li", "<input", "<img",
        ],
        heads: [("function ", "{"), ("const ", "=> {")],
        parts: ["</", "/>", "from 'react'", "from \"react\"", "className=", "useState(", "ReactDOM", "onClick={"])),
    UnparsedLanguage(
      "vb",
      LanguageSigns(
        usual: ["If ", "For ", "Next", "Function ", "Return ", "Public ", "Private ", "Console."],
        own: [
          "Dim ", "End Sub", "End Function", "End If", "Imports ", "Sub ", "Public Sub", "Private Sub", "Public Class",
          "End Class",
        ], never: ["{", ";"])),
    UnparsedLanguage(
      "r",
      LanguageSigns(
        usual: ["# ", "library(", "print("], own: ["library("], parts: [" <- function(", " <- "], never: [";"])),
    UnparsedLanguage(
      "powershell",
      LanguageSigns(
        usual: ["# ", "param", "function "], own: ["$", "Write-Host", "Get-", "Set-", "New-", "Write-Output"],
        parts: ["Get-ChildItem", "$_.", "-eq ", "ForEach-Object", " | Where-Object"], sigils: "$", never: [";"])),
    UnparsedLanguage(
      "haskell",
      LanguageSigns(
        usual: ["-- ", "import ", "let ", "where", "data "],
        own: ["import Data.", "import qualified ", "main = do", "module "],
        parts: [" :: ", " -> ", "putStrLn "], never: [";", "{", ":"])),
    UnparsedLanguage(
      "yaml",
      LanguageSigns(
        usual: ["# ", "- "],
        own: [
          "apiVersion:", "kind:", "metadata:", "spec:", "name:", "- name:", "on:", "jobs:", "steps:", "- uses:",
          "- run:",
          "image:", "services:", "script:", "version:", "stages:", "ports:", "environment:", "volumes:", "- id:",
          "- host:",
        ], never: [",", "{", ";"])),
    UnparsedLanguage(
      "toml",
      LanguageSigns(
        usual: ["# ", "name = ", "version = "], own: ["[[", "[tool.", "[package]", "[dependencies]"], never: [",", ";"])
    ),
    UnparsedLanguage(
      "makefile",
      LanguageSigns(
        usual: ["# ", "clean:", "all:"], own: [".PHONY", "CFLAGS", "-include "],
        parts: ["$(CC)", "$(CFLAGS)", "$(patsubst", "$(wildcard", "$@", "$<", "$^", ": $(", ":= $("])),
    UnparsedLanguage(
      "dockerfile",
      LanguageSigns(
        usual: ["# ", "FROM ", "ENV ", "ARG "], own: ["RUN ", "COPY ", "CMD [", "WORKDIR ", "ENTRYPOINT ", "EXPOSE "])),
    UnparsedLanguage(
      "nginx",
      LanguageSigns(
        usual: ["# "], own: ["upstream ", "server_name ", "listen ", "add_header "],
        heads: [("location ", "{"), ("server ", "{")], parts: ["proxy_", "ssl_"])),
  ]
}
