/** SVG as PNG, with the fonts of the machine; none is shipped. */
import { createRequire } from "node:module";

/** No font of the machine has Chinese characters, so that a picture would show boxes or nothing. */
export class NoChineseFontError extends Error {
  readonly code = "pictures.font";

  constructor() {
    super(
      "no font with Chinese characters is installed, so no PNG can be drawn; install one (Debian: fonts-noto-cjk), or use " +
        "--format svg or html, which are drawn where they are opened",
    );
    this.name = "NoChineseFontError";
  }
}

type Resvg = typeof import("@resvg/resvg-js");

const library = (): Resvg => createRequire(import.meta.url)("@resvg/resvg-js") as Resvg;

const sample = (character: string): string =>
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">' +
  `<text x="0" y="34" font-size="36" font-family="sans-serif">${character}</text></svg>`;

/** Two characters that look the same are boxes, or nothing at all. */
function hasChinese({ Resvg }: Resvg, fonts: PngOptions): boolean {
  const draw = (character: string): Uint8Array =>
    new Resvg(sample(character), { font: fontsOf(fonts) }).render().pixels;
  const [one, other] = [draw("永"), draw("国")];
  return Buffer.compare(one, other) !== 0 && one.some((value) => value !== 0);
}

export interface PngOptions {
  /** Folders to take fonts from instead of the system's; for tests. */
  readonly fontFolders?: readonly string[];
}

const fontsOf = ({ fontFolders }: PngOptions) =>
  fontFolders === undefined
    ? { loadSystemFonts: true }
    : { loadSystemFonts: false, fontDirs: [...fontFolders] };

/** @param width in pixels. @throws {NoChineseFontError} */
export function pngOf(svg: string, width: number, options: PngOptions = {}): Uint8Array {
  const loaded = library();
  if (!hasChinese(loaded, options)) throw new NoChineseFontError();
  const drawn = new loaded.Resvg(svg, {
    fitTo: { mode: "width", value: width },
    font: fontsOf(options),
  });
  return drawn.render().asPng();
}
