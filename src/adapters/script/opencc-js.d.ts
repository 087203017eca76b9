/** Single-character table from traditional to simplified: `"爲 为|裏 里|…"`, first the character, then its forms. */
declare module "opencc-js/dict/TSCharacters" {
  const entries: string;
  export default entries;
}
