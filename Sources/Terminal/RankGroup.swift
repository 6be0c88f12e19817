import Digests
import Foundation
import MatMul
import Numerics
import Ranks
import Stages
import Work

/// The processes that an MPI launcher started together, if one did. Rank 0 is the program as it is everywhere else; the others do
/// what it orders and say nothing.
enum RankGroup {
  /// What this process is.
  enum Part {
    /// The program alone, or rank 0 with the others.
    case leader(Group?)
    /// Another rank, whose work is over.
    case member(ExitStatus)
  }

  /// Rank 0's side.
  final class Group {
    let crew: StageCrew
    private let ranks: Crew
    private let link: MPILink

    fileprivate init(_ ranks: Crew, _ link: MPILink) {
      self.ranks = ranks
      self.link = link
      crew = StageCrew(ranks)
      // Their counters are read by nobody here.
      if Set(ranks.hosts).count > 1 { ProcessorEnergy.shared.forget() }
    }

    /// Of the other ranks.
    var threads: Int { ranks.threads }

    /// `4 ranks on node1, node2 (Open MPI 4.1.4)`
    var description: String {
      var hosts: [String] = []
      for host in ranks.hosts where !hosts.contains(host) { hosts.append(host) }
      let shown = hosts.prefix(4).joined(separator: ", ") + (hosts.count > 4 ? " and \(hosts.count - 4) more" : "")
      return "\(ranks.size) ranks on \(shown) (\(link.implementation))"
    }

    /// Sends the others home. A rank that does not answer any more keeps nobody here.
    func dismiss(_ status: ExitStatus) {
      ranks.dismiss()
      RankGroup.finish(link, status)
    }
  }

  /// Joins the others. To be called once, before anything is printed.
  static func join(_ options: TerminalOptions, cancellation: Cancellation) throws -> Part {
    guard let launched = MPILibrary.launched() else { return .leader(nil) }
    let link: MPILink
    do { link = try MPILibrary.join() } catch {
      // One process, started by a launcher or within a batch job, needs no other.
      if launched <= 1 { return .leader(nil) }
      throw error
    }
    guard link.size > 1 else { return .leader(nil) }
    Threads.set(options.threads ?? Budget.current.threads)
    if link.rank == 0 {
      let crew: Crew
      do {
        crew = try Assembly.gather(link, greeting(), isCalledOff: { cancellation.isCancelled })
      } catch {
        finish(link, .usage)
        throw error
      }
      return .leader(Group(crew, link))
    }
    return .member(serve(link))
  }

  private static func serve(_ link: MPILink) -> ExitStatus {
    // Rank 0 hears the same signals and says what follows.
    for number in [SIGINT, SIGTERM, SIGHUP, SIGXCPU] { signal(number, SIG_IGN) }
    watchLauncher()
    do {
      try Assembly.join(link, greeting())
    } catch {
      finish(link, .usage)
      return .usage
    }
    do {
      try Member(link, duties: StageCrew.duties).serve()
    } catch {
      Output.errors.line("cact: rank \(link.rank) (\(host)): \(error)")
      link.abort(ExitStatus.stopped.rawValue)
      return .stopped
    }
    finish(link, .done)
    return .done
  }

  /// A launcher that is gone takes its ranks with it: nobody else would end them.
  private static func watchLauncher() {
    let launcher = getppid()
    Thread.detachNewThread {
      while getppid() == launcher { Thread.sleep(forTimeInterval: 1) }
      Output.errors.line("cact: the launcher of this rank is gone")
      _exit(ExitStatus.stopped.rawValue)
    }
  }

  /// Ends MPI with the others, or, after some seconds, without them.
  private static func finish(_ link: MPILink, _ status: ExitStatus) {
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 8)
      _exit(status.rawValue)
    }
    link.finish()
  }

  static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// What ranks have to have in common: else the same order would mean other bits.
  private static func greeting() -> Greeting {
    func digest(_ path: String) -> String {
      (try? ContentDigest.of(file: path)).map { String($0.hex.prefix(12)) } ?? "unreadable"
    }
    var traits = [
      Greeting.Trait("program", "\(Application.version) (\(digest(RunningProgram.path)))"),
      Greeting.Trait("products", "\(Products.standard.engineName)"),
      Greeting.Trait("bf16", Precision.bf16.obstacle == nil ? "\(Precision.fastest.fingerprint)" : "none"),
    ]
    if let model = try? SharedFiles.modelDirectory() {
      traits.append(Greeting.Trait("embedded model", digest(model + "/model.safetensors")))
    }
    return Greeting(host: host, threads: Threads.count, traits: traits)
  }
}
