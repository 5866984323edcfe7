export {
  API_KEYS_BYTES,
  API_KEYS_FILE,
  type ApiKeyRecord,
  createKey,
  decodeKeys,
  encodeKeys,
  revokeKey,
} from './api-key.ts';
export { createRateLimit } from './rate-limit.ts';
export { type Api, serveApi } from './serve-http.ts';
