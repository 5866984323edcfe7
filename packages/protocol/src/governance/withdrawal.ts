/** [G8] What a later device of an account takes back of an earlier one's word: whoever steals a device decides nothing for good. */
import { logKey } from '../entry/log.ts';
import type { Certificate } from '../identity/certificate.ts';
import type { DeviceId } from '../ids.ts';
import type { Node } from './graph.ts';

/**
 * The certificates that acts show, by device; each is signed by its account, whatever became of the act. There may be several for
 * one device: whoever has it can certify it for an account of their own as well.
 */
export const certificatesIn = (nodes: readonly Node[]): Map<DeviceId, Certificate[]> =>
  Map.groupBy(
    nodes.flatMap(({ content }) => content.certificate ?? []),
    ({ device }) => device,
  );

/** Whether `removal` puts out the device that wrote `node`, certified as `own`, as a later one of that account, with a cutoff before it. */
export const takesBack = (
  removal: Node,
  { entry: { log, sequence } }: Node,
  own: Certificate,
  certificates: ReadonlyMap<DeviceId, readonly Certificate[]>,
): boolean => {
  const { act } = removal.content;
  if (act?.type !== 'device.remove' || act.device !== log.device) return false;
  const isLater = certificates
    .get(removal.entry.log.device)
    ?.some(({ account, issuedAt }) => account === own.account && issuedAt > own.issuedAt);
  const listed = act.cutoffs.find((cutoff) => logKey(cutoff.log) === logKey(log))?.sequence ?? 0;
  return isLater === true && listed < sequence;
};
