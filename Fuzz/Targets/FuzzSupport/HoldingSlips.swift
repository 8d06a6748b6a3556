package import YAMLText

/// Ends the run when a file is refused without a reason, or for one whose place is not in the file.
package func hold(_ error: YAMLError, in bytes: [UInt8]) {
    hold(!error.slips.isEmpty, "refused without a reason")
    // YAML has line ends that are no line feeds: a character of two or three bytes, or a carriage return.
    for slip in error.slips {
        hold((1...(bytes.count + 1)).contains(slip.line), "\(slip) is no line of \(bytes.count) bytes")
        hold(slip.column >= 1 && slip.column <= bytes.count + 2, "\(slip) is no column of \(bytes.count) bytes")
        hold(!slip.message.isEmpty, "a slip without a sentence")
    }
}
