import { formatProblems } from "../adapters/knowledge/problems.ts";
import { addToRegister } from "../adapters/knowledge/rule-register.ts";
import { readWholeKnowledge } from "../compose/rules.ts";
import { type Command, readArguments } from "./command.ts";

export const rulesPublish: Command = {
  name: "rules publish",
  summary: "enter new versions of the rules in the register",
  help: `cli rules publish [--json]

Adds every version of rules/ and overlays/ that is not yet in rules/published.yaml, with the hash of its content. What is
published is fixed: a change is a new version. Exit 1, and nothing added, where the knowledge base has any other error.`,
  async run(args, terminal, config) {
    const { values } = readArguments(args, { json: { type: "boolean", default: false } });
    const { problems, unpublished } = readWholeKnowledge(config);
    const others = problems.filter(
      ({ severity, code }) => severity === "error" && code !== "rules.not-published",
    );
    if (others.length > 0) {
      terminal.err(`${formatProblems(others)}\n`);
      return 1;
    }
    for (const root of new Set(unpublished.map((entry) => entry.root)))
      addToRegister(
        root,
        unpublished.filter((entry) => entry.root === root).map(({ name, hash }) => [name, hash]),
      );
    const published = unpublished.map(({ name, hash }) => ({ name, hash }));
    if (values.json) terminal.out(`${JSON.stringify({ published })}\n`);
    else for (const { name, hash } of published) terminal.out(`${name}  ${hash}\n`);
    return 0;
  },
};
