/** How long the id of a batch is remembered: the seven days of the port, and one for a clock that is put right. */
export const rememberedMilliseconds = 8 * 24 * 3_600_000;
