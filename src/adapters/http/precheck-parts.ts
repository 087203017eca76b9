/** Parts that the steps of a pre-check share: buttons, choices, and what is wrong beside each field. */

import { precheckPageWords as words } from "../../text/precheck-page.ts";
import type { Child } from "./page/view-types.ts";
import { build, type Element, set } from "./page-frame.ts";
import type { FieldErrors } from "./precheck-form.ts";

export const button = (value: string, label: string, kind = "quiet"): Element =>
  build("button", { type: "submit", class: kind, name: "do", value }, label);

/** What leads on stands first: the Enter key presses the first button of a form. */
export const actions = (...buttons: Child<Element>[]): Element =>
  build("div", { class: "step-actions" }, ...buttons);

/** The text is written for the chat: lines that begin with a point are a list. */
export function pointed(text: string): Child<Element> {
  const lines = text.split("\n");
  const point = (line: string): boolean => line.startsWith("· ");
  return [
    lines.slice(0, 1).map((line) => build("p", {}, line)),
    build(
      "ul",
      { class: "points" },
      lines.filter(point).map((line) => build("li", {}, line.slice(2))),
    ),
    lines
      .slice(1)
      .filter((line) => !point(line))
      .map((line) => build("p", {}, line)),
  ];
}

export const errorId = (field: string): string => `error-${field}`;

export const errorBeside = (errors: FieldErrors, field: string): Child<Element> => {
  const text = errors.get(field);
  return text === undefined ? null : build("p", { class: "field-error", id: errorId(field) }, text);
};

/** Ids of what describes a field, in the order of reading. */
export const described = (errors: FieldErrors, field: string, ...ids: readonly string[]): string | null =>
  [...(errors.has(field) ? [errorId(field)] : []), ...ids].join(" ") || null;

/** What is wrong, with the way to each field; read out at once. */
export const errorSummary = (
  errors: FieldErrors,
  places: readonly { readonly field: string; readonly target: string; readonly label: string }[],
): Child<Element> =>
  errors.size === 0
    ? null
    : build(
        "div",
        { class: "warning", role: "alert", tabindex: "-1", autofocus: set },
        build("p", {}, words.errorTitle),
        build(
          "ul",
          { class: "error-fields" },
          places
            .filter(({ field }) => errors.has(field))
            .map(({ target, label }) => build("li", {}, build("a", { href: `#${target}` }, label))),
        ),
      );

export const choiceLine = (
  type: "radio" | "checkbox",
  {
    id,
    name,
    value,
    checked,
    label,
  }: {
    readonly id: string;
    readonly name: string;
    readonly value: string;
    readonly checked: boolean;
    readonly label: string;
  },
): Element =>
  build(
    "label",
    { class: "option", for: id },
    build("input", { type, id, name, value, checked: checked ? set : null }),
    build("span", {}, label),
  );

export const fieldClass = (errors: FieldErrors, name: string): string =>
  errors.has(name) ? "question-field in-error" : "question-field";
