/**
 * [G5] What a final set of decisions comes to, as bytes: the entries, parents first, and what judging each of them found out. The
 * same set gives the same bytes on every device, in whatever order its entries came. What follows from these without judging anything
 * (the state, who knew of what) is not in it.
 */
import { z } from 'zod';
import { readCbor, writeCbor } from '../../cbor.ts';
import { isHlc } from '../../clock.ts';
import { boundedBytes, fixedBytes, idField } from '../../fields.ts';
import type { AccountId, ChannelId, DeviceId, EntryId, SpaceId } from '../../ids.ts';
import { LIMITS } from '../../limits.ts';
import { ROLES } from '../role.ts';

/** To be raised with every change of the rules that acts are judged by: what was saved before is then not used. */
export const SAVED_VERSION = 1;

const count = z.int().min(0);
/** A place in the list of entries, one more than its index; 0 for none. */
const place = count;
const generation = z.int().min(0).max(0xffff);

/** Why an entry does not count, what voids it, and whether it says nothing that could. */
const Voided = z.tuple([z.literal(0), z.string().max(200), place, z.boolean()]);
/** Whose act it is (a place among the accounts), with which rank (0 for none), when the device was certified, and `Ruling.generation`. */
const Counting = z.tuple([z.literal(1), count, z.int().min(0).max(ROLES.length), count, count]);

const Entry = z.tuple([
  /** Which log. */
  count,
  count,
  /** The log's entry before, and the heads that its author saw. */
  place,
  z.array(place).max(LIMITS.governanceHeads),
  z.number().refine(isHlc),
  idField<EntryId>(),
  boundedBytes(LIMITS.actBytes),
  z.union([Voided, Counting]),
]);

const SavedSchema = z.tuple([
  z.literal(SAVED_VERSION),
  idField<SpaceId>(),
  /** What was signed: the acts that it names, as places, and the fingerprint. */
  z.array(place).min(1).max(LIMITS.governanceHeads),
  fixedBytes(32),
  z.array(z.tuple([idField<DeviceId>(), generation])),
  z.array(idField<AccountId>()),
  z.array(Entry),
  /** The order of the fold, as places. */
  z.array(place),
  /** What took something away, in the order in which it was settled, as places. */
  z.array(place),
  /** Where owners undid logs: which, from where, by which vote. */
  z.array(z.tuple([idField<ChannelId>(), idField<DeviceId>(), generation, count, place])),
  /** How many checkpoints there are within it, and who counts for signing it. */
  count,
  z.array(idField<AccountId>()),
]);

export type SavedSet = z.output<typeof SavedSchema>;
export type SavedEntry = z.output<typeof Entry>;

export const encodeSaved = (saved: SavedSet): Uint8Array => writeCbor(SavedSchema, saved);

/** Throws GOVERNANCE_SAVED_INVALID, also for another version of it. */
export const decodeSaved = (bytes: Uint8Array): SavedSet =>
  readCbor(SavedSchema, bytes, LIMITS.savedGovernanceBytes, 'GOVERNANCE_SAVED_INVALID');
