import ArgumentParser

struct DataOption: ParsableArguments {
    @Option(help: ArgumentHelp("The folder with the states and the admin token.", valueName: "folder"))
    var data = "data"
}
