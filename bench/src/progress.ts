/** What a benchmark is at, on standard error: standard output is for figures. */
const start = performance.now();

export const progress = (text: string): void => {
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stderr.write(`${seconds.padStart(7)} s  ${text}\n`);
};
