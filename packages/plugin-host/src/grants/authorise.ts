/**
 * [P1] The one place that says which plugin may call which operation where, and hear which event. Names become ids here, before
 * anything is decided, and the call goes on with the ids: what is called is what was judged.
 */
import { type AnyOperation, findOperation, type OperationId, type PeerEvent } from '@plexi/operations';
import {
  type Capability,
  covers,
  type Facility,
  isCovered,
  isGrantable,
  parseCapability,
} from '@plexi/plugin-api';
import { plexiError } from '@plexi/protocol';
import { z } from 'zod';
import type { Grant, Grants } from './grant.ts';

/** A space or a channel, by ids. */
export interface Place {
  /** What operations are to be called with. */
  space: string;
  /** The space whose governance it is under: of a private channel its parent's, of a direct message none. */
  governed: string | undefined;
  channel: string | undefined;
}

/** Finds what is meant by names. */
export interface Places {
  /** Throws NOT_FOUND, AMBIGUOUS_NAME. */
  find(space: string, channel: string | undefined): Promise<Place>;
  /** The space whose governance a space is under, itself where it is an ordinary one. */
  governedBy(space: string): string | undefined;
}

/** A plugin as it is judged: its package, and what its manifest asks for. */
export interface Asker {
  id: string;
  hash: string;
  asks: readonly string[];
}

export interface AuthoriseDependencies {
  grants: Grants;
  places: Places;
}

const inputShape = z.record(z.string(), z.unknown());
const nameShape = z.string().max(256).optional();

/** Whether an operation takes a place by that name: a field that it does not have, or of another kind, says nothing about where. */
const takes = ({ input }: AnyOperation, name: 'space' | 'channel'): boolean => {
  const field = (input as { shape?: Record<string, z.ZodType> }).shape?.[name];
  return field !== undefined && field.safeParse('x').success && !field.safeParse(true).success;
};

/** The name in a field, where the operation takes one. Throws INVALID_INPUT. */
const nameIn = (
  operation: AnyOperation,
  input: Record<string, unknown>,
  name: 'space' | 'channel',
): string | undefined => {
  if (!takes(operation, name)) return undefined;
  const parsed = nameShape.safeParse(Object.hasOwn(input, name) ? input[name] : undefined);
  if (!parsed.success) throw plexiError('INVALID_INPUT', { detail: name });
  return parsed.data;
};

const NAMES_A_DIRECT = /in:\s*"?@/i;
/** Operations that reach beyond the space that they are asked in, and with which input. */
const LEAVES_SPACE: Partial<Record<OperationId, (input: Record<string, unknown>) => boolean>> = {
  'dm.open': () => true,
  // Without a channel it is a direct message with the node.
  'ai.ask': ({ channel }) => channel === undefined,
  // What was asked in direct messages with the nodes.
  'ai.log': ({ private: alone }) => alone === true,
  // To those in charge of another space, with what was said here.
  'report.create': ({ to }) => to !== undefined,
  // A direct message, in its filter or in its words.
  'message.search': ({ in: within, query }) =>
    [`in:${String(within)}`, String(query)].some((text) => NAMES_A_DIRECT.test(text)),
};

/** The grants that are for exactly this package, with what of them its manifest asks for. */
const grantsFor = ({ grants }: AuthoriseDependencies, { id, hash, asks }: Asker): Grant[] =>
  grants
    .list()
    .filter((grant) => grant.plugin === id && grant.hash === hash)
    .map((grant) => ({ ...grant, capabilities: grant.capabilities.filter((one) => isCovered(asks, one)) }));

const reaches = (grant: Grant, governed: string | undefined): boolean =>
  grant.space === undefined || (governed !== undefined && grant.space === governed);

const isAllowed = (
  grants: readonly Grant[],
  wanted: Capability,
  place: { governed: string | undefined },
): boolean =>
  grants
    .filter((grant) => reaches(grant, place.governed))
    .flatMap(({ capabilities }) => capabilities)
    .some((text) => {
      const given = parseCapability(text);
      return given !== undefined && covers(given, wanted);
    });

const refuse = (detail: string): never => {
  throw plexiError('PLUGIN_NOT_GRANTED', { detail });
};

/**
 * The operation and the input to call it with. Throws PLUGIN_NOT_GRANTED, UNKNOWN_OPERATION, and what finding the place throws,
 * which a plugin that may not call it there does not get to see.
 */
export const authoriseCall = async (
  dependencies: AuthoriseDependencies,
  asker: Asker,
  operation: string,
  input: unknown,
): Promise<{ operation: OperationId; input: unknown }> => {
  if (!isGrantable(operation)) return refuse(`${operation.slice(0, 64)} is open to no plugin`);
  const definition = findOperation(operation);
  const parsed = inputShape.safeParse(input);
  if (definition === undefined || !parsed.success) throw plexiError('INVALID_INPUT');
  const grants = grantsFor(dependencies, asker);
  const wanted: Capability = { kind: 'operation', name: operation, channel: undefined };
  const mayAnywhere = grants.some(({ capabilities }) =>
    capabilities.some((text) => {
      const given = parseCapability(text);
      return given !== undefined && covers({ ...given, channel: undefined }, wanted);
    }),
  );
  if (!mayAnywhere) return refuse(operation);
  const own = parsed.data;
  const space = nameIn(definition, own, 'space');
  const channel = nameIn(definition, own, 'channel');
  if (space === undefined || LEAVES_SPACE[definition.id]?.(own) === true) {
    if (!isAllowed(grants, wanted, { governed: undefined })) refuse(`${operation} beyond the space`);
    return { operation: definition.id, input: own };
  }
  let place: Place;
  try {
    place = await dependencies.places.find(space, channel);
  } catch (error) {
    // Whether there is such a place is for those to know who may act in any.
    if (isAllowed(grants, wanted, { governed: undefined })) throw error;
    return refuse(`${operation} there`);
  }
  if (!isAllowed(grants, { ...wanted, channel: place.channel }, place)) refuse(`${operation} there`);
  return {
    operation: definition.id,
    input: { ...own, space: place.space, ...(place.channel === undefined ? {} : { channel: place.channel }) },
  };
};

/** Whether a plugin hears an event. */
export const mayHear = (dependencies: AuthoriseDependencies, asker: Asker, event: PeerEvent): boolean => {
  const governed =
    'space' in event && event.space !== undefined ? dependencies.places.governedBy(event.space) : undefined;
  const channel = 'channel' in event ? event.channel : undefined;
  return isAllowed(
    grantsFor(dependencies, asker),
    { kind: 'event', name: event.type, channel },
    { governed },
  );
};

/** Whether a plugin has storage, a clock, commands or notices: no matter where, since they are of no place. */
export const mayUse = (dependencies: AuthoriseDependencies, asker: Asker, facility: Facility): boolean =>
  grantsFor(dependencies, asker).some(({ capabilities }) => capabilities.includes(facility));

/** Whether anything at all was granted to exactly this package. */
export const isGranted = (dependencies: AuthoriseDependencies, asker: Asker): boolean =>
  grantsFor(dependencies, asker).length > 0;
