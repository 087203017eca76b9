/** The confusion table of published cases, for a terminal. */

interface Table {
  readonly cases: readonly {
    readonly id: string;
    readonly title: string;
    readonly class: string;
    readonly stated: string;
    readonly completed: string;
    readonly right: boolean | null;
    readonly known: string | null;
  }[];
  readonly counted: number;
  readonly right: number;
  readonly kindToSanctioned: readonly string[];
}

const classes = ["not_tolerated", "favourable", "clarification", "none"] as const;

/** @param verdicts the columns */
export function caseTableText(table: Table, verdicts: readonly string[]): string {
  const wrong = table.cases.filter(({ right }) => right === false);
  return `${[
    ...(["stated", "completed"] as const).flatMap((mapping) => [...confusion(table, mapping, verdicts), ""]),
    `completed: ${table.right} of ${table.counted} as decided (${((100 * table.right) / Math.max(table.counted, 1)).toFixed(1)} %)`,
    `sanctioned and favourable by the rules: ${table.kindToSanctioned.join(", ") || "none"}`,
    ...wrong.map(
      ({ id, title, class: wanted, completed, known }) =>
        `  ${id}  ${wanted} → ${completed}  ${title}${known === null ? "" : `\n      ${known}`}`,
    ),
  ].join("\n")}\n`;
}

function confusion({ cases }: Table, mapping: "stated" | "completed", verdicts: readonly string[]): string[] {
  const head = `${mapping.padEnd(16)}${verdicts.map((verdict) => verdict.padStart(15)).join("")}`;
  const rows = classes.flatMap((wanted) => {
    const own = cases.filter((entry) => entry.class === wanted);
    if (own.length === 0) return [];
    const counts = verdicts.map((verdict) => own.filter((entry) => entry[mapping] === verdict).length);
    return [
      `${wanted.padEnd(16)}${counts.map((count) => (count === 0 ? "·" : String(count)).padStart(15)).join("")}`,
    ];
  });
  return [head, ...rows];
}
