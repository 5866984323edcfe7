import { describe, expect, test } from 'vitest';
import {
  type EntryId,
  extendGovernance,
  foldGovernance,
  type GovernanceEntry,
  isFinal,
  issueCertificate,
} from '../src/index.ts';
import {
  addition,
  admission,
  inviteAct,
  lab,
  mergedInto,
  type Person,
  person,
  primitives,
  type Replica,
  removal,
  START_MS,
} from './founding.ts';
import { owned, place, sign, undo } from './owned.ts';

/** Somebody's device, which whoever has it certifies for an account of their own. */
const claimed = ({ deviceSeed, device }: Person, { accountSeed, account }: Person): Person => {
  const leafKey = primitives.publicKeyOf(primitives.sha256(deviceSeed));
  const fields = { boxKey: leafKey, leafKey, issuedAt: START_MS + 9 };
  const secrets = { accountSecretKey: accountSeed, deviceSecretKey: deviceSeed };
  const certificate = issueCertificate(primitives, fields, secrets);
  return { name: 'claimed', accountSeed, deviceSeed, account, device, certificate };
};

/** Ada has a later device, with which she puts the stolen one out, leaving what it wrote up to some place. */
const withLater = (owner: Replica, ada: Person) => {
  const later = person('ada', 1);
  owner.write(inviteAct('own', { account: ada.account }));
  owner.write(admission(owner.governance.space, later, 'own'));
  const atLater = owner.fork(later);
  const last = owner.entries.findLast(({ log }) => log.device === ada.device) as GovernanceEntry;
  const putOut = (): GovernanceEntry =>
    atLater.write({ type: 'device.remove', device: ada.device, cutoffs: [place(last)] });
  return { atLater, putOut };
};

const inAnyOrder = (
  replica: Replica,
  look: (reasonOf: (entry: GovernanceEntry) => string | undefined) => void,
) => {
  const { space } = replica.governance;
  for (const entries of [replica.entries, replica.entries.toReversed()]) {
    const whole = foldGovernance(primitives, space, entries);
    let grown = foldGovernance(primitives, space, []);
    for (const entry of entries) grown = extendGovernance(primitives, grown, [entry]);
    for (const governance of [whole, grown]) look(({ id }) => governance.voided.get(id));
    expect(grown.accepted).toEqual(whole.accepted);
  }
};

describe('[G8] whoever has a stolen device', () => {
  test('makes nothing final by signing what was before its removal, knowing of it', () => {
    const { ada, ben, owner } = lab();
    const { atLater, putOut } = withLater(owner, ada);
    const theft = owner.write(removal(ben.account));
    const covers: EntryId[] = [theft.id];
    putOut();
    mergedInto(owner, atLater);
    expect(owner.reason(theft)).toBe('beyond a cutoff');
    owner.write({ type: 'checkpoint.sign', covers, state: new Uint8Array(32) });
    expect(isFinal(owner.governance, theft.id)).toBe(false);
    expect(owner.reason(theft)).toBe('beyond a cutoff');
  });

  test('keeps no signature standing by certifying it for an account of their own', () => {
    const { ada, ben, owner } = lab();
    const { atLater, putOut } = withLater(owner, ada);
    const theft = owner.write(removal(ben.account));
    owner.write(sign(owner));
    expect(isFinal(owner.governance, theft.id)).toBe(true);
    owner.write(addition(claimed(ada, person('mallory'))));
    putOut();
    mergedInto(owner, atLater);
    inAnyOrder(owner, (reasonOf) => expect(reasonOf(theft)).toBe('beyond a cutoff'));
  });

  test('keeps no vote on undoing standing that way', () => {
    const { ada, owner, atCleo } = owned();
    const { atLater, putOut } = withLater(owner, ada);
    const cleos = mergedInto(atCleo, owner).write({ type: 'space.describe' });
    mergedInto(owner, atCleo);
    const wanted = undo(cleos);
    const stolen = owner.write(wanted);
    owner.write(addition(claimed(ada, person('mallory'))));
    putOut();
    mergedInto(owner, atLater);
    inAnyOrder(owner, (reasonOf) =>
      expect(reasonOf(stolen)).toBe('a later device of the same account took it back'),
    );
  });

  test('is taken back also where what shows the other device comes last of all', () => {
    const { ada, dan, owner, atBen } = owned();
    const later = person('ada', 1);
    const elsewhere = owner.fork(later);
    const wrong = owner.fork(dan).write({ type: 'space.describe' });
    owner.receive([wrong]);
    const vote = undo(wrong);
    const stolen = owner.write(vote);
    mergedInto(atBen, owner).write(vote);
    mergedInto(owner, atBen);
    expect(owner.reason(wrong)).toBe('the owners undid it');
    // Nobody knows that device yet; it writes beside the others what its account's phrase lets it.
    const before = elsewhere.entries.findLast(({ log }) => log.device === ada.device) as GovernanceEntry;
    elsewhere.write({ type: 'device.remove', device: ada.device, cutoffs: [place(before)] });
    mergedInto(owner, elsewhere);
    expect(owner.reason(wrong)).toBe('the owners undid it');
    mergedInto(atBen, elsewhere);
    atBen.write(addition(later));
    mergedInto(owner, atBen);
    inAnyOrder(owner, (reasonOf) => {
      expect(reasonOf(stolen)).toBe('a later device of the same account took it back');
      expect(reasonOf(wrong)).toBeUndefined();
    });
    expect(owner.reason(wrong)).toBeUndefined();
  });
});
