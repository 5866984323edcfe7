/** Finding an act's entry: whose log it is in, and where. */
import { membershipOf } from '../entry/log.ts';
import type { DeviceId, EntryId } from '../ids.ts';
import type { Governance } from './governance.ts';
import type { GovernanceEntry } from './graph.ts';

/** The entry of an act by its id; `undefined` where it has not arrived. */
export const governanceEntryOf = (governance: Governance, id: EntryId): GovernanceEntry | undefined =>
  governance.record.graph.byId.get(id)?.entry;

/** The governance heads that an entry cites, also where it still waits for what it builds on; none where it is not here. */
export const headsCitedBy = ({ record: { graph } }: Governance, id: EntryId): readonly EntryId[] =>
  (graph.byId.get(id)?.entry ?? graph.waiting.get(id))?.heads ?? [];

/** The certificate that a device came in with in a generation, as its account signed it: also of one that is out by now. */
export const certificateOf = (
  governance: Governance,
  device: DeviceId,
  generation: number,
): Uint8Array | undefined => {
  const act = governance.record.standings.devices
    .get(device)
    ?.find((standing) => standing.generation === membershipOf(generation))?.admissions[0]?.content.act;
  return act !== undefined && 'certificate' in act ? act.certificate : undefined;
};
