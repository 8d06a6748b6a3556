import Testing
import WorkerProtocol

@testable import WorkerJail

/// What is forbidden on kernels of each age.
struct LandlockRightsTests {
    static let rights: [(abi: Int, files: UInt64, network: UInt64, scopes: UInt64)] = [
        (0, 0, 0, 0), (1, 0x1fff, 0, 0), (2, 0x3fff, 0, 0), (3, 0x7fff, 0, 0), (4, 0x7fff, 3, 0), (5, 0xffff, 3, 0), (6, 0xffff, 3, 3),
        (7, 0xffff, 3, 3), (99, 0xffff, 3, 3),
    ]

    @Test(arguments: rights)
    func everyRightThatTheKernelKnowsIsForbidden(abi: Int, files: UInt64, network: UInt64, scopes: UInt64) {
        let rights = LandlockRights(abi: abi)
        #expect(rights.files == files && rights.network == network && rights.scopes == scopes)
    }

    static let lacks: [(abi: Int, missing: Set<JailPart>)] = [
        (-1, [.files, .network, .scopes]), (1, [.network, .scopes]), (3, [.network, .scopes]), (4, [.scopes]), (6, []),
    ]

    @Test(arguments: lacks)
    func whatAnOlderKernelLacksIsNamed(abi: Int, missing: Set<JailPart>) {
        #expect(LandlockRights(abi: abi).missing == missing)
    }
}
