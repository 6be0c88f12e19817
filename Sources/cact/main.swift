import Foundation

exit(CommandLineTool.status(of: Array(CommandLine.arguments.dropFirst())))
