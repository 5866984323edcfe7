/** What the process had before the machine took its place. */
export const realImmediate = setImmediate;
export const RealDate = Date;
