/** What a scripted peer answers about verified people. */
import type { Handlers, PeerEvent, Verification } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import { idOf, type Script } from './script.ts';

export const SAFETY_NUMBER = '42789 79390 78937 75513 83191 36030 94219 87648 05255 90243 41514 49959';
const CODE =
  'plexi://verify/AYXtiY2wVuZ1aTVwzT2ZVXbS4nTQ9WcXm6Yb0sYJ3aVf8n2rQpWk1LtHxDvNgCzKo7EjUiMyOeSbGhRqFaTlBnAd';

const deviceOf = (name: string, month: number, isNew: boolean): Verification['devices'][number] => ({
  device: idOf(name),
  fingerprint: (idOf(name).slice(0, 40).match(/.{4}/gu) ?? []).join(' '),
  since: `2026-0${month}-02T08:00:00.000Z`,
  isNew,
});

/** Somebody who was verified in May; in June came another device, where it `changed`. */
export const verifiedPerson = (name: string, state: Verification['state']): Verification => ({
  account: idOf(name),
  name,
  state,
  ...(state === 'none' ? {} : { since: '2026-05-20T10:00:00.000Z' }),
  devices: [
    deviceOf(`${name}/device`, 4, false),
    ...(state === 'changed' ? [deviceOf(`${name}/second`, 6, true)] : []),
  ],
});

export const scriptVerification = ({
  script,
  emit,
}: {
  script: Script;
  emit: (event: PeerEvent) => void;
}): Handlers => {
  const find = (account: string): Verification => {
    const member = script.spaces
      .flatMap(({ members }) => members)
      .find((one) => one.account === account || one.name === account);
    if (member === undefined) throw plexiError('NOT_FOUND');
    return (
      script.verified?.find((one) => one.account === member.account) ?? verifiedPerson(member.name, 'none')
    );
  };
  const become = (name: string, state: Verification['state']): Verification => {
    const next = verifiedPerson(find(name).name, state);
    const others = (script.verified ?? []).filter(({ account }) => account !== next.account);
    script.verified = state === 'none' ? others : [...others, next];
    emit({ type: 'settings' });
    return next;
  };
  return {
    'member.verified': async () => script.verified ?? [],
    'member.number': async ({ name }) => ({ ...find(name), number: SAFETY_NUMBER, code: CODE }),
    'member.verify': async ({ name, number }) => {
      if (number.replace(/\s/gu, '') !== SAFETY_NUMBER.replaceAll(' ', ''))
        throw plexiError('SAFETY_MISMATCH');
      return become(name, 'verified');
    },
    'member.unverify': async ({ name }) => become(name, 'none'),
  };
};
