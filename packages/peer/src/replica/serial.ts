/** Runs tasks one after the other, in the order in which they were asked for. */
export type Serial = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** Makes a queue of its own. A task that fails fails its caller only. */
export const createSerial = (): Serial => {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
};
