/**
 * What a plugin may be allowed: an operation of the catalogue by id (`message.send`), all of a noun (`message.*`), events of a
 * type (`events:messages`), or one of the few things that are no operation. `@channel:ID` behind it limits it to one channel.
 */
import { findOperation, listOperations } from '@plexi/operations';
import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';

/** What a plugin has beside operations and events. */
export const FACILITIES = ['storage', 'clock', 'command', 'notify'] as const;
export type Facility = (typeof FACILITIES)[number];

/** Events that a plugin may hear: what changed in a space, and what the person keeps. */
export const PLUGIN_EVENTS = [
  'spaces',
  'space',
  'directs',
  'messages',
  'changed',
  'reset',
  'delivery',
  'canvas',
  'file',
  'unread',
  'read',
  'typing',
  'presence',
  'settings',
  'scheduled',
  'reports',
  'sync',
] as const;
export type PluginEventType = (typeof PLUGIN_EVENTS)[number];

/** Nouns whose operations nothing may be allowed: keys, devices, the app around the peer, and plugins themselves. */
const CLOSED_NOUNS = ['account', 'app', 'device', 'draft', 'peer', 'plugin', 'relay'];

const nounOf = (id: string): string => id.slice(0, id.indexOf('.'));

/** Whether an operation can be allowed to any plugin at all. */
export const isGrantable = (id: string): boolean =>
  findOperation(id)?.roles.includes('peer') === true && !CLOSED_NOUNS.includes(nounOf(id));

/** A capability taken apart: what it allows, and where. */
export interface Capability {
  kind: 'operation' | 'noun' | 'event' | 'facility';
  /** The operation's id, the noun, the event's type or the facility. */
  name: string;
  /** The only channel that it is good for. */
  channel: string | undefined;
}

const FORM = /^([a-z]+(?:\.(?:[a-z]+|\*))?|events:[a-z]+)(?:@channel:([0-9a-f]{64}))?$/;

const includes = <Item extends string>(items: readonly Item[], item: string): boolean =>
  (items as readonly string[]).includes(item);

/** The parts of a capability, or `undefined` where there is none of that name or nobody could grant it. */
export const parseCapability = (text: string): Capability | undefined => {
  const [, what, channel] = FORM.exec(text) ?? [];
  if (what === undefined) return undefined;
  if (includes(FACILITIES, what))
    return channel === undefined ? { kind: 'facility', name: what, channel } : undefined;
  if (what.startsWith('events:')) {
    const name = what.slice('events:'.length);
    return includes(PLUGIN_EVENTS, name) ? { kind: 'event', name, channel } : undefined;
  }
  if (what.endsWith('.*')) {
    const name = what.slice(0, -2);
    const isKnown = listOperations().some(({ id }) => nounOf(id) === name && isGrantable(id));
    return isKnown ? { kind: 'noun', name, channel } : undefined;
  }
  return isGrantable(what) ? { kind: 'operation', name: what, channel } : undefined;
};

/** Whether whoever has `wide` has `narrow`. */
export const covers = (wide: Capability, narrow: Capability): boolean => {
  if (wide.channel !== undefined && wide.channel !== narrow.channel) return false;
  if (wide.kind === 'noun' && narrow.kind === 'operation') return wide.name === nounOf(narrow.name);
  return wide.kind === narrow.kind && wide.name === narrow.name;
};

/** Whether `text` is covered by one of `capabilities`; what cannot be read covers nothing. */
export const isCovered = (capabilities: readonly string[], text: string): boolean => {
  const narrow = parseCapability(text);
  if (narrow === undefined) return false;
  return capabilities.some((one) => {
    const wide = parseCapability(one);
    return wide !== undefined && covers(wide, narrow);
  });
};

export const capabilitiesShape = z
  .array(
    z
      .string()
      .max(160)
      .refine((text) => parseCapability(text) !== undefined, 'no capability that a plugin can have'),
  )
  .max(LIMITS.pluginCapabilities)
  .refine((list) => new Set(list).size === list.length, 'a capability is named twice');
