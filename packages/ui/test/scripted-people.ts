/** What a scripted peer answers about people, and about whom else a space has. */
import type { Handlers, PeerEvent } from '@plexi/operations';
import type { Script, ScriptedSpace } from './script.ts';
import { scriptAssistant } from './scripted-assistant.ts';
import { scriptAwareness } from './scripted-awareness.ts';
import { scriptDirect } from './scripted-direct.ts';
import { scriptSettings } from './scripted-settings.ts';
import { scriptVerification } from './scripted-verification.ts';

export interface ScriptedPeopleInput {
  script: Script;
  find: (space: string) => ScriptedSpace;
  emit: (event: PeerEvent) => void;
}

export const scriptPeople = (input: ScriptedPeopleInput): Handlers => ({
  ...scriptSettings(input),
  ...scriptAssistant(input),
  ...scriptDirect(input),
  ...scriptAwareness(input),
  ...scriptVerification(input),
});
