public import Diagnostics
import Rows
import Tokenization

/// What stages find: 03 while checking, 04 in data and files, 05 while running.
public enum StageCodes {
  static let selectNeeds: Diagnostic.Code = "C0350"
  static let optionsClash: Diagnostic.Code = "C0351"
  static let promptClash: Diagnostic.Code = "C0352"
  static let fileAbsent: Diagnostic.Code = "C0401"
  static let notANumber: Diagnostic.Code = "C0402"
  static let notOverwritten: Diagnostic.Code = "C0403"
  static let wrongEnding: Diagnostic.Code = "C0404"
  static let model: Diagnostic.Code = "C0405"
  static let tooManyFailed: Diagnostic.Code = "C0510"
  static let nothingLeft: Diagnostic.Code = "C0511"
  static let otherTokenizer: Diagnostic.Code = "C0512"
  static let noHeldOut: Diagnostic.Code = "C0513"
  static let tuning: Diagnostic.Code = "C0514"
  static let store: Diagnostic.Code = "C0515"
  static let noAdapter: Diagnostic.Code = "C0518"
  /// Also of a process that ran out of memory: `cact explain C0530` is what its last line names.
  public static let memory: Diagnostic.Code = "C0530"
  static let noTarget: Diagnostic.Code = "C0519"
  static let noSearch: Diagnostic.Code = "C0520"
  static let file: Diagnostic.Code = "C0406"
  static let fileNotWritten: Diagnostic.Code = "C0407"

  /// What says that a file cannot be read, which ends a program with another status than a stage that fails.
  public static let unreadable: Set<Diagnostic.Code> = Set(
    [model, file]
      + RowError.Code.allCases.filter { $0 != .notWritten && $0 != .damagedValue }.map { Diagnostic.Code($0.rawValue) }
      + TokenizerError.Code.allCases.map { Diagnostic.Code($0.rawValue) })

  /// The long form of each, for `cact explain CODE`.
  public static let entries: [CodeBook.Entry] =
    own
    + RowError.Code.allCases.map { CodeBook.Entry(Diagnostic.Code($0.rawValue), $0.title, $0.explanation) }
    + TokenizerError.Code.allCases.map { CodeBook.Entry(Diagnostic.Code($0.rawValue), $0.title, $0.explanation) }

  private static let own: [CodeBook.Entry] = [
    CodeBook.Entry(
      selectNeeds, "`select` has nothing to rank by",
      "`select diverse` ranks by a score and groups by an embedding, `select top` ranks by a score. Both columns come "
        + "from `score complexity`; `embed` adds the embedding alone, and `select diverse with \"MODEL\"` makes one. "
        + "`select random` needs neither.",
      wrong: "load | select diverse 10%", right: "load | score complexity | select diverse 10%"),
    CodeBook.Entry(
      optionsClash, "two options contradict each other",
      "Each of the options is right alone, but they set the same thing. Leave one out.",
      wrong: "load | pack 4096 | tune steps 60 batch 8", right: "load | pack 4096 | tune steps 60"),
    CodeBook.Entry(
      promptClash, "`generate` answers either a prompt or rows",
      "`generate` answers the question of each row that comes in. Where no rows come in, it begins a pipeline or follows a "
        + "model, and needs a prompt in double quotes.",
      wrong: "load | generate \"Hello\"", right: "load | take 2 | generate"),
    CodeBook.Entry(
      fileAbsent, "the file is not there yet",
      "A warning: the path does not name a file now, so its columns cannot be checked. Paths are relative to the "
        + "working directory. When the line runs and the file is still absent, it is an error."),
    CodeBook.Entry(
      notANumber, "a column without numbers where numbers rank",
      "`by` takes numbers. A column that is known to hold something else is an error before the line runs; this one was "
        + "found to, or to hold several kinds, when it ran. `columns` lists the kinds.",
      wrong: "load \"rows.jsonl\" | select top 10 by topic", right: "load \"rows.jsonl\" | select top 10 by len(topic)"),
    CodeBook.Entry(
      notOverwritten, "`save` does not replace what cact did not write",
      "cact notes what it writes: beside a file in `.NAME.cact.json`, in a model's directory in `cact.json`. What is still "
        + "as it was written is replaced without a word. A file or a link of that name that cact did not write, or that was "
        + "changed since, is replaced after `replace`, which removes nothing else: other files of a model's directory stay "
        + "where they are, and one that would be taken for part of the model stops the save until you move it away. A link "
        + "is replaced itself, and what it leads to stays. Never replaced, however it is written, are what was loaded, the "
        + "working directory, your home directory, what holds them, and the root of a file system.",
      wrong: "load \"rows.jsonl\" | save \"rows.jsonl\"", right: "load \"rows.jsonl\" | save \"chosen.jsonl\""),
    CodeBook.Entry(
      wrongEnding, "`save` does not know this ending for such a value",
      "Rows are saved as \(RowFormats.list(SavePlace.rowEndings)); a model to a directory; a report as "
        + "\(RowFormats.list(ReportFormats.all.map(\.ending))). Packs are not saved: they are a rule, and `tune` packs inside "
        + "each of its steps.",
      wrong: "load | save \"rows.xml\"", right: "load | save \"rows.jsonl\""),
    CodeBook.Entry(
      model, "the model cannot be used",
      "A model is a Hugging Face directory with config.json, tokenizer.json and .safetensors weights. The message says "
        + "which file is missing, cut, or does not fit the others."),
    CodeBook.Entry(
      tooManyFailed, "too many rows failed",
      "More rows of a stage failed than `set max_failed` allows, so that what is left may not be the set you meant. "
        + "The ledger gives the reasons; raise the limit to go on all the same.",
      wrong: "load \"half_empty.jsonl\"", right: "set max_failed 60%"),
    CodeBook.Entry(
      nothingLeft, "no row is left",
      "The stage needs rows and gets none: look at the ledgers of the stages before it."),
    CodeBook.Entry(
      file, "a file that cannot be read",
      "The system would not read the file, or it is not the JSON that it should be; the message has the reason."),
    CodeBook.Entry(
      fileNotWritten, "a file that cannot be written",
      "The system would not write the file: no room, a limit, no permission; the message has its reason. What stood there "
        + "before is still there: files are written under a temporary name and then renamed."),
    CodeBook.Entry(
      tuning, "tuning cannot go on",
      "A loss or gradient that is not a number stops the run with the rows of that step named: lower `rate`, or look at "
        + "these rows. An option out of range is named."),
    CodeBook.Entry(
      memory, "more memory than this job may use",
      "What a stage takes is compared with what is left of the machine's memory, of the job's control group and of its "
        + "limits (`ulimit -v`, `ulimit -d`) before it starts; `explain` shows what the stages of a line take. A smaller "
        + "model, a smaller capacity of `pack`, `tune … lora` or `gradient_checkpointing`, fewer or shorter rows take less. Under "
        + "`ulimit -v` every thread takes 128 MB of address space for its products: `--threads 1` leaves more."),
    CodeBook.Entry(
      noAdapter, "a model without an adapter cannot be merged",
      "`merge` adds the low-rank matrices that `tune lora` made to the weights of their base. A model of which all weights "
        + "were tuned is whole already.",
      wrong: "load | pack 1024 | tune | merge", right: "load | pack 1024 | tune lora | merge"),
    CodeBook.Entry(
      store, "the store cannot do its work",
      "Remembered results are kept in the folder of `--store`, else CACT_STORE, else the cache folder of the user. It must "
        + "be writable and have room; `set cache 5GB` keeps it smaller."),
    CodeBook.Entry(
      otherTokenizer, "packs made for another tokenizer",
      "The rows were counted and packed with the tokenizer of one model and are to tune another. Set the model before "
        + "`load`, and run the whole line with it."),
    CodeBook.Entry(
      noTarget, "nobody said what the model shall be good at",
      "Measures and selections toward a task look at rows of it, the target. They are held out in a part of their own, so "
        + "that what was looked at never judges: `hold 500 target 100 search 100` draws all parts from the rows, "
        + "`hold from { load \"mine.jsonl\" } target 100 search 100` takes them from a file.",
      wrong: "load \"rows.jsonl\" | hold 200 | score target",
      right: "load \"rows.jsonl\" | hold 200 target 50 | score target"),
    CodeBook.Entry(
      noSearch, "no rows are set aside for a search",
      "A search judges many candidates, and the best of many looks better than it is. So it judges on rows of their own, "
        + "and the sealed rows, which only verdicts open, tell afterwards what the winner is worth: "
        + "`hold 400 target 100 search 100` draws all parts from the rows, `hold from { load \"mine.jsonl\" } target 100 "
        + "search 100` takes them from a file.",
      wrong: "load \"rows.jsonl\" | hold 200 | compare { take 60 } { sample 60 } on search",
      right: "load \"rows.jsonl\" | hold 200 search 50 | compare { take 60 } { sample 60 } on search"),
    CodeBook.Entry(
      noHeldOut, "nothing is held out to judge by",
      "`eval` and `compare` judge on rows that no stage trained on. The teaching set comes with its own; for a file, put "
        + "`hold` after `load`, or give `eval` a file.",
      wrong: "load \"rows.jsonl\" | pack 1024 | tune | eval",
      right: "load \"rows.jsonl\" | hold 200 | pack 1024 | tune | eval"),
  ]
}
