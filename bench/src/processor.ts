/** Time on one core: what this process used, whatever others do on the machine meanwhile. */

const usedMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Processor milliseconds that `work` takes. */
export const processorMs = (work: () => void): number => {
  const start = usedMs();
  work();
  return usedMs() - start;
};

/** The same of work that waits in between; nothing else may run meanwhile. */
export const processorMsOf = async <Value>(
  work: () => Promise<Value>,
): Promise<{ ms: number; value: Value }> => {
  const start = usedMs();
  const value = await work();
  return { ms: usedMs() - start, value };
};
