import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// The job scripts under `examples/slurm`, run by stand-ins for Slurm's commands that set what Slurm sets.
  @Suite("Slurm") struct Slurm {
    private let cact: Cact
    private let environment: [String: String?]

    init() throws {
      cact = try Cact()
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      let program = (try BuiltProduct.path("cact") as NSString).deletingLastPathComponent
      // Nothing of a job that the tests themselves are part of.
      let job = ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("SLURM_") }
      var variables: [String: String?] = [
        "PATH": "\(cact.folder("bin")):\(program):\(path)", "NO_COLOR": "1", "CACT_STORE": nil, "LC_ALL": "C.UTF-8",
      ]
      for name in job { variables.updateValue(nil, forKey: name) }
      environment = variables
      try FileManager.default.createDirectory(atPath: cact.folder("bin"), withIntermediateDirectories: true)
      for (name, text) in [("sbatch", Self.sbatch), ("srun", Self.srun)] {
        let file = try cact.write(text, to: "bin/\(name)")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
      }
      for name in Self.files {
        try FileManager.default.copyItem(atPath: "\(Self.folder)/\(name)", toPath: cact.folder(name))
      }
    }

    private static let folder = PackageRoot.path + "/examples/slurm"
    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()

    /// Runs a job at once, or each of an array one after the other, with what Slurm sets for it; its name and status are kept in `jobs`. A job
    /// that waits for others to end well, which did not, does not run.
    private static let sbatch = """
      #!/bin/bash
      set -u
      parsable= array= dependency= script=
      for word in "$@"; do
        case $word in
          --parsable) parsable=1 ;;
          --array=*) array=${word#*=} ;;
          --dependency=afterok:*) dependency=${word#*afterok:} ;;
          --*) ;;
          *) script=$word ;;
        esac
      done
      option() { sed -n "s/^#SBATCH --$1=//p" "$script"; }
      array=${array:-$(option array)}
      mkdir -p jobs
      job=$((1000 + $(ls jobs | wc -l)))
      if [ -n "$dependency" ] && [ "$(cat "jobs/$dependency")" != 0 ]; then
        echo "sbatch: error: Job dependency can never be satisfied" >&2
        exit 1
      fi
      export SLURM_JOB_ID=$job SLURM_CPUS_PER_TASK=2 SLURM_SUBMIT_DIR=$PWD SLURM_JOB_NAME=$(option job-name) SLURM_NTASKS=1
      # Slurm runs a copy.
      copy=$(mktemp) && cp "$script" "$copy"
      status=0
      if [ -n "$array" ]; then
        first=${array%-*} last=${array#*-}
        export SLURM_ARRAY_JOB_ID=$job SLURM_ARRAY_TASK_MIN=$first SLURM_ARRAY_TASK_MAX=$last
        export SLURM_ARRAY_TASK_COUNT=$((last - first + 1))
        for task in $(seq "$first" "$last"); do
          SLURM_JOB_ID=$((job * 10 + task)) SLURM_ARRAY_TASK_ID=$task bash "$copy" >"job-$job-$task.log" 2>&1 || status=$?
        done
      else
        bash "$copy" >"job-$job.log" 2>&1 || status=$?
      fi
      rm "$copy"
      echo "$status" >"jobs/$job"
      if [ -n "$parsable" ]; then echo "$job;here"; else echo "Submitted batch job $job"; fi
      """

    /// Starts what its options are followed by.
    private static let srun = """
      #!/bin/bash
      while [ "${1#-}" != "$1" ]; do shift; done
      exec "$@"
      """

    private func bash(_ arguments: String...) throws -> Command {
      try Command.run("/bin/bash", arguments, environment: environment, directory: cact.folder.path)
    }

    private func logs() -> String {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: cact.folder.path)) ?? []
      return names.filter { $0.hasPrefix("job-") }.sorted()
        .map { "\($0):\n" + ((try? String(contentsOfFile: cact.folder($0), encoding: .utf8)) ?? "unreadable") }
        .joined(separator: "\n")
    }

    @Test("an array and its gather make the files of one run, byte for byte; one shard can be made again")
    func array() throws {
      try cact.writeRows(32, to: "rows.jsonl")
      let submitted = try bash("submit.sh")
      #expect(submitted.status == 0, "\(submitted.errors)\n\(logs())")
      #expect(submitted.output == "Submitted batch job 1001\n")
      let (scored, chosen) = (try cact.bytes("scored.jsonl"), try cact.bytes("chosen.jsonl"))
      #expect(try cact.rows("scored.jsonl").count == 32 && !cact.rows("chosen.jsonl").isEmpty)

      let one = try bash(
        "-c", "mkdir one && cd one && CACT_STORE=$PWD/store cact run ../whole.cact --arg rows=../rows.jsonl")
      #expect(one.status == 0, "\(one.errors)")
      #expect(try cact.bytes("one/scored.jsonl") == scored)
      #expect(try cact.bytes("one/chosen.jsonl") == chosen)

      // The third is lost, and what gathers names it. It is made again as the third of four, not as the only one of an array of one.
      for name in ["scores-3.jsonl", ".scores-3.jsonl.cact.json", "scored.jsonl", ".scored.jsonl.cact.json"] {
        try FileManager.default.removeItem(atPath: cact.folder(name))
      }
      let without = try bash("-c", "sbatch gather.sbatch && exit $(cat jobs/1002)")
      #expect(without.status == 5, "\(logs())")
      // Lines are broken to fit.
      let said = try String(contentsOfFile: cact.folder("job-1002.log"), encoding: .utf8)
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(said.contains("shard 3 of 4 is missing: 8 of the 32 rows of rows.jsonl"), "\(said)")
      #expect(said.contains("save \"scores-3.jsonl\""), "\(said)")
      let again = try bash("-c", "sbatch --array=3 array.sbatch && sbatch --dependency=afterok:1003 gather.sbatch")
      #expect(again.status == 0, "\(again.errors)\n\(logs())")
      #expect(FileManager.default.fileExists(atPath: cact.folder("scored.jsonl")), "\(logs())")
      #expect(try cact.bytes("scored.jsonl") == scored)
    }

    @Test("what gathers does not run where a job of the array failed")
    func failed() throws {
      let submitted = try bash("submit.sh")
      #expect(submitted.status == 1 && submitted.errors.contains("dependency"), "\(submitted.errors)")
      #expect(logs().contains("rows.jsonl"))
      #expect(!FileManager.default.fileExists(atPath: cact.folder("scored.jsonl")))
    }

    @Test("the job of ranks runs its script, of one rank as of many")
    func mpi() throws {
      try cact.writeRows(12, to: "rows.jsonl")
      let submitted = try bash("-c", "sbatch mpi.sbatch && exit $(cat jobs/1000)")
      #expect(submitted.status == 0, "\(submitted.errors)\n\(logs())")
      #expect(try cact.rows("scored.jsonl").count == 12)
    }

    @Test("the scripts parse, and what they ask of Slurm are options that it has", arguments: CommandTests.Slurm.files)
    func scripts(name: String) throws {
      let path = "\(Self.folder)/\(name)"
      if name.hasSuffix(".cact") {
        let checked = try cact(["check", path])
        #expect(checked.status == 0, "\(checked.errors)")
        return
      }
      let parsed = try Command.run("/bin/bash", ["-n", path])
      #expect(parsed.status == 0 && parsed.errors.isEmpty, "\(parsed.errors)")
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
      #expect(lines.first == "#!/bin/bash")
      guard name.hasSuffix(".sbatch") else { return }
      let asked = lines.filter { $0.hasPrefix("#SBATCH") }
      #expect(asked.count >= 5)
      for line in asked {
        let match = try #require(line.wholeMatch(of: #/#SBATCH --([a-z-]+)=(\S+)/#), "\(line)")
        let form = try #require(Self.options[String(match.1)], "\(line)")
        #expect(try Regex(form).wholeMatch(in: String(match.2)) != nil, "\(line)")
      }
      // Slurm reads no further than the first command.
      let command = try #require(lines.firstIndex { !$0.hasPrefix("#") })
      #expect(!lines[command...].contains { $0.hasPrefix("#SBATCH") })
    }

    /// Options of `sbatch` that job scripts commonly set, with the form of their values (its manual page).
    private static let options = [
      "job-name": #"[A-Za-z0-9._-]+"#, "array": #"[0-9]+(-[0-9]+)?(:[0-9]+)?(%[0-9]+)?(,[0-9-]+)*"#,
      "cpus-per-task": "[0-9]+",
      "ntasks": "[0-9]+", "ntasks-per-node": "[0-9]+", "nodes": "[0-9]+(-[0-9]+)?", "mem": "[0-9]+[KMGT]?",
      "mem-per-cpu": "[0-9]+[KMGT]?", "time": #"([0-9]+-)?[0-9]+(:[0-9]{2}){0,2}"#,
      "signal": #"([RB]{1,2}:)?[A-Z0-9]+(@[0-9]{1,5})?"#,
      "output": #"[A-Za-z0-9%._/-]+"#, "error": #"[A-Za-z0-9%._/-]+"#, "open-mode": "append|truncate",
      "partition": "[A-Za-z0-9_,-]+",
      "dependency": "after(ok|any|notok|corr)?:[0-9:]+", "export": "[A-Za-z0-9_,=]+",
    ]
  }
}
