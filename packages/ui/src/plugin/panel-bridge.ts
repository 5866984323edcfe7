/**
 * [P1] The interface's end of a panel: one message port to one frame. It passes on what is asked to the peer, which alone says what
 * the plugin may; here only form and number are looked at.
 */
import type { PeerEvent } from '@plexi/operations';
import { type Failure, toFailure } from '../connection/failure.ts';
import type { PeerLink } from '../connection/peer-link.ts';
import type { Chord } from '../keys/combo.ts';

/** How the interface looks, so that a panel can look alike. */
export interface PanelLook {
  theme: 'light' | 'dark';
  language: string;
  dir: string;
  /** The space that it is open in, where something is granted there. */
  space?: string;
  /** Custom properties of the design, by name. */
  tokens: Record<string, string>;
}

interface Ask {
  kind: 'call' | 'ask';
  id: number;
  name: string;
  input: unknown;
}

/** As many as a connection of the peer would take from one plugin. */
const MOST_CHARS = 256 * 1024;
const MOST_IN_FLIGHT = 16;

/** What a panel asks, or `undefined`: it may send anything. */
export const readAsk = (data: unknown): Ask | undefined => {
  if (typeof data !== 'string' || data.length > MOST_CHARS) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, id, operation, name, input } = value as Record<string, unknown>;
  const called = kind === 'call' ? operation : name;
  const isAsk = (kind === 'call' || kind === 'ask') && typeof called === 'string' && called.length <= 64;
  return isAsk && Number.isSafeInteger(id) ? { kind, id: id as number, name: called, input } : undefined;
};

/** Which of so many keys a panel says was pressed in it, or `undefined`. */
const readKey = (data: unknown, keys: number): number | undefined => {
  if (typeof data !== 'string' || data.length > 64) return undefined;
  const place = /^\{"kind":"key","chord":(\d{1,2})\}$/u.exec(data)?.[1];
  return place !== undefined && Number(place) < keys ? Number(place) : undefined;
};

export interface PanelBridge {
  show(look: PanelLook): void;
  close(): void;
}

export interface BridgeOptions {
  port: MessagePort;
  plugin: string;
  peer: PeerLink['client'];
  /** What happened and what to do next, in the person's language. */
  describe: (failure: Failure) => { message: string; next: string };
  /** Keys that the panel is to pass on. */
  chords: readonly Chord[];
  /** It says that one of them was pressed in it, by its place; it may say so at any time. */
  onChord: (place: number) => void;
}

/** Speaks for `plugin` through `port` until closed; the name of the plugin is ours, never the frame's. */
export const bridgePanel = ({
  port,
  plugin,
  peer,
  describe,
  chords,
  onChord,
}: BridgeOptions): PanelBridge => {
  let inFlight = 0;
  const send = (message: object): void => port.postMessage(JSON.stringify(message));
  const answer = async ({ kind, id, name, input }: Ask): Promise<void> => {
    inFlight += 1;
    try {
      const output =
        kind === 'call'
          ? await peer.call('plugin.call', { plugin, operation: name, input })
          : await peer.call('plugin.ask', { plugin, name, input });
      send({ kind: 'reply', id, output: output ?? null });
    } catch (error) {
      const failure = toFailure(error);
      send({ kind: 'reply', id, error: { code: failure.code, ...describe(failure) } });
    } finally {
      inFlight -= 1;
    }
  };
  const take = ({ data }: MessageEvent): void => {
    const pressed = readKey(data, chords.length);
    if (pressed !== undefined) onChord(pressed);
    const ask = readAsk(data);
    if (ask === undefined) return;
    if (inFlight < MOST_IN_FLIGHT) void answer(ask);
    else
      send({
        kind: 'reply',
        id: ask.id,
        error: { code: 'TOO_BUSY', message: 'Too many requests are under way.' },
      });
  };
  const stop = peer.onEvent((event: PeerEvent) => {
    if (event.type === 'plugin' && event.plugin === plugin) send({ kind: 'tell', data: event.data });
  });
  port.addEventListener('message', take);
  port.start();
  send({ kind: 'keys', chords });
  return {
    show: (look) => send({ kind: 'look', look }),
    close: () => {
      stop();
      port.close();
    },
  };
};
