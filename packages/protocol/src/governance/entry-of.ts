/** Finding an act's entry: whose log it is in, and where. */
import type { EntryId } from '../ids.ts';
import type { Governance } from './governance.ts';
import type { GovernanceEntry } from './graph.ts';

/** The entry of an act by its id; `undefined` where it has not arrived. */
export const governanceEntryOf = (governance: Governance, id: EntryId): GovernanceEntry | undefined =>
  governance.record.graph.byId.get(id)?.entry;
