public import Diagnostics
import Rows
import Tokenization

/// The codes of this module by their names.
public typealias StageCodes = CodeNames<StageCodeTable>

/// What stages find: 03 while checking, 04 in data and files, 05 while running.
public struct StageCodeTable: CodeTable {
  /// One entry a property.
  public static let table = Self()

  package let selectNeeds = CodeBook.Entry(
    "C0350", "`select` has nothing to rank by",
    "`select diverse` ranks by a score and groups by an embedding, `select top` ranks by a score. Both columns come "
      + "from `score complexity`; `embed` adds the embedding alone, and `select diverse with \"MODEL\"` makes one. "
      + "`select random` needs neither.",
    wrong: "load | select diverse 10%", right: "load | score complexity | select diverse 10%")
  package let optionsClash = CodeBook.Entry(
    "C0351", "two options contradict each other",
    "Each option is valid on its own, but they set the same thing. Leave one out.",
    wrong: "load | pack 4096 | tune steps 60 batch 8", right: "load | pack 4096 | tune steps 60")
  package let promptClash = CodeBook.Entry(
    "C0352", "`generate` answers either a prompt or rows",
    "`generate` answers the question of each row that comes in. Where no rows come in, it begins a pipeline or follows a "
      + "model, and needs a prompt in double quotes.",
    wrong: "load | generate \"Hello\"", right: "load | take 2 | generate")
  package let noModel = CodeBook.Entry(
    "C0353", "`eval` has no model to judge",
    "`eval` judges the model that comes in, and its base. Alone it judges the model of the settings, which has no held-out rows: it "
      + "needs `problems`.",
    wrong: "eval", right: "eval problems { load | take 3 } max 8")
  package let notRowwise = CodeBook.Entry(
    "C0354", "a stage that looks at all rows, within a shard",
    "`load … shard K of N` gives one of N parts of the rows to each job of an array, and `gather` makes of what these save what one job "
      + "would have saved. That holds of stages that look at one row at a time, such as `score complexity`, `where` and `verify`. What "
      + "compares rows (`dedup`, `select`, `sample`, `sort`, `score lexical`, `z(x)`) would see a part of them: it comes behind `gather`.",
    wrong: "load shard 1 of 4 | dedup | save \"part-1.jsonl\"",
    right: "load shard 1 of 4 | score complexity | save \"part-1.jsonl\"")
  package let notNumbers = CodeBook.Entry(
    "C0360", "a column without numbers",
    "`correlate` and `plot` compare numbers. `derive n = len(answer)` makes one of a text, `count by COLUMN` counts its values.",
    wrong: "load | correlate tokens question", right: "load | correlate tokens answer_tokens")
  package let fileAbsent = CodeBook.Entry(
    "C0401", "the file is not there yet",
    "A warning: the path does not name a file now, so its columns cannot be checked. Paths are relative to the "
      + "working directory. When the line runs and the file is still absent, it is an error.")
  package let notANumber = CodeBook.Entry(
    "C0402", "a column without numbers where numbers rank",
    "`by` takes numbers. A column that is known to hold something else is an error before the line runs; this one was "
      + "found to, or to hold several kinds, when it ran. `columns` lists the kinds.",
    wrong: "load \"rows.jsonl\" | select top 10 by topic", right: "load \"rows.jsonl\" | select top 10 by len(topic)")
  package let notOverwritten = CodeBook.Entry(
    "C0403", "`save` does not replace what cact did not write",
    "cact notes what it writes: beside a file in `.NAME.cact.json`, in a model's directory in `cact.json`. What has not "
      + "changed since is replaced silently. A file or a link of that name that cact did not write, or that was "
      + "changed since, is replaced after `replace`, which removes nothing else: other files of a model's directory stay "
      + "where they are, and one that would be taken for part of the model stops the save until you move it away. A link "
      + "is replaced itself, and what it leads to stays. Never replaced, however it is written, are what was loaded, the "
      + "working directory, your home directory, what holds them, and the root of a file system.",
    wrong: "load \"rows.jsonl\" | save \"rows.jsonl\"", right: "load \"rows.jsonl\" | save \"chosen.jsonl\"")
  package let wrongEnding = CodeBook.Entry(
    "C0404", "`save` does not support this file extension for such a value",
    "Rows are saved as \(RowFormats.list(SavePlace.rowEndings)), compressed where `.gz` or `.zst` follows; a model to a directory; a report as "
      + "\(RowFormats.list(ReportFormats.all.map(\.ending))). Packs are not saved: they are a rule, and `tune` packs inside "
      + "each of its steps.",
    wrong: "load | save \"rows.xml\"", right: "load | save \"rows.jsonl\"")
  package let model = CodeBook.Entry(
    "C0405", "the model cannot be used",
    "A model is a Hugging Face directory with config.json, tokenizer.json and .safetensors weights, or a GGUF file. The "
      + "message says which file is missing, cut, or does not fit the others.")
  package let file = CodeBook.Entry(
    "C0406", "a file that cannot be read",
    "The system could not read the file, or it is not the JSON that it should be; the message has the reason.")
  package let fileNotWritten = CodeBook.Entry(
    "C0407", "a file that cannot be written",
    "The system could not write the file: no space, a limit, no permission; the message has its reason. What stood there "
      + "before is still there: files are written under a temporary name and then renamed.")
  package let noTable = CodeBook.Entry(
    "C0408", "a report that has no such lines or columns",
    "`where`, `sort`, `take` and `show` go through the table of a report as through rows. Reports of sentences alone, such as "
      + "a verdict, have none; the columns of a table are those that it shows.",
    wrong: "load | count by topic | sort rows desc", right: "load | count by topic | sort count desc")
  package let notGathered = CodeBook.Entry(
    "C0409", "files that are not the shards of one run",
    "`gather` joins what was saved of `load … shard K of N`: of one pool, divided into one number of shards, to which the same was done by the "
      + "same model, and each shard once. The message names the file that differs, or the shards that are missing; these are made by the "
      + "line in the help, and `partial` goes on without them.",
    right: "gather \"part-*.jsonl\" partial")
  package let tooManyFailed = CodeBook.Entry(
    "C0510", "too many rows failed",
    "More rows of a stage failed than `set max_failed` allows, so that what is left may not be the set you meant. "
      + "The ledger gives the reasons; raise the limit to continue anyway.",
    wrong: "load \"half_empty.jsonl\"", right: "set max_failed 60%")
  package let nothingLeft = CodeBook.Entry(
    "C0511", "no row is left",
    "The stage needs rows and gets none: see the ledgers of the stages before it.")
  package let otherTokenizer = CodeBook.Entry(
    "C0512", "packs made for another tokenizer",
    "The rows were counted and packed with the tokenizer of one model and are to tune another. Set the model before "
      + "`load`, and run the whole line with it.")
  package let noHeldOut = CodeBook.Entry(
    "C0513", "nothing is held out to judge by",
    "`eval` and `compare` judge on rows that no stage trained on. The teaching set comes with its own; for a file, put "
      + "`hold` after `load`, or give `eval` a file.",
    wrong: "load \"rows.jsonl\" | pack 1024 | tune | eval",
    right: "load \"rows.jsonl\" | hold 200 | pack 1024 | tune | eval")
  package let tuning = CodeBook.Entry(
    "C0514", "tuning cannot continue",
    "A loss or gradient that is not a number stops the run with the rows of that step named: lower `rate`, or inspect "
      + "these rows. An option out of range is named.")
  package let store = CodeBook.Entry(
    "C0515", "the store does not work",
    "Remembered results are kept in the folder of `--store`, else CACT_STORE, else the user's cache folder. It must "
      + "be writable and have space; `set cache 5GB` keeps it smaller.")
  package let noAdapter = CodeBook.Entry(
    "C0518", "a model without an adapter cannot be merged",
    "`merge` adds the low-rank matrices that `tune lora` made to the weights of their base. A model whose weights "
      + "were all tuned needs no merging.",
    wrong: "load | pack 1024 | tune | merge", right: "load | pack 1024 | tune lora | merge")
  package let noTarget = CodeBook.Entry(
    "C0519", "no target says what the model should be good at",
    "Measures and selections toward a task look at rows of it, the target. They are held out in a part of their own, so "
      + "that what was looked at never judges: `hold 500 target 100 search 100` draws all parts from the rows, "
      + "`hold from { load \"mine.jsonl\" } target 100 search 100` takes them from a file.",
    wrong: "load \"rows.jsonl\" | hold 200 | score target",
    right: "load \"rows.jsonl\" | hold 200 target 50 | score target")
  package let noSearch = CodeBook.Entry(
    "C0520", "no rows are set aside for a search",
    "A search judges many candidates, and the best of many looks better than it is. So it judges on rows of their own, "
      + "and the sealed rows, which only verdicts open, tell afterwards what the winner is worth: "
      + "`hold 400 target 100 search 100` draws all parts from the rows, `hold from { load \"mine.jsonl\" } target 100 "
      + "search 100` takes them from a file.",
    wrong: "load \"rows.jsonl\" | hold 200 | compare { take 60 } { sample 60 } on search",
    right: "load \"rows.jsonl\" | hold 200 search 50 | compare { take 60 } { sample 60 } on search")
  package let noSandbox = CodeBook.Entry(
    "C0521", "there is no sandbox for code of others",
    "`verify` runs parsers and tests on code that somebody wrote whom you may not know, and does so in a sandbox alone: "
      + "bubblewrap (`bwrap`) with name spaces of its own, no network, no home directory, limits on time, memory, processes, "
      + "output and files. Install it, or allow user name spaces where the message says that they are refused. `set sandbox "
      + "off` runs the code under the limits alone, with your rights, and every block that did so says it.")
  package let noProblems = CodeBook.Entry(
    "C0522", "no problems to judge by",
    "A problem has a question and tests, in the columns of HumanEval, MBPP, EvalPlus or MultiPL-E, or in any that `verify` knows: test, "
      + "tests, test_list, test_code. Its language's programs are run where the tool is installed; and its own reference, where it has one, "
      + "must pass its tests. What was left out is counted, with the reason.",
    wrong: "eval problems { load | take 3 | derive tests = \"\" }", right: "eval problems { load | take 3 } max 8")
  package let otherProblems = CodeBook.Entry(
    "C0523", "results of different problems",
    "`flips` says what two models solve of the same problems. Where one has problems that the other has not, the difference would be of the "
      + "problems too: they are named, and nothing is compared. `where` leaves them out on either side.",
    wrong:
      "load | take 4 | derive problem = row, passes = true | flips { load | take 5 | derive problem = row, passes = true }",
    right:
      "load | take 4 | derive problem = row, passes = true | flips { load | take 4 | derive problem = row, passes = true }"
  )
  package let noResults = CodeBook.Entry(
    "C0524", "lines that are no results of problems",
    "`flips` reads of each answer its problem, in the column problem or task_id, and what its tests say, in the column that `by` names, else in "
      + "verdict (`passes`) or passes (true). `eval problems` gives such lines, and `load` those of EvalPlus's eval_results.json.",
    wrong: "load | take 4 | flips { load | take 4 }",
    right:
      "load | take 4 | derive problem = row, passes = true | flips { load | take 4 | derive problem = row, passes = true }"
  )
  package let notExported = CodeBook.Entry(
    "C0525", "a model from which no other program begins",
    "`export` names the model of the settings in the other program's configuration, which takes a directory of a Hugging Face "
      + "model or org/name. An adapter is merged first (`merge`, then `save`); of a GGUF file take the model that it was made from.",
    wrong: "set model \"model.gguf\"\nload | export trl \"runs/trl\"", right: "load | export trl \"runs/trl\"")
  package let noConverter = CodeBook.Entry(
    "C0526", "a picture that another program draws",
    "A plot is written as `.svg` by cact itself. `.png` is drawn from the same page by `rsvg-convert`, which is in Debian's package "
      + "librsvg2-bin, with whatever font the system has: fonts-dejavu-core is one. The program gets the page alone, and limits.",
    wrong: "load | plot tokens to \"tokens.png\"", right: "load | plot tokens to \"tokens.svg\"")
  /// Also of a process that ran out of memory: `cact explain C0530` is what its last line names.
  package let memory = CodeBook.Entry(
    "C0530", "more memory than this job may use",
    "What a stage takes is compared with what is left of the machine's memory, of the job's control group and of its "
      + "limits (`ulimit -v`, `ulimit -d`) before it starts; `explain` shows what the stages of a line take. A smaller "
      + "model, a smaller capacity of `pack`, `tune … lora` or `gradient_checkpointing`, fewer or shorter rows take less. Under "
      + "`ulimit -v` every thread takes 128 MB of address space for its products: `--threads 1` leaves more.")

  /// What rows and tokenizers report, of modules that know no diagnostics.
  public static let ofData: [CodeBook.Entry] =
    RowError.Code.allCases.map { CodeBook.Entry(Diagnostic.Code($0.rawValue), $0.title, $0.explanation) }
    + TokenizerError.Code.allCases.map { CodeBook.Entry(Diagnostic.Code($0.rawValue), $0.title, $0.explanation) }

  /// What says that a file cannot be read, which ends a program with another status than a stage that fails.
  public static let unreadable: Set<Diagnostic.Code> = Set(
    [StageCodes.model, StageCodes.file]
      + RowError.Code.allCases.filter { $0 != .notWritten && $0 != .damagedValue }.map { Diagnostic.Code($0.rawValue) }
      + TokenizerError.Code.allCases.map { Diagnostic.Code($0.rawValue) })
}
