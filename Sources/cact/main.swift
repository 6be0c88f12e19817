import Foundation
import Terminal

Startup.prepareProcess()
exit(Startup.run { CommandLineTool.status(of: Array(CommandLine.arguments.dropFirst())) })
