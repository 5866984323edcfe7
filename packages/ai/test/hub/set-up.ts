/** A hub with one small model, and a folder to fetch it to. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPlexiError } from '@plexi/protocol';
import { onTestFinished } from 'vitest';
import {
  type FetchEvent,
  type FetchModelOptions,
  fetchModel,
  parseHubReference,
} from '../../src/hub/index.ts';
import { tinyChatModel } from '../tiny/index.ts';
import { type HubModel, type LocalHub, startLocalHub } from './local-hub.ts';

export const CHAT = tinyChatModel();
export const OTHER = tinyChatModel({ seed: 2 });
export const OPEN = { license: 'apache-2.0' };
export const MODEL: HubModel = {
  card: OPEN,
  files: {
    'README.md': new TextEncoder().encode('# a model'),
    'tiny-Q4_K_M.gguf': CHAT,
    'tiny-Q8_0.gguf': OTHER,
    'mmproj-tiny-Q4_K_M.gguf': OTHER,
  },
};

export const setUp = async (model: HubModel = MODEL) => {
  const hub = await startLocalHub({ 'ada/tiny': model });
  const folder = mkdtempSync(join(tmpdir(), 'plexi-hub-'));
  onTestFinished(async () => {
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const pauses: number[] = [];
  const events: FetchEvent[] = [];
  const get = async (name = 'hf:ada/tiny:Q4_K_M', more: Partial<FetchModelOptions> = {}) =>
    fetchModel(parseHubReference(name), {
      folder,
      access: { endpoint: hub.endpoint, idleMs: 2_000 },
      acceptLicence: async () => false,
      onEvent: (event) => events.push(event),
      pause: async (ms) => {
        pauses.push(ms);
      },
      ...more,
    });
  return { hub, folder, pauses, events, get };
};

export const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'fine',
    (error: unknown) => (isPlexiError(error) ? error.code : String(error)),
  );
export const filesIn = (folder: string): string[] => readdirSync(join(folder, 'ada--tiny')).toSorted();
export const askedFor = (hub: LocalHub): (string | undefined)[] =>
  hub.requests.filter(({ host }) => host === 'files').map(({ range }) => range);
