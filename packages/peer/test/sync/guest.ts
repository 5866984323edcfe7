import { seedOf } from '../people.ts';
import { channelId, GENERAL, lab, openEmpty, person, primitives, START_MS } from '../space-story.ts';
import { online } from './wire.ts';

export const VAULT = channelId('vault');
const SECRET = seedOf('guests');

/** Ada's space with a second channel, and Gus, a guest whom the general one admits. */
export const withGuest = async () => {
  const story = await lab();
  const { atAda } = story;
  const gus = person('gus');
  await atAda.act({ type: 'channel.create', channel: VAULT });
  await atAda.act({
    type: 'invite.create',
    publicKey: primitives.publicKeyOf(SECRET),
    uses: 1,
    expires: START_MS + 2 ** 40,
    role: 'guest',
    channels: [GENERAL],
  });
  await atAda.post('in the hall');
  await atAda.post('in the vault', VAULT);
  await atAda.admit(gus, SECRET);
  const atGus = await openEmpty(atAda, gus);
  const [ada, guest] = [await online(atAda), await online(atGus)];
  return { ...story, gus, ada, guest };
};
