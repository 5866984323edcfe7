/** Handlers are injected: whoever serves operations maps ids to functions, and `callOperation` is the one way to them. */
import { plexiError, toPlexiError } from '@plexi/protocol';
import type { z } from 'zod';
import { findOperation, type OperationId, type OperationOutput, type ParsedInput } from './catalogue.ts';

/** Who asks: one interface connection or one command. */
export interface Caller {
  /** Unique among the callers of this process while it lasts. */
  id: string;
  /** Aborts when the caller is gone. */
  signal: AbortSignal;
}

export type Handler<Id extends OperationId> = (
  input: ParsedInput<Id>,
  caller: Caller,
) => Promise<OperationOutput<Id>>;
export type Handlers = { [Id in OperationId]?: Handler<Id> };

const firstIssue = (error: z.ZodError): string => {
  const issue = error.issues[0];
  if (issue === undefined) return 'invalid';
  const field = issue.path.join('.');
  return field === '' ? issue.message : `${field}: ${issue.message}`;
};

/** What is wrong with input is INVALID_INPUT, unless its shape says that it is only too large. */
const codeOf = (error: z.ZodError): 'INVALID_INPUT' | 'TOO_LARGE' => {
  const issue = error.issues[0];
  return issue?.code === 'custom' && issue.params?.['code'] === 'TOO_LARGE' ? 'TOO_LARGE' : 'INVALID_INPUT';
};

/** Parses `input` at the edge, runs the handler and checks what it returns. Throws PlexiErrors only. */
export const callOperation = async (
  handlers: Handlers,
  id: string,
  input: unknown,
  caller: Caller,
): Promise<unknown> => {
  const operation = findOperation(id);
  const handler = operation === undefined ? undefined : handlers[operation.id];
  if (operation === undefined || handler === undefined)
    throw plexiError('UNKNOWN_OPERATION', { detail: id.slice(0, 64) });
  const parsed = operation.input.safeParse(input);
  if (!parsed.success) throw plexiError(codeOf(parsed.error), { detail: firstIssue(parsed.error) });
  try {
    return await (handler as (input: unknown, caller: Caller) => Promise<unknown>)(parsed.data, caller);
  } catch (error) {
    throw toPlexiError(error);
  }
};
