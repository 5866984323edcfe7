/** Our errors in the form that clients of OpenAI's interface know. https://platform.openai.com/docs/guides/error-codes */
import { type ErrorCode, type PlexiError, plexiError } from '@plexi/protocol';

export interface OpenAiError {
  status: number;
  body: { error: { message: string; type: string; param: string | null; code: string } };
}

const REQUEST = 'invalid_request_error';

/** Status, type and code by our codes; what is not here is a fault of the server. */
const KNOWN: Partial<Record<ErrorCode, readonly [status: number, type: string, code: string]>> = {
  INVALID_INPUT: [400, REQUEST, 'invalid_request'],
  TOO_LARGE: [413, REQUEST, 'request_too_large'],
  CONTEXT_EXCEEDED: [400, REQUEST, 'context_length_exceeded'],
  SCHEMA_UNSUPPORTED: [400, REQUEST, 'unsupported_schema'],
  MODEL_UNFIT: [400, REQUEST, 'unsupported_model'],
  KEY_UNKNOWN: [401, REQUEST, 'invalid_api_key'],
  NOT_FOUND: [404, REQUEST, 'model_not_found'],
  UNKNOWN_OPERATION: [404, REQUEST, 'unknown_url'],
  RATE_LIMITED: [429, 'rate_limit_error', 'rate_limit_exceeded'],
  TIMED_OUT: [408, REQUEST, 'timeout'],
  TOO_BUSY: [503, 'server_error', 'overloaded'],
  MODEL_NOT_LOADED: [503, 'server_error', 'model_not_loaded'],
  ENGINE_MISSING: [503, 'server_error', 'engine_missing'],
  INFERENCE_FAILED: [500, 'server_error', 'inference_failed'],
};

export const toOpenAiError = ({ code, message, detail }: PlexiError): OpenAiError => {
  const [status, type, name] = KNOWN[code] ?? [500, 'server_error', 'internal_error'];
  const param =
    code === 'NOT_FOUND' ? 'model' : code === 'INVALID_INPUT' ? (detail?.split(':')[0] ?? null) : null;
  return { status, body: { error: { message, type, param, code: name } } };
};

/** The other way round: what another node says. What is no error of ours is that it can't be used. */
export const fromOpenAiError = (status: number, body: unknown): PlexiError => {
  const { error } = (body ?? {}) as { error?: { code?: unknown } };
  for (const [code, [known, , name]] of Object.entries(KNOWN))
    if (known === status || status === 200) if (name === error?.code) return plexiError(code as ErrorCode);
  return plexiError('NODE_UNREACHABLE', { detail: `status ${status}` });
};
