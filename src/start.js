/**
 * Where `npm start` begins: prepares V8 and the cache of compiled modules, then hands over to main.ts.
 *
 * Plain JavaScript, the only file that is: to read a single TypeScript file Node loads a compiler that stays for good, some
 * 18 MB (measured). What this file starts comes out of the cache with its types already taken off, so that no start but the
 * first needs the compiler. `node src/main.ts` serves as well, larger and slower.
 */
import { enableCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";

// V8 would let the space for new objects grow to 32 MB and keep it: most of what a start leaves behind, and a fifth of what
// the process holds. Kept at its first 2 MB it costs no answers a second (measured), and memory under load falls by half. Set
// before the cache is opened: compiled modules are kept for one set of flags.
setFlagsFromString("--semi-space-growth-factor=1");

// In the system's temporary folder, or where NODE_COMPILE_CACHE says. Where it cannot be written nothing is lost.
enableCompileCache();
await import("./main.ts");
