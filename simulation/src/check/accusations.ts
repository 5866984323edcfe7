/** [N4] Who is accused of what: never a relay that kept its word. */
import { relayDeviceOf } from '../fabric/denials.ts';
import { fabricHere } from '../fabric/fabric.ts';
import { note } from '../machine/machine.ts';
import type { Town } from '../world/town.ts';
import { ask } from '../world/world.ts';
import type { Breach } from './rules.ts';
import type { View } from './views.ts';

export const breachesOfJustice = async (town: Town, view: View): Promise<Breach[]> => {
  const found: Breach[] = [];
  const { faithless, accused } = fabricHere();
  for (const proof of await ask<Record<string, unknown>[]>(view.node, 'proof.list', { space: town.space })) {
    const relay = town.relays.find(({ name }) => relayDeviceOf(name) === proof['relay'])?.name ?? 'nobody';
    accused.add(relay);
    note(view.node.name, 'accuses', relay, faithless.has(relay) ? 'rightly' : 'wrongly');
    if (!faithless.has(relay))
      found.push({ rule: 'no honest relay accused', detail: `${view.node.name} accuses ${relay}` });
  }
  return found;
};
