/** Reminders: for oneself by a notice, for a channel by a message. Kept in the plugin's storage, so that they outlive restarts. */

/** @typedef {{ id: number, at: number, text: string, space: string, channel: string, name?: string }} Reminder */
/** Of a reminder for a channel `name` is the channel's; without one it is for oneself. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST = 200;
const FARTHEST = 366 * DAY;
const TEXT_CHARS = 300;

/** @type {Reminder[]} */
let reminders = [];
let cancelTimer = () => {};
const loaded = plexi.storage.get('reminders').then((kept) => {
  reminders = kept ?? [];
});

const UNITS = [
  [/^(?:s|sec|secs|seconds?|ثانية|ثوان|ثواني|ثانيتين)$/, 1000],
  [/^(?:m|min|mins|minutes?|دقيقة|دقائق|دقيقتين)$/, MINUTE],
  [/^(?:h|hr|hrs|hours?|ساعة|ساعات|ساعتين)$/, HOUR],
  [/^(?:d|days?|يوم|أيام|يومًا|يومين)$/, DAY],
  [/^(?:w|weeks?|أسبوع|أسابيع|أسبوعين)$/, 7 * DAY],
];
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const ARABIC_DAYS = ['الأحد', 'الاثنين', 'الثلاثاء', 'الأربعاء', 'الخميس', 'الجمعة', 'السبت'];

const TIME = String.raw`(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|صباحًا|صباحا|ص|مساءً|مساء|م)?`;
const CLOCK = String.raw`(?:(?:at|في)\s+)?(?:الساعة\s+)?${TIME}`;
const WHENS = [
  ['in', String.raw`(?:in|بعد)\s+(?:(\d{1,4}|an?|one|half an)\s+)?(\p{L}+)`],
  ['date', String.raw`(?:on\s+)?(\d{4})-(\d{2})-(\d{2})(?:\s+${CLOCK})?`],
  [
    'day',
    String.raw`(?:on\s+|يوم\s+)?(today|tomorrow|اليوم|غدًا|غداً|غدا|${DAYS.join('|')}|${ARABIC_DAYS.join('|')})(?:\s+${CLOCK})?`,
  ],
  ['clock', String.raw`(?:at|الساعة|في الساعة)\s+${TIME}`],
];
const END = String.raw`(?=[\s,،:.]|$)`;

/** Western digits for Arabic ones, place for place. */
const plainDigits = (text) => text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));

const hourOf = (hours, minutes, half) => {
  let hour = Number(hours);
  if (half !== undefined && hour > 12) return undefined;
  if (half !== undefined && /^(?:pm|م|مساء)/.test(half)) hour = (hour % 12) + 12;
  else if (half !== undefined) hour %= 12;
  const minute = Number(minutes ?? 0);
  return hour < 24 && minute < 60 ? hour * HOUR + minute * MINUTE : undefined;
};

/** The moment that was meant, in milliseconds since 1970, or undefined. `shift` is what local time is ahead of UTC. */
const momentOf = (kind, parts, now, shift) => {
  const local = now + shift;
  const midnight = Math.floor(local / DAY) * DAY;
  if (kind === 'in') {
    const [count, unit] = parts;
    const size = UNITS.find(([names]) => names.test(unit))?.[1];
    if (size === undefined) return undefined;
    if (count === undefined)
      return /ين$/.test(unit) && !/^(?:ثواني)$/.test(unit) ? now + 2 * size : now + size;
    if (count === 'half an') return now + size / 2;
    return now + (/^\d/.test(count) ? Number(count) : 1) * size;
  }
  if (kind === 'date') {
    const [year, month, day, ...time] = parts;
    const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
    if (new Date(date).getUTCDate() !== Number(day)) return undefined;
    const within = time[0] === undefined ? 9 * HOUR : hourOf(...time);
    return within === undefined ? undefined : date + within - shift;
  }
  if (kind === 'day') {
    const [word, ...time] = parts;
    const within = time[0] === undefined ? 9 * HOUR : hourOf(...time);
    if (within === undefined) return undefined;
    const weekday = Math.max(DAYS.indexOf(word), ARABIC_DAYS.indexOf(word));
    const today = new Date(midnight).getUTCDay();
    const ahead = weekday < 0 ? (/^(?:today|اليوم)$/.test(word) ? 0 : 1) : (weekday - today + 7) % 7 || 7;
    return midnight + ahead * DAY + within - shift;
  }
  const within = hourOf(...parts);
  if (within === undefined) return undefined;
  const at = midnight + within - shift;
  return at > now ? at : at + DAY;
};

/** What was asked for: when, what, and for which channel; undefined where it cannot be understood. */
const read = (asked, now, shift) => {
  const [target] = /^(?:me|ذكّرني|ذكرني|#\S+)(?=\s)/iu.exec(asked) ?? [''];
  const channel = target.startsWith('#') ? target.slice(1) : undefined;
  const said = asked.slice(target.length).trim();
  const plain = plainDigits(said).toLowerCase();
  for (const [kind, form] of WHENS)
    for (const place of [`^${form}${END}`, `(?:^|\\s)${form}$`]) {
      const found = new RegExp(place, 'u').exec(plain);
      const at = found === null ? undefined : momentOf(kind, found.slice(1), now, shift);
      if (at === undefined) continue;
      const rest = `${said.slice(0, found.index)} ${said.slice(found.index + found[0].length)}`;
      const text = rest
        .trim()
        .replace(/^(?:[,،:.]|to\s|that\s|about\s|أن\s|بأن\s)+/iu, '')
        .trim();
      return text === '' ? undefined : { at, text: text.slice(0, TEXT_CHARS), channel };
    }
  return undefined;
};

const two = (value) => String(value).padStart(2, '0');
const sayTime = (at, shift) => {
  const local = new Date(at + shift);
  return `${local.getUTCFullYear()}-${two(local.getUTCMonth() + 1)}-${two(local.getUTCDate())} ${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
};

const save = async () => {
  reminders.sort((left, right) => left.at - right.at);
  await plexi.storage.set('reminders', reminders);
  plexi.tell({ reminders });
  wait();
};

/** Tells what is due. It is taken off the list first: a message to a channel is never sent twice. */
const ring = async () => {
  const now = plexi.clock.now();
  const due = reminders.filter(({ at }) => at <= now);
  if (due.length === 0) return wait();
  reminders = reminders.filter(({ at }) => at > now);
  await save();
  const own = due.filter(({ name }) => name === undefined);
  const [first] = own;
  if (first !== undefined)
    await plexi.notify({
      title: { en: 'Reminder', ar: 'تذكير' },
      body: own
        .map(({ text }) => text)
        .join(' · ')
        .slice(0, 500),
      space: first.space,
      channel: first.channel,
    });
  for (const { name, text, space, channel } of due) {
    if (name === undefined) continue;
    try {
      await plexi.call('message.send', { space, channel, text: `⏰ ${text}` });
    } catch (error) {
      plexi.log('a reminder could not be sent:', error.code);
      const words = `#${name}: ${text}`.slice(0, 400);
      await plexi.notify({
        title: { en: 'This reminder could not be sent', ar: 'تعذّر إرسال هذا التذكير' },
        body: words,
      });
    }
  }
  return wait();
};

const wait = () => {
  cancelTimer();
  const [next] = reminders;
  cancelTimer = next === undefined ? () => {} : plexi.clock.setTimer(next.at, ring);
};

const HELP = {
  en: 'Say when and what: /remind me in 20 minutes to stretch · /remind #general tomorrow at 9 stand-up · /remind list',
  ar: 'قل متى وماذا: ‎/remind‎ بعد 20 دقيقة أن أستريح · ‎/remind #general‎ غدًا الساعة 9 الاجتماع · ‎/remind list‎',
};

const add = async ({ text: asked, space, channel, utcOffset }) => {
  await loaded;
  const now = plexi.clock.now();
  const shift = utcOffset * MINUTE;
  const meant = read(asked.trim(), now, shift);
  if (meant === undefined) return HELP;
  if (meant.at <= now || meant.at - now > FARTHEST)
    return { en: 'That is in the past, or more than a year away.', ar: 'هذا في الماضي، أو بعد أكثر من سنة.' };
  if (reminders.length >= MOST)
    return { en: `There are ${MOST} reminders already.`, ar: `يوجد ${MOST} تذكير من قبل.` };
  const id = reminders.reduce((most, one) => Math.max(most, one.id), 0) + 1;
  const reminder = { id, at: meant.at, text: meant.text, space, channel };
  if (meant.channel !== undefined) {
    const channels = await plexi.call('channel.list', { space });
    const found = channels.find(({ name }) => name === meant.channel);
    if (found === undefined)
      return { en: `There is no channel #${meant.channel} here.`, ar: `لا توجد قناة ‎#${meant.channel}‎ هنا.` };
    reminder.channel = found.id;
    reminder.name = found.name;
  }
  reminders.push(reminder);
  await save();
  const time = sayTime(meant.at, shift);
  return reminder.name === undefined
    ? { en: `You will be reminded at ${time}: ${meant.text}`, ar: `سأذكّرك في ${time}: ${meant.text}` }
    : {
        en: `#${reminder.name} will be reminded at ${time}: ${meant.text}`,
        ar: `سيُذكَّر ‎#${reminder.name}‎ في ${time}: ${meant.text}`,
      };
};

const list = (utcOffset) => {
  const lines = reminders.map(({ id, at, text, name }) => {
    const where = name === undefined ? '' : ` #${name}`;
    return `${id}. ${sayTime(at, utcOffset * MINUTE)}${where} ${text}`;
  });
  return lines.length === 0 ? { en: 'No reminders.', ar: 'لا تذكيرات.' } : lines.join(' · ').slice(0, 490);
};

const cancel = async (id) => {
  await loaded;
  const before = reminders.length;
  reminders = reminders.filter((one) => one.id !== id);
  await save();
  return before !== reminders.length;
};

plexi.command({
  name: 'remind',
  summary: {
    en: 'me in 20 minutes to …, or #channel tomorrow at 9 …',
    ar: 'بعد 20 دقيقة أن …، أو ‎#channel‎ غدًا الساعة 9 …',
  },
  run: async (call) => {
    await loaded;
    const text = plainDigits(call.text.trim());
    if (/^(?:list|قائمة)$/i.test(text)) return list(call.utcOffset);
    const [, number] = /^(?:cancel|إلغاء)\s+(\d{1,6})$/i.exec(text) ?? [];
    if (number === undefined) return add(call);
    return (await cancel(Number(number)))
      ? { en: 'Cancelled.', ar: 'أُلغي.' }
      : { en: 'There is no reminder of that number.', ar: 'لا تذكير بهذا الرقم.' };
  },
});
plexi.answer('list', async () => {
  await loaded;
  return { reminders };
});
plexi.answer('cancel', ({ id }) => cancel(id));

await loaded;
await ring();
