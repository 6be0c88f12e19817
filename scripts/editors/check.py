#!/usr/bin/env python3
"""Drives `cact lsp` with the client of pygls, whose messages are typed by lsprotocol: an answer that is not what LSP 3.17 says raises.

    pip install pygls lsprotocol
    python3 scripts/editors/check.py .build/release/cact

Opens every script of examples/ and a few with mistakes under each way to count characters, asks everything that the server offers at every
word, applies what it advises, and compares its formatting with `cact fmt`. Prints what was asked how often; status 1 after any failure.
"""
import asyncio
import collections
import pathlib
import subprocess
import sys

from lsprotocol import types
from pygls.lsp.client import LanguageClient

ROOT = pathlib.Path(__file__).resolve().parents[2]
MISTAKES = {
    "stage": "# 語🙂\nload | tak 5\n",
    "column": "load | score complexity | sort ifdd\n",
    "picture": 'load "🙂語.jsonl" | selct diverse 10%\n',
    "type": "load | pack 4096 | where tokens > 5\n",
    "setting": "set sed 7\nload | take 5\n",
    "names": "param most = 5\nlet some = load | take $most\ndef few(n = 5) = take $n\nsome | few 3 | where to\n",
    "open": "load | where (tokens > 5\n",
}


def units(text: str, kind: types.PositionEncodingKind) -> int:
    coding = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[kind.value]
    return len(text.encode(coding[0])) // coding[1]


def offset(text: str, position: types.Position, kind: types.PositionEncodingKind) -> int:
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: position.line])
    line = lines[position.line] if position.line < len(lines) else ""
    for index in range(len(line) + 1):
        if units(line[:index], kind) == position.character:
            return start + index
    raise ValueError(f"{position} is no place of {line!r} in {kind}")


def applied(text: str, edits, kind) -> str:
    places = [(offset(text, e.range.start, kind), offset(text, e.range.end, kind), e.new_text) for e in edits]
    for start, end, new in sorted(places, reverse=True):
        text = text[:start] + new + text[end:]
    return text


class Session:
    def __init__(self, program: str, kind: types.PositionEncodingKind):
        self.program, self.kind = program, kind
        self.client = LanguageClient("check", "1")
        self.counts: collections.Counter = collections.Counter()
        self.failures: list[str] = []
        self.found: dict[str, types.PublishDiagnosticsParams] = {}
        self.news = asyncio.Event()
        self.errors: list[str] = []

        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(params: types.PublishDiagnosticsParams):
            self.found[params.uri] = params
            self.news.set()

        self.client.report_server_error = lambda error, source: self.errors.append(repr(error))

    def expect(self, holds: bool, what: str):
        if not holds:
            self.failures.append(what)

    async def published(self, uri: str, version: int):
        while uri not in self.found or self.found[uri].version != version:
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), 120)
        return self.found[uri].diagnostics

    async def document(self, name: str, text: str):
        client, kind, uri = self.client, self.kind, f"file://{ROOT}/examples/{name}"
        document = types.TextDocumentIdentifier(uri)
        client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "cact", 1, text)))
        diagnostics = await self.published(uri, 1)
        self.counts["diagnostics"] += len(diagnostics)
        for diagnostic in diagnostics:
            offset(text, diagnostic.range.start, kind), offset(text, diagnostic.range.end, kind)
            self.expect(diagnostic.source == "cact" and str(diagnostic.code).startswith("C"), f"{name}: {diagnostic}")
        version = 1
        for diagnostic in diagnostics:
            actions = await client.text_document_code_action_async(
                types.CodeActionParams(document, diagnostic.range, types.CodeActionContext([diagnostic])))
            for action in actions or []:
                self.counts["code actions"] += 1
                mended = applied(text, action.edit.changes[uri], kind)
                version += 1
                client.text_document_did_change(types.DidChangeTextDocumentParams(
                    types.VersionedTextDocumentIdentifier(version, uri),
                    [types.TextDocumentContentChangeWholeDocument(mended)]))
                left = await self.published(uri, version)
                same = [d for d in left if d.severity == types.DiagnosticSeverity.Error]
                self.expect(len(same) < len(diagnostics), f"{name}: {action.title} does not mend {mended!r}: {left}")
        # The document as it was, by a change of a part of it.
        version += 1
        client.text_document_did_change(types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version, uri),
            [types.TextDocumentContentChangeWholeDocument(text[:-1]), types.TextDocumentContentChangePartial(
                types.Range(self.end(text[:-1]), self.end(text[:-1])), text[-1:])]))
        again = await self.published(uri, version)
        self.expect([d.message for d in again] == [d.message for d in diagnostics], f"{name}: other findings after changes")

        edits = await client.text_document_formatting_async(
            types.DocumentFormattingParams(document, types.FormattingOptions(2, True)))
        fmt = subprocess.run([self.program, "fmt", "-"], input=text.encode(), capture_output=True)
        self.expect((edits is None) == (fmt.returncode != 0), f"{name}: formatted {edits}, fmt {fmt.returncode}")
        if edits is not None:
            self.counts["formatted"] += 1
            self.expect(applied(text, edits, kind) == fmt.stdout.decode(), f"{name}: not what fmt writes")
        symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
        self.counts["symbols"] += len(symbols or [])
        for symbol in symbols or []:
            self.expect(isinstance(symbol, types.DocumentSymbol), f"{name}: {symbol}")

        for line, content in enumerate(text.split("\n")):
            for index in range(len(content) + 1):
                if index and content[index - 1 : index].isalnum() and content[index : index + 1].isalnum():
                    continue
                position = types.Position(line, units(content[:index], kind))
                hover = await client.text_document_hover_async(types.HoverParams(document, position))
                if hover:
                    self.counts["hovers"] += 1
                    self.expect(hover.contents.kind == types.MarkupKind.Markdown, f"{name}: {hover}")
                    offset(text, hover.range.start, kind), offset(text, hover.range.end, kind)
                completion = await client.text_document_completion_async(types.CompletionParams(document, position))
                for item in completion.items:
                    self.counts["candidates"] += 1
                    start = offset(text, item.text_edit.range.start, kind)
                    here = offset(text, position, kind)
                    self.expect(item.text_edit.new_text.startswith(text[start:here]), f"{name}: {item}")
                place = await client.text_document_definition_async(types.DefinitionParams(document, position))
                self.counts["definitions"] += place is not None
        client.text_document_did_close(types.DidCloseTextDocumentParams(document))

    def end(self, text: str) -> types.Position:
        lines = text.split("\n")
        return types.Position(len(lines) - 1, units(lines[-1], self.kind))

    async def run(self):
        await self.client.start_io(self.program, "lsp")
        text = types.TextDocumentClientCapabilities(
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True),
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
            document_symbol=types.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True),
            code_action=types.CodeActionClientCapabilities(
                code_action_literal_support=types.ClientCodeActionLiteralOptions(
                    types.ClientCodeActionKindOptions([types.CodeActionKind.QuickFix]))))
        result = await self.client.initialize_async(types.InitializeParams(
            types.ClientCapabilities(
                text_document=text, general=types.GeneralClientCapabilities(position_encodings=[self.kind])),
            root_uri=ROOT.as_uri()))
        self.expect(result.capabilities.position_encoding == self.kind, f"encoding {result.capabilities}")
        self.client.initialized(types.InitializedParams())
        for path in sorted((ROOT / "examples").glob("*.cact")):
            await self.document(path.name, path.read_text())
        for name, script in MISTAKES.items():
            await self.document(name + ".cact", script)
        await self.client.shutdown_async(None)
        self.client.exit(None)
        status = await asyncio.wait_for(self.client._server.wait(), 20)
        self.expect(status == 0, f"status {status}")
        await self.client.stop()
        self.failures += self.errors
        return self


async def main() -> int:
    kinds = types.PositionEncodingKind
    status = 0
    for kind in (kinds.Utf16, kinds.Utf8, kinds.Utf32):
        # Two at once: neither waits for the other.
        for session in await asyncio.gather(*(Session(sys.argv[1], kind).run() for _ in range(2))):
            print(kind.value, ", ".join(f"{count} {name}" for name, count in sorted(session.counts.items())))
            for failure in session.failures:
                print("  failed:", failure)
                status = 1
    return status


sys.exit(asyncio.run(main()))
