// @ts-check
/**
 * The two marks every source carries: in force or not, and how well its wording was checked.
 *
 * @import { Verification } from "../../../core/law/types.ts"
 * @import { PageWords } from "../../../text/page.ts"
 * @import { Build } from "./view-types.ts"
 */

/** @template Node @param {Build<Node>} build @param {PageWords} words @param {boolean} inForce @returns {Node} */
export const forceBadge = (build, words, inForce) =>
  build(
    "span",
    { class: `badge ${inForce ? "badge-in-force" : "badge-not-in-force"}` },
    inForce ? words.inForce : words.notInForce,
  );

/** @template Node @param {Build<Node>} build @param {PageWords} words @param {Verification} grade @returns {Node} */
export const gradeBadge = (build, words, grade) =>
  build("span", { class: `badge badge-${grade}` }, words.verifications[grade]);
