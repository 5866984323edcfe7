/** What the local relay is started with again: its port is in every invite link, so it stays. */
import path from 'node:path';
import { z } from 'zod';
import { readSmallFile, writePrivateFile } from '../private-files.ts';
import { localRelayFolder } from './control.ts';

const settingsShape = z.object({
  port: z.number().int().min(1024).max(65_535),
  /** Whether it was opened to the network. */
  network: z.boolean(),
});
export type LocalRelaySettings = z.infer<typeof settingsShape>;

const settingsFile = (): string => path.join(localRelayFolder(), 'settings.json');

/** The settings, or `undefined` where there are none that can be used. */
export const readSettings = async (): Promise<LocalRelaySettings | undefined> => {
  const bytes = await readSmallFile(settingsFile(), 4096);
  if (bytes === undefined) return undefined;
  try {
    return settingsShape.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
};

export const writeSettings = async (settings: LocalRelaySettings): Promise<void> =>
  writePrivateFile(settingsFile(), JSON.stringify(settings));
