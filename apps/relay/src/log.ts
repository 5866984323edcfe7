/** The daemon's log: a line of JSON on standard error for each thing that happens. Ids, codes and numbers; no names, no content. */
export const log = (event: string, fields: Record<string, unknown>): void => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
};
