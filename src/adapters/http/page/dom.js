// @ts-check
/**
 * The page's elements, its data, and the builder of new elements.
 *
 * @import { Build, Child, PageData } from "./view-types.ts"
 */

/** An element the page always has. @template {HTMLElement} T @param {string} id @param {new () => T} type */
export const element = (id, type) => {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${type.name} #${id}`);
  return found;
};

/** @type {PageData} */
export const data = JSON.parse(element("page-data", HTMLScriptElement).textContent ?? "");
export const { words, connectionErrors } = data;

/** Elements instead of HTML; text goes in as text nodes, so nothing a user or a source says is ever markup.
 * @type {Build<HTMLElement>} */
export const build = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
  /** @param {Child<HTMLElement>} child */
  const add = (child) => {
    if (child instanceof Node || typeof child === "string") made.append(child);
    else if (child !== null) child.forEach(add);
  };
  children.forEach(add);
  return made;
};
