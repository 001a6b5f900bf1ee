import Glibc

exit(Pipec.run(CommandLine.arguments).code)
