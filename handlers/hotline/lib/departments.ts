// handlers/hotline/lib/departments.ts
export interface Department {
  digit: string;
  name: string;
  phones: string[];
}

export const departments: readonly Department[] = [
  { digit: "1", name: "Отдел доставки", phones: ["74952223301", "74952223302"] },
  { digit: "2", name: "Бухгалтерия", phones: ["74952223310"] },
];
