/**
 * What a plugin's code finds: one global, `plexi`. All that goes in and comes out is JSON. Reference these types from `code.js` with
 * `/** @type {import('@plexi/plugin-api').Plexi} *\/`; docs/plugins.md shows how a plugin is made from nothing.
 */
import type { OperationId, OperationInput, OperationOutput, PeerEvent } from '@plexi/operations';
import type { PluginEventType } from './capability.ts';
import type { Words } from './words.ts';

/** How a command was given. */
export interface CommandCall {
  /** What stands behind the command's name. */
  text: string;
  /** Where it was typed. */
  space: string;
  channel: string;
  /** The language of the interface, BCP 47. */
  language: string;
  /** Minutes that local time is ahead of UTC. */
  utcOffset: number;
}

export interface SlashCommand {
  /** Small letters, digits and hyphens: typed behind `/`. */
  name: string;
  summary: Words;
  /** Gives back what to tell who typed it, and nobody else. */
  run: (call: CommandCall) => Words | undefined | Promise<Words | undefined>;
}

export interface Notice {
  title: Words;
  body?: Words;
  /** Where it leads. */
  space?: string;
  channel?: string;
}

/** The global `plexi` of a plugin's code. Errors have a `code` of docs/errors.md. */
export interface Plexi {
  /** Calls an operation as the person who runs the plugin. Needs the capability of its id. */
  call<Id extends OperationId>(operation: Id, input: OperationInput<Id>): Promise<OperationOutput<Id>>;
  /** Hears events of a type; gives back how to stop. Needs `events:TYPE`. */
  on<Type extends PluginEventType>(
    type: Type,
    handler: (event: Extract<PeerEvent, { type: Type }>) => unknown,
  ): () => void;
  /** Kept sealed on this device, for this plugin only; outlives reloads. Needs `storage`. */
  storage: {
    get(key: string): Promise<unknown>;
    /** `undefined` removes. */
    set(key: string, value: unknown): Promise<void>;
    keys(): Promise<string[]>;
  };
  clock: {
    /** Milliseconds since 1970; stays the same within one turn. */
    now(): number;
    /** Calls `handler` at a time; gives back how to cancel. Gone when the plugin ends. Needs `clock`. */
    setTimer(at: number, handler: () => unknown): () => void;
  };
  /** Offers a slash command in the composer. Needs `command`. */
  command(command: SlashCommand): void;
  /** Answers what the plugin's panel asks by `plexi.ask(name, input)`. */
  answer(name: string, handler: (input: unknown) => unknown): void;
  /** Tells the plugin's open panels. */
  tell(data: unknown): void;
  /** Shows a notice to the person. Needs `notify`. */
  notify(notice: Notice): Promise<void>;
  /** Writes a line in the plugin's own log, which the settings show. */
  log(...parts: unknown[]): void;
}
