import { deliver, type Holder, toRaw } from '../space-story.ts';

/** Everybody asks everybody else for the bodies that they miss, until nothing comes any more. */
export const askAround = async (...holders: Holder[]): Promise<void> => {
  for (let came = 1; came > 0; ) {
    came = 0;
    for (const to of holders)
      for (const [logId, sequences] of to.replica.missing.wanted())
        for (const from of holders) {
          const state = from.replica.frontier.byId(logId);
          if (from === to || state === undefined) continue;
          const raws = await from.replica.bodiesAt(state.log, sequences, 2 ** 20);
          came += raws.length;
          await deliver(
            to,
            raws.map((raw) => ({ log: state.log, raw: toRaw(raw) })),
          );
        }
  }
};
