// @ts-check
/**
 * The two marks every source carries: in force or not, and how well its wording was checked.
 *
 * @import { Verification } from "../../../core/law/types.ts"
 * @import { Validity } from "../../../core/law/validity.ts"
 * @import { PageWords } from "../../../text/page.ts"
 * @import { Build } from "./view-types.ts"
 */

/** @template Node @param {Build<Node>} build @param {PageWords} words @param {Validity} validity @returns {Node} */
export const validityBadge = (build, words, validity) =>
  build(
    "span",
    { class: `badge ${validity === "in_force" ? "badge-in-force" : "badge-not-in-force"}` },
    words.validities[validity],
  );

/** @template Node @param {Build<Node>} build @param {PageWords} words @param {Verification} grade @returns {Node} */
export const gradeBadge = (build, words, grade) =>
  build("span", { class: `badge badge-${grade}` }, words.verifications[grade]);
