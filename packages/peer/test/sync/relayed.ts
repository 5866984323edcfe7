import { type DeviceId, idFromBytes, issueCertificate } from '@plexi/protocol';
import { seedOf } from '../people.ts';
import { copyAll, lab, openEmpty, type Person, person, primitives, START_MS } from '../space-story.ts';
import { online } from './wire.ts';

/** Another device of somebody. */
const sibling = (of: Person, name: string): Person => {
  const deviceSeed = seedOf(`device ${name}`);
  const certificate = issueCertificate(
    primitives,
    {
      boxKey: seedOf(`box ${name}`),
      leafKey: primitives.publicKeyOf(seedOf(`leaf ${name}`)),
      issuedAt: START_MS,
    },
    { accountSecretKey: seedOf(`account ${of.name}`), deviceSecretKey: deviceSeed },
  );
  const device = idFromBytes<DeviceId>(primitives.publicKeyOf(deviceSeed));
  return { name, account: of.account, device, deviceSeed, certificate };
};

/** Ada with two devices, Ben, and a relay that their space lists; they reach each other through the relay only. */
export const withRelay = async () => {
  const story = await lab();
  const { atAda, atBen } = story;
  const laptop = sibling(story.ada, 'laptop');
  const relayPerson = person('relay');
  await atAda.admit(laptop);
  await atAda.act({ type: 'relay.list', device: relayPerson.device, addresses: ['/ip4/127.0.0.1/tcp/4001'] });
  await copyAll(atAda, atBen);
  const atLaptop = await openEmpty(atAda, laptop);
  await copyAll(atAda, atLaptop);
  const [ada, ben, adasLaptop] = [await online(atAda), await online(atBen), await online(atLaptop)];
  const relay = await online(await openEmpty(atAda, relayPerson), { role: 'relay' });
  return { ...story, ada, ben, adasLaptop, relay };
};
