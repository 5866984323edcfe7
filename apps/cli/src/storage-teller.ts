/** What is done with a profile's database before a command can run, on standard error: a large one takes minutes. */
import type { StorageWork } from '@plexi/operations';

const WORDS: Record<StorageWork, string> = {
  check: 'Checking what is kept',
  repair: 'Repairing the database',
  upgrade: 'Upgrading your messages',
};

/** Says each tenth once; what is done at once is not worth a line. */
export const createStorageTeller = (
  print: (line: string) => void = (line) => void process.stderr.write(line),
): ((progress: { work: StorageWork; share: number }) => void) => {
  let told = -1;
  return ({ work, share }) => {
    if (work === 'check') return;
    const tenth = Math.floor(share * 10);
    if (tenth === told) return;
    told = tenth;
    print(`${WORDS[work]}… ${tenth * 10} %\n`);
  };
};
