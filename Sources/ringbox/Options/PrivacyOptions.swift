import ArgumentParser

/// What those who look at the host's doings do not get to see.
struct PrivacyOptions: ParsableArguments {
    @Flag(help: "Show telephone numbers shortened (7495•••78), in the terminal, in \"ringbox logs\" and at the admin port.")
    var maskNumbers = false
}
