/** What the PBX says about the call: `req.call`. What it does not say is `null`. */
export interface Call {
  /** The id of the call, the same in all requests of one call. From `call_session_id` or `cdr_id`, such as `123`. */
  readonly id: string | null;
  /** Who calls: digits with the country code, without a `+`. From `numa`, such as `74952345678`. */
  readonly from: string | null;
  /** Which of the company's numbers was called, written like `numa`. From `numb`, such as `74951234567`. */
  readonly to: string | null;
  /** When the call began, as the PBX writes it; the unit is not documented. From `start_time`, such as `1200`. */
  readonly startTime: string | null;
  /** What the caller typed, without the `#` that ends it. From `input_result`, such as `4711`. */
  readonly input: string | null;
  /** `in` for a call to the company, `out` for a call from it. From `direction`, such as `in`. */
  readonly direction: string | null;
}

/** All keys of an instruction. */
export interface InstructionFields {
  /** Whom to dial. Numbers to connect the caller to: digits with the country code, extensions of 2 to 6 digits, or SIP logins. Example: `phones: ["74951234567"]`. */
  phones?: string[];
  /** Words for the caller. The PBX speaks them to the caller before it goes on. Example: `text: "Здравствуйте"`. */
  text?: string;
  /** Recording for the caller. The name of a file in the PBX's file base, played to the caller before it goes on. Example: `message_name: "10sec.mp3"`. */
  message_name?: string;
  /** Branch of the scenario. The scenario goes on with the branch that the PBX has for this code. Example: `returned_code: 1`. */
  returned_code?: number;
  /** Words for the employee. The PBX speaks them to the employee before the conversation. Example: `operator_text: "Звонит курьер"`. */
  operator_text?: string;
  /** Recording for the employee. The name of a file in the PBX's file base, played to the employee before the conversation. Example: `operator_media: "op_hint.mp3"`. */
  operator_media?: string;
  /** Message for the employee. The same as `operator_media`; an object with `operator_media` or `operator_text` is accepted with a warning. Example: `operator_message: "op_hint.mp3"`. */
  operator_message?: string | { operator_media?: string; operator_text?: string };
}

/** What a handler returns. */
export type Instruction = InstructionFields
  & (
    Required<Pick<InstructionFields, "phones">>
    | Required<Pick<InstructionFields, "text">>
    | Required<Pick<InstructionFields, "message_name">>
    | Required<Pick<InstructionFields, "returned_code">>
  )
  & ({ text?: never } | { message_name?: never })
  & ({ phones?: never } | { returned_code?: never });
