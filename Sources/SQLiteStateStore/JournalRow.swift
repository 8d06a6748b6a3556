/// A row of the journal where it lies in memory, for as long as that stays.
struct JournalRow {
    let version: Int64
    let turn: UnsafeRawBufferPointer
    let cause: UnsafeRawBufferPointer
    let time: Int64
    let patch: UnsafeRawBufferPointer
}
