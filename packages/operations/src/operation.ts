/**
 * [O1] What an operation is: one thing that a person, a script or a plugin can ask for. Every view (command line, the
 * interface's channel, later HTTP and the rest) derives from these definitions.
 */
import type { ErrorCode } from '@plexi/protocol';
import type { z } from 'zod';

/** Who can serve an operation: a profile's peer, the app around it, or the command line by itself. */
export type OperationRole = 'peer' | 'app' | 'command';

/** How the command line takes an operation's input beyond `--field VALUE` for each field. */
export interface CommandForm {
  /** The words of the command where they aren't the id's. */
  words?: readonly string[];
  /** Fields that are given by place, in order. */
  positional?: readonly string[];
  /** A field that, given as `-`, is read from standard input. */
  stdin?: string;
  /** A field that names a file, whose content is read in its place. */
  file?: string;
  /** Whether the command is of no use before the network is up. */
  online?: boolean;
  /** Run by itself, it first fetches what is new from the relays: its answer should not be of yesterday. */
  fresh?: boolean;
  /** Fields that only other views offer. */
  hidden?: readonly string[];
  /** Not offered as a command at all. */
  omitted?: boolean;
}

export interface OperationDefinition<Id extends string, Input extends z.ZodType, Output extends z.ZodType> {
  /** `noun.verb`; the command line says `noun verb`. */
  id: Id;
  /** One sentence, imperative. */
  summary: string;
  /** Queries change nothing; commands do. */
  kind: 'query' | 'command';
  roles: readonly OperationRole[];
  input: Input;
  output: Output;
  /** What can go wrong beyond INVALID_INPUT and INTERNAL. */
  errors: readonly ErrorCode[];
  /** Command lines, as a person would type them. */
  examples: readonly string[];
  command?: CommandForm;
}

/** Checks a definition's types and gives it back. */
export const defineOperation = <const Id extends string, Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Id, Input, Output>,
): OperationDefinition<Id, Input, Output> => definition;
