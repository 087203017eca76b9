import type { Find } from "./personal-finds.ts";
export const findCuedNames = (_text: string): readonly Find[] => [];
