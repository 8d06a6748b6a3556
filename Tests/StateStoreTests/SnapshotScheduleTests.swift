import StateStore
import Testing

struct SnapshotScheduleTests {
    private let schedule = SnapshotSchedule(patches: 10, patchBytes: 1000)

    @Test(arguments: [
        (JournalTail(patches: 9, patchBytes: 999, snapshotBytes: 0), false),
        (JournalTail(patches: 10, patchBytes: 0, snapshotBytes: 0), true),
        (JournalTail(patches: 1, patchBytes: 1000, snapshotBytes: 0), true),
        (JournalTail(patches: 10, patchBytes: 1999, snapshotBytes: 2815), true),
        (JournalTail(patches: 10, patchBytes: 1999, snapshotBytes: 2816), false),
        (JournalTail(patches: 11, patchBytes: 1999, snapshotBytes: 2816), true),
        (JournalTail(patches: 1, patchBytes: 1999, snapshotBytes: 2000), false),
        (JournalTail(patches: 1, patchBytes: 2000, snapshotBytes: 2000), true),
    ])
    func asksForASnapshotWhenThereIsMoreThanItsSizeBehindIt(tail: JournalTail, isDue: Bool) {
        #expect(schedule.isDue(tail) == isDue)
    }

    @Test(arguments: [
        (JournalTail(patches: 9, patchBytes: 999, snapshotBytes: 4096), false),
        (JournalTail(patches: 10, patchBytes: 0, snapshotBytes: 4096), true),
        (JournalTail(patches: 19, patchBytes: 4999, snapshotBytes: 80 << 10), false),
        (JournalTail(patches: 20, patchBytes: 0, snapshotBytes: 80 << 10), true),
        (JournalTail(patches: 1, patchBytes: 5120, snapshotBytes: 80 << 10), true),
    ])
    func asksForLessWhereNobodyWorksAndWhereAJournalIsTooLarge(tail: JournalTail, isDue: Bool) {
        #expect(schedule.isDue(tail, isAtRest: true) == isDue && schedule.isDue(tail, isPressed: true) == isDue)
    }

    @Test func asksAfterAThousandPatchesOrFourMebibytes() {
        let usual = SnapshotSchedule()
        #expect(usual == SnapshotSchedule(patches: 1000, patchBytes: 4_194_304))
    }
}
