import Testing

@testable import SQLiteStateStore

struct XXHash64Tests {
    /// The bytes that the expected values were made of, with the reference program (`xxhsum -H64`).
    private let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }

    @Test(
        arguments: [
            (0, 0xef46_db37_51d8_e999), (1, 0x1f25_c8d0_bc1f_4bb6), (3, 0x31d2_363f_52e5_64c9), (4, 0x9bb6_4b7d_66ee_9fda),
            (7, 0x9a7b_1499_59ce_60d8), (8, 0xdab9_9d95_c6f9_0092), (15, 0x1b47_cb82_43cc_8e32), (31, 0xa2aa_5f33_cc4a_6119),
            (32, 0x23c3_c17e_f790_fd97), (33, 0x50a7_cfc7_ba58_8784), (63, 0x5e3e_54b4_31c7_493c), (64, 0x0eb6_4b3e_f6ee_b01f),
            (100, 0xa61f_8d4c_170f_e531), (1000, 0x5f23_5fa0_33f1_a3fb),
        ] as [(Int, UInt64)])
    func isXXH64(count: Int, expected: UInt64) {
        #expect(bytes.prefix(count).withUnsafeBytes { XXHash64.hash($0, seed: 0) } == expected)
    }

    @Test(arguments: [(5, 0xf6ca_0217_9471_d4a8), (32, 0x9abd_3154_70ac_276a), (100, 0x86f5_49ed_e5ac_87e2)] as [(Int, UInt64)])
    func startsFromTheSeed(count: Int, expected: UInt64) {
        #expect(bytes.prefix(count).withUnsafeBytes { XXHash64.hash($0, seed: 2_654_435_761) } == expected)
    }
}
