/** What a scripted peer plays: ids, people, messages and the state that they are in. */
import type {
  AccountState,
  Admission,
  Device,
  Direct,
  Member,
  Message,
  Notice,
  PluginSummary,
  Presence,
  Report,
  Scheduled,
  SpaceSummary,
  SyncStatus,
  TrustChange,
  Verification,
} from '@plexi/operations';
import type { plexiError } from '@plexi/protocol';

export const idOf = (name: string): string => {
  let hash = 0x811c9dc5;
  let digits = '';
  for (let round = 0; digits.length < 64; round++) {
    for (const letter of `${name}/${round}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
    digits += hash.toString(16).padStart(8, '0');
  }
  return digits.slice(0, 64);
};

export const PHRASE =
  'legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title';
export const RELAY = '/ip4/127.0.0.1/tcp/4001/p2p/12D3KooWJ8sV6wQ9rN4hX2cTpYb7mE5uKdGf3aLzRkQvWn1oBt2S';
export const LINK = 'plexi://join/k4Jd93hQm2VxZ8yTq0LrPw7NbEcAf5GsUuKi1o6RtYvHjXzD';

export interface ScriptedSpace {
  summary: SpaceSummary;
  channels: {
    id: string;
    name: string;
    private?: boolean;
    archived?: boolean;
    topic?: string;
    withholds?: boolean;
  }[];
  /** Of all its channels. */
  changes?: TrustChange[];
  /** A direct message: not in the list of spaces. */
  small?: boolean;
  members: Member[];
  messages: Map<string, Message[]>;
  sync: SyncStatus;
}

export interface Script {
  account: AccountState;
  spaces: ScriptedSpace[];
  app: { mode: 'electron' | 'browser'; reason?: string; invitation?: string; localOnly?: boolean };
  /** The account's computers. */
  devices?: Device[];
  directs?: Direct[];
  /** Whom the person has verified. */
  verified?: Verification[];
  /** Whom channels admit. */
  admissions?: Admission[];
  settings?: Record<string, string>;
  status?: Presence['status'];
  /** Who is there, by space and account; the others are away. */
  appearing?: Record<string, Presence['status']>;
  /** What canvases say at first, in Markdown, by channel. */
  canvases?: Record<string, string>;

  /** Bytes of files, by id, as a string of bytes. What is not here is fetched and does not come. */
  files?: Map<string, string>;
  plugins?: PluginSummary[];
  /** By space. */
  reports?: Map<string, Report[]>;
  notices?: Map<string, Notice[]>;
  /** Whether those in charge cannot read what is reported. */
  reportsElsewhere?: true;
  /** Channels with so many unread messages at the end, by id. */
  unread?: Record<string, number>;
  /** Messages that are to be sent later. */
  scheduled?: Scheduled[];
  /** Milliseconds before a message is taken. */
  sendDelay?: number;
  /** Operations that fail, by code. */
  failing?: Partial<Record<string, Parameters<typeof plexiError>[0]>>;
  /** How far the index of messages is. */
  indexed?: { done: number; total: number };
  /** Whether a member's device lets us in when we join. */
  admits?: boolean;
}

export const inSync = (relays = 1): SyncStatus => ({
  storage: 'ok',
  paused: false,
  inSync: true,
  pendingEntries: 0,
  unreadable: 0,
  missing: 0,
  coming: 0,
  relays: Array.from({ length: relays }, (_, index) => ({
    device: idOf(`relay-${index}`),
    address: RELAY,
    connected: true,
    inSync: true,
    localOnly: true,
    broken: 0,
  })),
  devices: [],
  channels: [],
});

export const memberOf = (name: string, role: Member['role'], self = false, canRemove = !self): Member => ({
  account: idOf(name),
  name,
  role,
  self,
  devices: self ? 2 : 1,
  fingerprint: '4821 9930 1174 0562 8813 2047',
  since: '2026-01-05T09:00:00.000Z',
  canRemove,
});

let clock = 1_000_000;
export const messageOf = (
  author: string,
  text: string,
  extra: Partial<Message> & { self?: string } = {},
): Message => {
  clock += 1;
  const { self = 'Ada', ...rest } = extra;
  return {
    id: idOf(`${author}/${clock}`),
    author,
    time: new Date(Date.UTC(2026, 2, 3, 9, 0) + clock * 1000).toISOString(),
    text,
    state: 'delivered',
    kind: 'post',
    authorId: idOf(author),
    own: author === self,
    clock,
    ...rest,
  };
};
