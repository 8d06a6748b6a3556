import JSONText
import TestSupport

/// A PBX in the middle of a courier's call: the same call id in every request, one keep-alive connection for each.
struct CourierCall {
    let host: HostProcess
    /// Such as `/@uis_test` or, with a host name of its own, empty.
    var prefix = "/@uis_test"
    var hostName = "localhost"
    var id = "123"
    var from = "74952345678"

    /// Sends what the PBX sends after the caller typed `input`, and returns the instruction.
    func step(_ input: String?) throws -> JSONValue {
        let query = "cdr_id=\(id)&start_time=1200&input_result=\(input ?? "None")&numa=\(from)&numb=74951234567"
        let answer = try host.get("\(prefix)/crm_integration?\(query)", host: hostName)
        guard answer.status == 200 else { throw HTTPConnection.Failure(description: "\(answer.status) \(answer.text)") }
        return try JSONValue(parsing: answer.body)
    }
}
