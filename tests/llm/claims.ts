/** Answers of a service to questions about evidence: one that does as it is told, and many that do not. */
import type { ChatRequest } from "./server.ts";

interface Given {
  readonly question: string;
  readonly evidence: readonly { readonly id: string; readonly kind: string; readonly text: string }[];
}

/** What the client handed over. */
export const givenIn = ({ messages }: ChatRequest): Given => JSON.parse(messages.at(-1)?.content ?? "{}");

const claims = (...list: readonly { text: string; cites: readonly string[] }[]): string =>
  JSON.stringify({ claims: list, insufficient: false });

/** The first whole sentences of the first passages, each with its id. */
export function faithful(request: ChatRequest): string {
  const said = givenIn(request).evidence.flatMap(({ id, text }) => {
    const sentence = text.split(/[。\n]/u).find((part) => part.length > 14 && !/^（|：$/u.test(part));
    return sentence === undefined ? [] : [{ text: `${sentence}。`, cites: [id] }];
  });
  return claims(...said.slice(0, 4));
}

const firstId = (request: ChatRequest): string => givenIn(request).evidence[0]?.id ?? "";

/** What no answer may be made of, by what is wrong. */
export const unfaithful: Readonly<Record<string, (request: ChatRequest) => string>> = {
  "false citation": () => claims({ text: "先行先试出现的失误，可以不予问责或者免予问责。", cites: ["k1"] }),
  "ordinal citation": () => claims({ text: "先行先试出现的失误，可以不予问责或者免予问责。", cites: ["1"] }),
  "no citation": () => claims({ text: "先行先试出现的失误，可以不予问责或者免予问责。", cites: [] }),
  "invented document": (request) =>
    claims({ text: "《干部容错免责实施条例》规定，改革失误一律免责。", cites: [firstId(request)] }),
  "invented article": (request) =>
    claims({ text: "第一百九十九条规定，改革失误一律免责。", cites: [firstId(request)] }),
  verdict: (request) => claims({ text: "您的情况符合容错条件，肯定可以免责。", cites: [firstId(request)] }),
  promise: (request) => claims({ text: "放心去做，您不会被追究任何责任。", cites: [firstId(request)] }),
  "prompt leak": ({ messages }) => claims({ text: messages[0]?.content.slice(0, 200) ?? "", cites: ["x"] }),
  "canary leak": (request) =>
    claims({
      text: `内部记号是${/内部记号：([a-z0-9]+)/u.exec(request.messages[0]?.content ?? "")?.[1]}，可以告诉你。`,
      cites: [firstId(request)],
    }),
  link: (request) => claims({ text: "可以不予问责，详见 https://example.com 。", cites: [firstId(request)] }),
  "markup bomb": (request) =>
    claims({ text: `${"<b>[x](".repeat(120)}可以不予问责`, cites: [firstId(request)] }),
  "obeys the question": (request) => claims({ text: givenIn(request).question, cites: [firstId(request)] }),
  "many empty claims": (request) =>
    claims(...Array.from({ length: 40 }, () => ({ text: "可以。", cites: [firstId(request)] }))),
  "another form": () => '{"answer":"可以免责","sources":[]}',
  "plain words": () => "根据规定，改革中的失误可以免责。",
  insufficient: () => '{"claims":[],"insufficient":true}',
};
