import PBXInstructions
import Testing

struct DialectTypeScriptTests {
    @Test(arguments: Dialect.allCases)
    func declaresTheTypesThatHandlersName(_ dialect: Dialect) {
        #expect(dialect.typeScript.contains("export interface Call {"))
        #expect(dialect.typeScript.contains("export type Instruction = "))
    }

    @Test func takesAnyReplyWhereThereIsNoPBX() {
        #expect(Dialect.none.typeScript.hasSuffix("export type Instruction = unknown;\n"))
    }

    @Test(arguments: [
        "phones?: string[];", "text?: string;", "message_name?: string;", "returned_code?: number;",
        "operator_text?: string;", "operator_media?: string;",
        "operator_message?: string | { operator_media?: string; operator_text?: string };",
        "readonly input: string | null;", "({ text?: never } | { message_name?: never })",
        "({ phones?: never } | { returned_code?: never })", #"Required<Pick<InstructionFields, "returned_code">>"#,
    ])
    func declares(_ line: String) {
        #expect(Dialect.uis.typeScript.contains(line))
    }
}
