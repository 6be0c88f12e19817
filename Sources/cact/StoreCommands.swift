import ArgumentParser
import Terminal

/// `cact store merge|check`.
struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Merge stores of remembered results, or check one.",
    subcommands: [Merge.self, Check.self])

  struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take what other stores remember into the one in use.",
      discussion: """
        Values, values of rows, files, measured speeds, digests of files and looks at held-out rows that the store in use (--store)
        has not. What is damaged is named and left out, and so is what the store's limit has no room for, the least recently used
        first. The other stores are left as they are, and may be in use. A merge that was interrupted is finished by the same command.
        """)

    @OptionGroup var options: CommonOptions
    @ArgumentParser.Option(help: "What the store may take, as `set cache` says it; by default 20GB.")
    var cache: String?
    @Argument(help: "Folders of stores.") var from: [String]

    func run() throws { try Ended.with(options.application().mergeStores(from, limit: cache)) }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a store whole and name what is not as it was written.",
      discussion: """
        Nothing is changed: what is damaged counts as forgotten when it is asked for, and is then computed again. Ends with status 5
        where something is damaged.
        """)

    @OptionGroup var options: CommonOptions
    @Argument(help: "A store's folder; by default the one in use.") var folder: String?

    func run() throws { try Ended.with(options.application().checkStore(folder)) }
  }
}
