// handlers/hotline/index.ts
// A menu: the digit that the caller typed chooses the department.
import { departments, type Department } from "./lib/departments";

interface Call {
  from: string | null;
  input: string | null;
}

export default function (req: { call: Call }) {
  const { from, input } = req.call;
  if (input === null) return { returned_code: 1, text: menu(departments) };
  const department = departments.find(({ digit }) => digit === input);
  if (!department) return { returned_code: 1, text: `Такого отдела нет. ${menu(departments)}` };
  return {
    text: `Соединяю: ${department.name}`,
    phones: department.phones,
    operator_text: `Звонок на горячую линию, ${from ?? "номер скрыт"}`,
  };
}

function menu(all: readonly Department[]): string {
  return all.map(({ digit, name }) => `${name}: нажмите ${digit}.`).join(" ");
}
