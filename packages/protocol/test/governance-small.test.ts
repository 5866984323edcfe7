import { expect, test } from 'vitest';
import { can, encodeAct, foldGovernance, idFromBytes, type SpaceId, spaceIdOf } from '../src/index.ts';
import {
  addition,
  admission,
  found,
  inviteAct,
  lab,
  mergedInto,
  person,
  primitives,
  removal,
  smallLab,
} from './founding.ts';

const eve = person('eve');

test('[G3] a private channel: owner and admins add by certificate, members do not', () => {
  const { owner, ben, cleo, at } = smallLab('channel');
  const [atBen, atCleo] = [at(ben), at(cleo)];
  expect(atCleo.reason(atCleo.write(addition(eve)))).toBe('only an admin may add others');
  expect(atBen.reason(atBen.write(addition(eve)))).toBeUndefined();
  expect(mergedInto(owner, atBen).governance.state.members[eve.account]?.role).toBe('member');
  expect(can(owner.governance, ben.account, 'member.add')).toBe(true);
  expect(can(owner.governance, cleo.account, 'member.add')).toBe(false);
});

test('[G8] any member brings further devices of an account that is in; one that was put out comes back by its own or an admin only', () => {
  const { owner, ben, cleo, dan, at } = smallLab('channel');
  const cleosSecond = person('cleo', 1);
  const atDan = at(dan);
  expect(atDan.reason(atDan.write(addition(cleosSecond)))).toBeUndefined();
  mergedInto(owner, atDan);
  const atCleo = owner.fork(cleosSecond);
  atCleo.write({ type: 'device.remove', device: cleo.device, cutoffs: atCleo.frontier() });
  expect(atCleo.governance.state.devices[cleo.device]).toBeUndefined();
  const [danAgain, benAgain] = [mergedInto(atDan, atCleo), mergedInto(at(ben), atCleo)];
  expect(danAgain.reason(danAgain.write(addition(cleo)))).toBe('the device was put out before');
  expect(benAgain.reason(benAgain.write(addition(cleo)))).toBeUndefined();
});

test('[G4] who was removed is added again only by somebody who knows of it', () => {
  const { owner, cleo, ben, at } = smallLab('channel');
  const atBen = at(ben);
  const unaware = atBen.write(addition(person('cleo', 1)));
  owner.write(removal(cleo.account, []));
  mergedInto(owner, atBen);
  expect(owner.reason(unaware)).toBe('the admitted was removed meanwhile');
  expect(owner.governance.state.members[cleo.account]).toBeUndefined();
  owner.write(addition(cleo));
  expect(owner.governance.state.members[cleo.account]?.devices[cleo.device]?.generation).toBe(1);
});

test('[G3] a direct message is of the people that its genesis names: all owners, nobody added or removed', () => {
  const { owner, ben, dan, at } = smallLab('direct');
  expect(Object.values(owner.governance.state.members).map(({ role }) => role)).toEqual(
    Array.from({ length: 4 }, () => 'owner'),
  );
  const atBen = at(ben);
  expect(atBen.reason(atBen.write(addition(eve)))).toBe('the direct message is not with that account');
  expect(atBen.reason(atBen.write(removal(dan.account)))).toBe('only a higher rank may remove');
  expect(atBen.reason(atBen.write(inviteAct('x')))).toBe('a small space has no invites');
  expect(atBen.reason(atBen.write({ type: 'role.grant', account: dan.account, role: 'member' }))).toBe(
    'only a higher rank may change a rank',
  );
});

test('[G3] whoever leaves a direct message stays out, even where another brings a device of theirs at the same time', () => {
  const { owner, ben, at } = smallLab('direct');
  const [atBen, elsewhere] = [at(ben), owner.fork()];
  expect(can(atBen.governance, ben.account, 'space.leave')).toBe(true);
  atBen.write({
    type: 'space.leave',
    cutoffs: atBen.frontier().filter(({ log }) => log.device === ben.device),
  });
  const meanwhile = elsewhere.write(addition(person('ben', 1)));
  mergedInto(owner, atBen, elsewhere);
  expect(owner.reason(meanwhile)).toBe('the admitted was removed meanwhile');
  expect(owner.reason(owner.write(addition(ben)))).toBe('the account left the direct message');
  expect(owner.governance.state.members[ben.account]).toBeUndefined();
});

test('[G9] a direct message that its opener is not named in founds nothing', () => {
  const [ada, ben] = [person('ada'), person('ben')];
  expect(found(eve, [ada, ben]).governance.accepted).toEqual([]);
  expect(found(ada, [ada, ben]).governance.accepted).toHaveLength(1);
});

test('[G9] the kind is part of what the space id hashes, and a certificate alone admits nobody to an ordinary space', () => {
  const { owner, space, at, ben } = lab();
  const atBen = at(ben);
  expect(atBen.reason(atBen.write(addition(eve)))).toBe('only small spaces add by certificate alone');
  expect(owner.reason(owner.write(admission(space, eve, 'lab')))).toBeUndefined();
  const nonce = new Uint8Array(16);
  const { certificate } = ben;
  const [plain, small] = [
    encodeAct({ type: 'genesis', certificate, nonce }),
    encodeAct({ type: 'genesis', certificate, nonce, kind: 'channel' }),
  ].map((body) => spaceIdOf(primitives, body));
  expect(plain).not.toBe(small);
  const other = idFromBytes<SpaceId>(new Uint8Array(32));
  expect(foldGovernance(primitives, other, owner.entries).accepted).toEqual([]);
});

test('[L6] a direct message names at most nine people, in one order, and at least two', () => {
  const { certificate } = person('ada');
  const nonce = new Uint8Array(16);
  const owners = Array.from({ length: 10 }, (_, i) => person(`p${i}`).account).sort();
  const genesis = (of: typeof owners): Uint8Array =>
    encodeAct({ type: 'genesis', certificate, nonce, kind: 'direct', owners: of });
  expect(() => genesis(owners)).toThrow(/code/);
  expect(() => genesis(owners.slice(0, 1))).toThrow(/code/);
  expect(() => genesis(owners.slice(0, 3).reverse())).toThrow(/code/);
  expect(() => encodeAct({ type: 'genesis', certificate, nonce, kind: 'direct' })).toThrow(/code/);
  expect(genesis(owners.slice(0, 9)).length).toBeGreaterThan(300);
});
