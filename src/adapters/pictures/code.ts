/** A QR code as SVG: black on white with the quiet zone a reader needs. */
import { createRequire } from "node:module";

/** Light modules around the code (ISO/IEC 18004). */
const quietModules = 4;

/** A group that fills a square of `size` at `x`, `y`. @throws {Error} the text is too long for a code */
export function codeSvg(text: string, x: number, y: number, size: number): string {
  // Loaded where a code is drawn, which most runs never do.
  const { create } = createRequire(import.meta.url)("qrcode") as typeof import("qrcode");
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const count = modules.size + 2 * quietModules;
  let path = "";
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) path += `M${column + quietModules} ${row + quietModules}h1v1h-1z`;
  return (
    `<g transform="translate(${x} ${y}) scale(${size / count})" shape-rendering="crispEdges">` +
    `<rect width="${count}" height="${count}" fill="#fff"/><path d="${path}" fill="#000"/></g>`
  );
}
