/** A lived-in space: three people who talked yesterday morning, Ada's profile closed again, the other two online. */
import type { Person, RunningRelay, World } from './world.ts';

export interface Harbour {
  readonly relay: RunningRelay;
  /** Ada's profile, which nobody has open: it is the app's to open. */
  readonly profile: string;
  readonly link: string;
  readonly ben: Person;
  readonly chen: Person;
}

export const HARBOUR = 'Harbour Lab';

type Name = 'Ada' | 'Ben' | 'Chen';

/** Minutes after the day's first message, who, what. */
const TALK: readonly (readonly [number, Name, string])[] = [
  [0, 'Ada', 'Good morning! The new sensor sits at the end of the pier since seven.'],
  [1, 'Ada', 'Depth 4.2 m, salinity 31. Both look sane.'],
  [6, 'Ben', 'Lovely. Can it stay in until Thursday? I would like one whole tide cycle.'],
  [8, 'Ada', 'It can: the battery is at 80 %. I’ll keep an eye on it.'],
  [15, 'Chen', 'I am out with the boat on Wednesday anyway and can swap it then.'],
  [17, 'Chen', 'Does anybody still have last year’s calibration sheet?'],
  [24, 'Ben', 'Blue folder, second shelf. I’ll scan it after lunch and put the numbers into the canvas.'],
  [26, 'Chen', 'Thank you. That saves me a day.'],
  [51, 'Ada', 'The ferry just passed, and its wake is in the data: a bump of 11 cm, four minutes long.'],
  [53, 'Ben', 'Then it really works. When does the afternoon one leave?'],
  [55, 'Chen', '16:40. Timetable: https://ferries.example/harbour/winter'],
  [62, 'Ada', 'I’ll watch for that one. If the bump has the same shape, we can count ships with it.'],
  [64, 'Ben', 'A sensor that counts ships without seeing whose they are. I like it.'],
];

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const FIRST_MS = 9 * 60 * MINUTE_MS + 12 * MINUTE_MS;

/** Has them meet in `world` and talk. */
export const createHarbour = async (world: World): Promise<Harbour> => {
  const start = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS + FIRST_MS;
  let clock = start - 30 * MINUTE_MS;
  const now = (): number => clock;
  const relay = await world.relay();
  const ada = await world.person('Ada', { now });
  const ben = await world.person('Ben', { now });
  const chen = await world.person('Chen', { now });
  const people: Record<Name, Person> = { Ada: ada, Ben: ben, Chen: chen };
  await ada.call('space.create', { name: HARBOUR, relay: [relay.address] });
  const { link } = await ada.call('invite.create', { space: HARBOUR, uses: 25, days: 30 });
  for (const person of [ben, chen]) await person.call('space.join', { link, timeout: 20 });
  await ada.call('member.role', { space: HARBOUR, name: 'Ben', role: 'admin' });
  for (const name of ['instruments', 'boat rota']) await ada.call('channel.create', { space: HARBOUR, name });
  for (const [minutes, name, text] of TALK) {
    clock = start + minutes * MINUTE_MS;
    await people[name].call('message.send', { space: HARBOUR, channel: 'general', text });
    for (const person of Object.values(people))
      await person.until(async () => (await newest(person)) === text, `${text} is everywhere`);
  }
  await ada.until(
    async () => (await ownStates(ada)).every((state) => state === 'delivered'),
    'all is delivered',
  );
  await ada.close();
  return { relay, profile: ada.folder, link, ben, chen };
};

const list = (person: Person, limit: number) =>
  person.call('message.list', { space: HARBOUR, channel: 'general', limit });

const newest = async (person: Person): Promise<string | undefined> => (await list(person, 1))[0]?.text;

const ownStates = async (person: Person): Promise<string[]> =>
  (await list(person, 50)).filter(({ own }) => own).map(({ state }) => state);
