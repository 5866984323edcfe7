/** Judging an act before it is written: by the same rules as afterwards. */
import type { Hlc } from '../clock.ts';
import { readCertificate } from '../identity/certificate.ts';
import type { DeviceId, EntryId } from '../ids.ts';
import { isSignedByInvite } from '../invitation/join-request.ts';
import type { Primitives } from '../primitives.ts';
import type { Act } from './act.ts';
import { conflictsIn } from './conflict.ts';
import { readFork } from './fork.ts';
import { type Governance, isUndone } from './governance.ts';
import { UNDONE, VOTES_STOPPED } from './judge.ts';
import { objectionTo } from './policy.ts';
import type { Ruling } from './state.ts';
import { objectionToUndo } from './undoing.ts';

/** An act about to be written. */
export interface ActDraft {
  device: DeviceId;
  clock: Hlc;
  act: Act;
}

/** Why an act would not count if it were written now, citing `heads`; `undefined` where it would. */
export const judgeDraft = (
  primitives: Primitives,
  governance: Governance,
  draft: ActDraft,
): string | undefined => {
  const { state, record } = governance;
  const { act, device, clock } = draft;
  const author = state.devices[device];
  const member = author && state.members[author];
  if (author === undefined || member === undefined) return 'its device belongs to no member';
  const generation = member.devices[device]?.generation ?? 0;
  const log = { channel: record.graph.channel, device, generation };
  if (act.type === 'owners.undo') return objectionToUndo(governance, log, act.from);
  if (isUndone(governance, log)) return UNDONE;
  if (act.type === 'member.admit' && !isSignedByInvite(primitives, governance.space, act)) {
    return 'not signed by the invite';
  }
  const admits = act.type === 'member.admit' || act.type === 'member.add';
  const certificate = admits ? readCertificate(primitives, act.certificate) : undefined;
  const fork = act.type === 'fork.prove' ? readFork(primitives, governance.space, act) : undefined;
  if (act.type === 'fork.prove' && fork === undefined) return 'proves no second history';
  const ruling: Ruling = { id: '' as EntryId, clock, device, author, act, certificate, generation: 0, fork };
  const { settlement, graph } = record;
  const conflicts =
    act.type === 'owners.vote' ? conflictsIn(settlement.judgement, (id) => graph.byId.get(id)) : [];
  if (conflicts.length > 0) return VOTES_STOPPED;
  return objectionTo(state, member, ruling);
};
