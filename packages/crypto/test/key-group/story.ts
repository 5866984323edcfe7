/** Members in memory and what happens between them: `meet` carries everything both ways, as sync does. */
import { copyShelf, emptyShelf } from './governance.ts';
import { createMember, type Member } from './member.ts';

export { GENERAL, type Member, SPACE } from './member.ts';

/** The founder of a space, alone in it. */
export const found = async (name: string): Promise<Member> => {
  const member = createMember(name, undefined);
  await member.open(true);
  return member;
};

/** Somebody who holds an invitation: has keys and a KeyPackage, and nothing else. */
export const newcomer = async (name: string, founder: Member): Promise<Member> => {
  const member = createMember(name, founder.device.device);
  await member.open(false);
  return member;
};

/** Everyone ends with what anyone has. */
export const meet = async (...members: Member[]): Promise<void> => {
  const all = emptyShelf();
  for (const member of members) copyShelf(all, member.shelf);
  for (const member of members) copyShelf(member.shelf, all);
  for (const member of members) await member.catchUp();
};

/** Members meet and bring the group in step, until nobody has anything to do any more. */
export const converge = async (...members: Member[]): Promise<void> => {
  await meet(...members);
  for (let busy = true; busy; ) {
    busy = false;
    for (const member of members) {
      if ((await member.publishShares()) > 0) busy = true;
      if (member.group.current() === undefined) continue;
      if (await member.reconcile(members)) busy = true;
      await meet(...members);
      if ((await member.publishHistory()) > 0) busy = true;
      await meet(...members);
    }
  }
};

/** `admin` admits somebody and adds them to the key group. */
export const letIn = async (admin: Member, guest: Member): Promise<void> => {
  admin.admit(guest);
  await admin.reconcile([guest]);
};

/** A founder and others who are in already and have met. */
export const founded = async (founderName: string, ...names: string[]): Promise<Member[]> => {
  const founder = await found(founderName);
  const others: Member[] = [];
  for (const name of names) {
    const other = await newcomer(name, founder);
    await letIn(founder, other);
    others.push(other);
  }
  await meet(founder, ...others);
  for (const other of others) await other.offerPackages();
  await meet(founder, ...others);
  return [founder, ...others];
};

/** Two members, and a guest whom one of them admitted to nothing yet. */
export const withGuest = async () => {
  const [ada, ben] = (await founded('ada', 'ben')) as [Member, Member];
  const guest = await newcomer('guest', ada);
  ada.admitScoped(guest);
  await meet(ada, ben, guest);
  return { ada, ben, guest, all: [ada, ben, guest] };
};
